//! `Condition`: operators, keys and values against the context of a request (sections 3.2 to 3.6).
//!
//! Must not know actions or resources.

use ramgate_model::{Cardinality, ContextEntry, ContextKey, Truth};
use ramgate_syntax::KeyRegistry;
use ramgate_syntax::tree::{ConditionBody, ConditionElement, ConditionEntry, Entries, Entry};

use crate::key;
use crate::operator::Operator;
use crate::text::is_sound;

/// How the conditions of a statement were judged.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ConditionTruths {
    /// Block by block, in document order.
    Blocks(Vec<BlockTruths>),
    /// `Condition` is no object: unknown.
    Unreadable,
}

/// How one operator with its keys was judged.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum BlockTruths {
    /// Key by key, in document order.
    Entries(Vec<Truth>),
    /// What stands under the operator is no object: unknown.
    Unreadable,
}

impl ConditionTruths {
    /// AND over the operators; true for none (1.15).
    pub fn truth(&self) -> Truth {
        match self {
            Self::Blocks(blocks) => Truth::all(blocks.iter().map(BlockTruths::truth)),
            Self::Unreadable => Truth::Unknown,
        }
    }

    /// Every entry of every block, in document order.
    pub fn entries(&self) -> Vec<Truth> {
        match self {
            Self::Blocks(blocks) => blocks
                .iter()
                .flat_map(|block| match block {
                    BlockTruths::Entries(entries) => entries.clone(),
                    BlockTruths::Unreadable => Vec::new(),
                })
                .collect(),
            Self::Unreadable => Vec::new(),
        }
    }
}

impl BlockTruths {
    /// AND over the keys; unknown for none (3.2).
    pub fn truth(&self) -> Truth {
        match self {
            Self::Entries(entries) if entries.is_empty() => Truth::Unknown,
            Self::Entries(entries) => Truth::all(entries.iter().copied()),
            Self::Unreadable => Truth::Unknown,
        }
    }
}

/// Judges every entry of the conditions.
pub fn judge(
    keys: &KeyRegistry,
    conditions: &ConditionElement,
    context: &[ContextEntry<'_>],
) -> ConditionTruths {
    let ConditionElement::Blocks(blocks) = conditions else {
        return ConditionTruths::Unreadable;
    };
    let judged = blocks.iter().map(|block| match &block.body {
        ConditionBody::Unreadable(..) => BlockTruths::Unreadable,
        ConditionBody::Entries(entries) => BlockTruths::Entries(
            entries
                .iter()
                .map(|entry| judge_entry(keys, &block.operator, entry, context))
                .collect(),
        ),
    });
    ConditionTruths::Blocks(judged.collect())
}

/// Judges one key with its values. Faults of the policy come first, then absence, then faults of
/// the context's values.
fn judge_entry(
    keys: &KeyRegistry,
    operator: &str,
    entry: &ConditionEntry,
    context: &[ContextEntry<'_>],
) -> Truth {
    // Unknown operator (Q11), unsound key.
    let Some(operator) = Operator::of_name(operator) else {
        return Truth::Unknown;
    };
    if !is_sound(&entry.key) {
        return Truth::Unknown;
    }
    // Operator on a key of another type (3.6).
    let name = ContextKey::new(&entry.key);
    if !operator.fits(keys.type_of(&name)) {
        return Truth::Unknown;
    }
    // Something that is no list, and an empty list (3.2).
    let Entries::List(policy_values) = &entry.values else {
        return Truth::Unknown;
    };
    if policy_values.is_empty() {
        return Truth::Unknown;
    }
    let context_values = values_of(&entry.key, context);
    // 3.5: several values of a key that has one.
    if context_values.len() > 1 && keys.cardinality_of(&name) == Cardinality::Single {
        return Truth::Unknown;
    }
    let any = Truth::any(
        policy_values
            .iter()
            .map(|policy_value| judge_value(operator, policy_value, &context_values)),
    );
    if operator.negated { !any } else { any }
}

/// The canonical texts that a key arrives with; none if it is absent.
fn values_of(name: &str, context: &[ContextEntry<'_>]) -> Vec<String> {
    context
        .iter()
        .filter(|given| key::is_same(given.key().as_str(), name))
        .flat_map(|given| given.value().as_slice().iter().map(ToString::to_string))
        .collect()
}

/// Whether any value of the context matches this value of the policy. On an absent key nothing
/// matches (3.3), but a value that cannot be read stays unknown.
fn judge_value(operator: Operator, policy_value: &Entry, context_values: &[String]) -> Truth {
    match policy_value.text.as_deref() {
        Some(text) if operator.reads(text) => Truth::any(
            context_values
                .iter()
                .map(|context_value| operator.matches(context_value, text)),
        ),
        _ => Truth::Unknown,
    }
}
