//! Conditions as predicates that statements share, and the context keys they test.
//!
//! Must not know statements beyond their conditions.

use std::collections::{BTreeMap, HashMap};

use ramgate_image::ImageWriter;
use ramgate_image::hash::hash_key;
use ramgate_image::record::{
    BAD_VALUE, Key, MATCHES_FALSE, MATCHES_TRUE, MULTI, NONE, Predicate, Run, TEST_ADDRESSES,
    TEST_FLAGS, TEST_FOLDED_STRINGS, TEST_INSTANTS, TEST_NUMBERS, TEST_PATTERNS, TEST_STRINGS,
    TextRef, UNKNOWN,
};
use ramgate_image::writer::{append, position};
use ramgate_model::operator::parse_bool;
use ramgate_model::{
    AddressBlock, Cardinality, ContextKey, Decimal, Family, Instant, Operator, Relation,
};
use ramgate_syntax::KeyRegistry;
use zerocopy::little_endian::U32;

use crate::budget::Budget;
use crate::normal::Condition;
use crate::patterns::{self, Patterns};
use crate::values::{write_addresses, write_instants, write_numbers, write_strings};

/// The predicates and keys of one image.
#[derive(Default)]
pub(crate) struct Predicates<'p> {
    known: HashMap<Condition<'p>, u32>,
    slots: BTreeMap<String, u32>,
}

impl<'p> Predicates<'p> {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The position of the predicate that a condition comes to.
    pub(crate) fn write(
        &mut self,
        image: &mut ImageWriter,
        budget: &mut Budget,
        keys: &KeyRegistry,
        condition: &Condition<'p>,
    ) -> u32 {
        if let Some(known) = self.known.get(condition) {
            return *known;
        }
        let slot = condition
            .key
            .as_ref()
            .map_or(NONE, |key| self.slot(image, keys, key));
        let operator = condition.operator.and_then(|operator| {
            Operator::ALL
                .iter()
                .position(|known| *known == operator)
                .and_then(|at| u32::try_from(at).ok())
        });
        let texts: Vec<TextRef> = condition
            .values
            .iter()
            .map(|value| image.text(value))
            .collect();
        let mut predicate = Predicate {
            operator: U32::new(operator.unwrap_or(NONE)),
            slot: U32::new(slot),
            flags: U32::new(if condition.unknown { UNKNOWN } else { 0 }),
            test: U32::new(TEST_FLAGS),
            values: Run::EMPTY,
            more_values: Run::EMPTY,
            operator_text: image.text(condition.operator_text),
            key_text: image.text(condition.key_text),
            value_texts: append(&mut image.texts, texts),
        };
        if let Some(operator) = condition.operator.filter(|_| !condition.unknown) {
            if condition.bad_value
                || condition
                    .values
                    .iter()
                    .any(|value| !is_readable(operator, value))
            {
                predicate.flags |= BAD_VALUE;
            }
            write_test(image, budget, operator, &condition.values, &mut predicate);
        }
        let at = position(&image.predicates);
        image.predicates.push(predicate);
        self.known.insert(condition.clone(), at);
        at
    }

    fn slot(&mut self, image: &mut ImageWriter, keys: &KeyRegistry, canonical: &str) -> u32 {
        if let Some(slot) = self.slots.get(canonical) {
            return *slot;
        }
        let slot = position(&image.keys);
        let key = ContextKey::new(canonical);
        let multi = keys.cardinality_of(&key) == Cardinality::Multi;
        let record = Key {
            name: image.text(canonical),
            folded_len: U32::new(u32::try_from(key.folded_len()).unwrap_or(NONE)),
            flags: U32::new(if multi { MULTI } else { 0 }),
        };
        image.keys.push(record);
        self.slots.insert(canonical.to_owned(), slot);
        slot
    }

    /// The slot of a key by its canonical name, or `NONE`.
    pub(crate) fn slot_of(&self, canonical: &str) -> u32 {
        self.slots.get(canonical).copied().unwrap_or(NONE)
    }

    /// Writes the hash table of the keys, when all predicates have been written.
    pub(crate) fn write_key_table(
        &self,
        image: &mut ImageWriter,
    ) -> ramgate_image::record::HashTable {
        let mut by_slot: Vec<&str> = vec![""; self.slots.len()];
        for (name, slot) in &self.slots {
            if let Some(place) = by_slot.get_mut(*slot as usize) {
                *place = name;
            }
        }
        image.hash_table(position(&by_slot), |seed, slot| {
            let name = by_slot.get(slot as usize).copied().unwrap_or_default();
            let (folded, exact) = ContextKey::new(name).parts();
            hash_key(seed, folded.as_bytes(), exact.as_bytes())
        })
    }
}

/// Writes what an operator compares with, and where it lies into the predicate.
fn write_test(
    image: &mut ImageWriter,
    budget: &mut Budget,
    operator: Operator,
    values: &[&str],
    predicate: &mut Predicate,
) {
    let relation = operator.relation();
    let (test, run) = match (operator.family(), relation) {
        (Family::String, Relation::Like) => {
            let mut patterns = Patterns::new();
            for value in values {
                patterns.add(value, None);
            }
            (
                TEST_PATTERNS,
                Run::new(patterns::write(image, budget, patterns), 1),
            )
        }
        (Family::String, Relation::EqualIgnoreCase) => (
            TEST_FOLDED_STRINGS,
            Run::new(write_strings(image, values, true), 1),
        ),
        (Family::String, _) => (
            TEST_STRINGS,
            Run::new(write_strings(image, values, false), 1),
        ),
        (Family::Numeric, _) => (TEST_NUMBERS, write_numbers(image, values, relation)),
        (Family::Date, _) => (TEST_INSTANTS, write_instants(image, values, relation)),
        (Family::Bool, _) => {
            for value in values.iter().filter_map(|value| parse_bool(value).ok()) {
                predicate.flags |= if value { MATCHES_TRUE } else { MATCHES_FALSE };
            }
            (TEST_FLAGS, Run::EMPTY)
        }
        (Family::IpAddress, _) => {
            let (v4, v6) = write_addresses(image, values);
            predicate.more_values = v6;
            (TEST_ADDRESSES, v4)
        }
    };
    predicate.test = U32::new(test);
    predicate.values = run;
}

/// Whether a value is of the operator's form (3.4).
fn is_readable(operator: Operator, value: &str) -> bool {
    match operator.family() {
        Family::String => true,
        Family::Numeric => Decimal::parse(value).is_ok(),
        Family::Date => Instant::parse(value).is_ok(),
        Family::Bool => parse_bool(value).is_ok(),
        Family::IpAddress => AddressBlock::parse(value).is_ok(),
    }
}
