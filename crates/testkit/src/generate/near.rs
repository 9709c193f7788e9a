//! Context values near a value that a policy compares with.
//!
//! Must not know policies or requests.

use std::net::IpAddr;

use ramgate_model::{AddressBlock, Decimal, Family, Instant, address, operator};

use super::{Dice, pattern, value};
use crate::OwnedValue;

/// A context value for an operator of this family, near the policy's value: the same, just beside
/// it, at the border of what it matches, or unreadable; as text or typed.
pub(super) fn near(dice: &mut Dice<'_>, family: Family, policy_value: &str) -> OwnedValue {
    let text = if dice.chance(4) {
        value::bad(dice)
    } else {
        match family {
            Family::String => near_text(dice, policy_value),
            Family::Numeric => near_number(dice, policy_value),
            Family::Date => near_date(dice, policy_value),
            Family::Bool => near_bool(dice, policy_value),
            Family::IpAddress => near_address(dice, policy_value),
        }
    };
    if dice.chance(30) {
        typed(text)
    } else {
        OwnedValue::Text(text)
    }
}

/// The text as a typed value, if it is the text of one.
fn typed(text: String) -> OwnedValue {
    if let Ok(number) = Decimal::parse(&text) {
        OwnedValue::Number(number)
    } else if let Ok(value) = operator::parse_bool(&text) {
        OwnedValue::Bool(value)
    } else if let Ok(address) = address::parse_address(&text) {
        OwnedValue::Address(address)
    } else if let Ok(instant) = Instant::parse(&text) {
        OwnedValue::Instant(instant)
    } else {
        OwnedValue::Text(text)
    }
}

fn near_text(dice: &mut Dice<'_>, policy_value: &str) -> String {
    match dice.below(9) {
        0 => policy_value.to_owned(),
        1 | 2 => pattern::instantiate(dice, policy_value),
        3 => {
            let instance = pattern::instantiate(dice, policy_value);
            pattern::mutate(dice, &instance)
        }
        4..=6 => pattern::change_case(dice, policy_value),
        7 => pattern::mutate(dice, policy_value),
        _ => String::new(),
    }
}

fn near_number(dice: &mut Dice<'_>, policy_value: &str) -> String {
    let whole: Option<i128> = policy_value.parse().ok();
    let is_whole = whole.is_some();
    match dice.below(7) {
        1 => whole.map_or_else(|| policy_value.to_owned(), |n| (n + 1).to_string()),
        2 => whole.map_or_else(|| policy_value.to_owned(), |n| (n - 1).to_string()),
        3 if is_whole => format!("{policy_value}.0"),
        4 if is_whole => format!("{policy_value}.000000000000000000001"),
        5 => match policy_value.strip_prefix('-') {
            Some(rest) => format!("-0{rest}"),
            None => format!("0{policy_value}"),
        },
        6 => match policy_value.strip_prefix('-') {
            Some(rest) => rest.to_owned(),
            None => format!("-{policy_value}"),
        },
        _ => policy_value.to_owned(),
    }
}

fn near_date(dice: &mut Dice<'_>, policy_value: &str) -> String {
    const HOURS: i64 = 8 * 60 * 60;
    let Ok(instant) = Instant::parse(policy_value) else {
        return policy_value.to_owned();
    };
    let (seconds, nanoseconds) = instant.to_unix();
    let billion = 1_000_000_000;
    let other = match dice.below(6) {
        0 => return policy_value.to_owned(),
        1 => Instant::from_unix(seconds + 1, nanoseconds),
        2 => Instant::from_unix(seconds - 1, nanoseconds),
        3 if nanoseconds + 1 < billion => Instant::from_unix(seconds, nanoseconds + 1),
        3 => Instant::from_unix(seconds + 1, 0),
        4 if nanoseconds > 0 => Instant::from_unix(seconds, nanoseconds - 1),
        4 => Instant::from_unix(seconds - 1, billion - 1),
        // The same point in time, said elsewhere.
        _ => {
            let elsewhere = Instant::from_unix(seconds + HOURS, nanoseconds);
            return elsewhere.map_or_else(
                |_| policy_value.to_owned(),
                |there| there.to_string().replace('Z', "+08:00"),
            );
        }
    };
    other.map_or_else(|_| policy_value.to_owned(), |other| other.to_string())
}

fn near_bool(dice: &mut Dice<'_>, policy_value: &str) -> String {
    match dice.below(4) {
        0 => policy_value.to_owned(),
        1 => dice.word(&["false", "true"]).to_owned(),
        _ => pattern::change_case(dice, policy_value),
    }
}

/// At and beside both ends of the block, in either spelling of an IPv4 address.
fn near_address(dice: &mut Dice<'_>, policy_value: &str) -> String {
    let Ok(block) = AddressBlock::parse(policy_value) else {
        return policy_value.to_owned();
    };
    let address = match block.network() {
        IpAddr::V4(network) => {
            let hosts = u32::MAX.checked_shr(block.prefix_len().into()).unwrap_or(0);
            let (first, last) = (network.to_bits(), network.to_bits() | hosts);
            let bits = match dice.below(5) {
                0 => first,
                1 => last,
                2 => first.wrapping_sub(1),
                3 => last.wrapping_add(1),
                _ => first | (0x0101_0101 & hosts),
            };
            IpAddr::V4(bits.into())
        }
        IpAddr::V6(network) => {
            let hosts = u128::MAX.checked_shr(block.prefix_len().into());
            let hosts = hosts.unwrap_or(0);
            let (first, last) = (network.to_bits(), network.to_bits() | hosts);
            let bits = match dice.below(5) {
                0 => first,
                1 => last,
                2 => first.wrapping_sub(1),
                3 => last.wrapping_add(1),
                // Within the IPv4-mapped range, where a wide block has it.
                _ => first | (0xFFFF_0A00_0001 & hosts),
            };
            IpAddr::V6(bits.into())
        }
    };
    match (address, dice.below(8)) {
        (IpAddr::V4(v4), 6) => format!("::ffff:{v4}"),
        (address, 7) => address.to_string().to_uppercase(),
        (address, _) => address.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use ramgate_model::Family;

    use super::{Dice, near};

    fn drawn(family: Family, policy_value: &str) -> BTreeSet<String> {
        let mut dice = Dice::seeded(4);
        (0..2_000)
            .map(|_| near(&mut dice, family, policy_value).lend().to_string())
            .collect()
    }

    #[test]
    fn borders_are_drawn() {
        for (family, policy_value, expected) in [
            (
                Family::Numeric,
                "10",
                &["9", "10", "11", "10.0", "-10", "010"][..],
            ),
            (
                Family::Date,
                "2020-01-01T00:00:00Z",
                &[
                    "2019-12-31T23:59:59Z",
                    "2019-12-31T23:59:59.999999999Z",
                    "2020-01-01T00:00:00.000000001Z",
                    "2020-01-01T08:00:00+08:00",
                ],
            ),
            (Family::Bool, "true", &["true", "TRUE", "false"]),
            (
                Family::IpAddress,
                "10.0.0.0/30",
                &[
                    "9.255.255.255",
                    "10.0.0.0",
                    "10.0.0.3",
                    "10.0.0.4",
                    "::ffff:10.0.0.3",
                ],
            ),
            (Family::IpAddress, "::/0", &["::", "10.0.0.1"]),
            (Family::String, "a*", &["a", "a*", "A*", "aa", ""]),
        ] {
            let drawn = drawn(family, policy_value);
            for text in expected {
                assert!(drawn.contains(*text), "{policy_value} {text}: {drawn:?}");
            }
        }
    }
}
