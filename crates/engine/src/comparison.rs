//! One context value against all values of a predicate, each kind of value in its own table.
//!
//! Must not know what a match means for the condition.

use core::fmt::Write as _;
use core::net::IpAddr;
use core::ops::ControlFlow;

use ramgate_image::ImageView;
use ramgate_image::hash::{hash, hash_chars};
use ramgate_image::record::{
    self, MATCHES_FALSE, MATCHES_TRUE, Predicate, TEST_ADDRESSES, TEST_FOLDED_STRINGS,
    TEST_INSTANTS, TEST_NUMBERS, TEST_PATTERNS, TEST_STRINGS,
};
use ramgate_model::operator::parse_bool;
use ramgate_model::{Decimal, Instant, Relation, Value, address, fold};

use crate::search::each_match;

/// Whether one of the predicate's values stands in the relation to the context value; nothing if
/// the context value is not of the operator's family.
pub(crate) fn matches_any(
    view: ImageView<'_>,
    predicate: &Predicate,
    relation: Relation,
    value: &Value<'_>,
) -> Option<bool> {
    let at = predicate.values.first.get();
    match predicate.test.get() {
        TEST_STRINGS => Some(with_text(value, |text| in_set(view, at, text))),
        TEST_FOLDED_STRINGS => Some(with_text(value, |text| in_folded_set(view, at, text))),
        TEST_PATTERNS => Some(with_text(value, |text| matches_pattern(view, at, text))),
        TEST_NUMBERS => {
            let number = match value {
                Value::Text(text) => Decimal::parse(text).ok()?,
                Value::Number(number) => *number,
                _ => return None,
            };
            let (negative, integer, fraction) = number.to_parts();
            let ours = record::order_of(negative, integer, fraction);
            let table = view.layout().numbers.run(view.bytes(), predicate.values);
            Some(relates(table, relation, &ours, record::Number::order))
        }
        TEST_INSTANTS => {
            let instant = match value {
                Value::Text(text) => Instant::parse(text).ok()?,
                Value::Instant(instant) => *instant,
                _ => return None,
            };
            let table = view.layout().instants.run(view.bytes(), predicate.values);
            Some(relates(table, relation, &instant.to_unix(), |theirs| {
                (theirs.seconds.get(), theirs.nanoseconds.get())
            }))
        }
        TEST_ADDRESSES => {
            let address = match value {
                Value::Text(text) => address::parse_address(text).ok()?,
                Value::Address(address) => address::normalize(*address),
                _ => return None,
            };
            Some(in_ranges(view, predicate, address))
        }
        _ => {
            let value = match value {
                Value::Text(text) => parse_bool(text).ok()?,
                Value::Bool(value) => *value,
                _ => return None,
            };
            let flag = if value { MATCHES_TRUE } else { MATCHES_FALSE };
            Some(predicate.flags & flag != 0)
        }
    }
}

/// The longest canonical text of a typed value is an IPv6 address of 39 bytes or a number of 40.
const TEXT_LEN: usize = 64;

/// Gives the canonical text of a value to `test`, from the stack if it has to be written first.
fn with_text(value: &Value<'_>, test: impl FnOnce(&str) -> bool) -> bool {
    if let Value::Text(text) = value {
        return test(text);
    }
    let mut buffer = Buffer {
        bytes: [0; TEXT_LEN],
        len: 0,
    };
    let written = write!(buffer, "{value}");
    let canonical = buffer
        .bytes
        .get(..buffer.len)
        .and_then(|bytes| core::str::from_utf8(bytes).ok());
    written.is_ok() && canonical.is_some_and(test)
}

struct Buffer {
    bytes: [u8; TEXT_LEN],
    len: usize,
}

impl core::fmt::Write for Buffer {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        let end = self.len + text.len();
        let place = self.bytes.get_mut(self.len..end).ok_or(core::fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

fn in_set(view: ImageView<'_>, at: u32, text: &str) -> bool {
    let text = text.as_bytes();
    any_member(view, at, |seed| hash(seed, text), |member| member == text)
}

fn in_folded_set(view: ImageView<'_>, at: u32, text: &str) -> bool {
    any_member(
        view,
        at,
        |seed| hash_chars(seed, fold::folded(text)),
        |member| {
            core::str::from_utf8(member).is_ok_and(|member| fold::folded(text).eq(member.chars()))
        },
    )
}

fn any_member(
    view: ImageView<'_>,
    at: u32,
    hash: impl FnOnce(u64) -> u64,
    is_it: impl Fn(&[u8]) -> bool,
) -> bool {
    let Some(set) = view.layout().string_sets.get(view.bytes(), at) else {
        return false;
    };
    let members = view.texts(set.members);
    let is_it = |member: &record::TextRef| is_it(view.text_bytes(*member));
    if set.table.slots.is_empty() {
        return members.iter().any(is_it);
    }
    let hash = hash(set.table.seed.get());
    view.find(&set.table, hash, |at| {
        members.get(at as usize).is_some_and(is_it)
    })
    .is_some()
}

fn matches_pattern(view: ImageView<'_>, at: u32, text: &str) -> bool {
    let Some(index) = view.layout().pattern_indexes.get(view.bytes(), at) else {
        return false;
    };
    each_match::<false, ()>(
        view,
        index,
        text.as_bytes(),
        &mut |_| ControlFlow::Break(()),
    )
    .is_break()
}

/// Whether `ours` stands in the relation to one of the ascending records.
fn relates<R, T: Ord>(
    records: &[R],
    relation: Relation,
    ours: &T,
    value: impl Fn(&R) -> T,
) -> bool {
    match relation {
        Relation::Equal => records
            .binary_search_by(|theirs| value(theirs).cmp(ours))
            .is_ok(),
        Relation::Less => records
            .last()
            .is_some_and(|greatest| *ours < value(greatest)),
        Relation::LessOrEqual => records
            .last()
            .is_some_and(|greatest| *ours <= value(greatest)),
        Relation::Greater => records.first().is_some_and(|least| *ours > value(least)),
        Relation::GreaterOrEqual => records.first().is_some_and(|least| *ours >= value(least)),
        Relation::EqualIgnoreCase | Relation::Like | Relation::Within => false,
    }
}

fn in_ranges(view: ImageView<'_>, predicate: &Predicate, address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let address = address.to_bits();
            let ranges = view.layout().ranges_v4.run(view.bytes(), predicate.values);
            let behind = ranges.partition_point(|range| range.first.get() <= address);
            let range = behind.checked_sub(1).and_then(|at| ranges.get(at));
            range.is_some_and(|range| address <= range.last.get())
        }
        IpAddr::V6(address) => {
            let address = address.to_bits();
            let ranges = view
                .layout()
                .ranges_v6
                .run(view.bytes(), predicate.more_values);
            let behind = ranges.partition_point(|range| range.first.get() <= address);
            let range = behind.checked_sub(1).and_then(|at| ranges.get(at));
            range.is_some_and(|range| address <= range.last.get())
        }
    }
}
