//! Condition values of every family, as a policy writes them.
//!
//! Must not know requests.

use ramgate_model::Family;
use ramgate_syntax::tree::Mode;

use super::{Dice, pattern};

const TEXTS: &[&str] = &[
    "a", "ab", "b", "", "Apollo", "APOLLO", "a*", "a?b", "*", "ß", "ẞ", "ſk", "Σας", "İ", "é",
    "vpc-1", "Keys", "straße", "true", "10", "10.0", "10.0.0.1", "::1", "a/b:c",
];
const NUMBERS: &[&str] = &[
    "0",
    "1",
    "10",
    "10.0",
    "9.99",
    "-1",
    "-0",
    "0.5",
    "00.50",
    "-9.5",
    "99999999999999999999999999999999999999",
    "0.0000000000000000000000000000000000001",
];
const DATES: &[&str] = &[
    "2019-08-12T09:00:00Z",
    "2019-08-12T17:00:00+08:00",
    "2019-08-12T09:00:00.5Z",
    "2020-02-29T23:59:59-00:01",
    "1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59.999999999Z",
];
const BASES_V4: &[&str] = &[
    "10.0.0.",
    "10.0.1.",
    "10.1.0.",
    "192.168.0.",
    "255.255.255.",
];
const BASES_V6: &[&str] = &["2001:db8::", "2001:db8:0:1::", "::", "fe80:0:0:0::"];
const BAD: &[&str] = &[
    "x",
    "",
    "1e1",
    "+1",
    "2019-08-12",
    "10.0.0.0/33",
    "1.2.3",
    " 1",
    "TrUe ",
];

/// A value that operators of this family read; some forms only where the mode loads them.
pub(super) fn value(dice: &mut Dice<'_>, family: Family, mode: Mode) -> String {
    match family {
        Family::String => text(dice, mode),
        Family::Numeric => number(dice),
        Family::Date => dice.word(DATES).to_owned(),
        Family::Bool => match mode {
            Mode::Strict => dice.word(&["true", "false"]).to_owned(),
            Mode::Import => dice.word(&["true", "false", "True", "FALSE"]).to_owned(),
        },
        Family::IpAddress => block(dice),
    }
}

/// A value that operators of this family may not read.
pub(super) fn bad(dice: &mut Dice<'_>) -> String {
    dice.word(BAD).to_owned()
}

fn text(dice: &mut Dice<'_>, mode: Mode) -> String {
    let literal = dice.word(TEXTS);
    match dice.below(6) {
        0..=3 => literal.to_owned(),
        4 if mode == Mode::Import => format!(" {literal}"),
        _ => pattern::wildcardise(dice, literal),
    }
}

fn number(dice: &mut Dice<'_>) -> String {
    if dice.chance(30) {
        format!("{}.{}", dice.below(30), dice.below(100))
    } else {
        dice.word(NUMBERS).to_owned()
    }
}

fn block(dice: &mut Dice<'_>) -> String {
    let (host, mapped) = (dice.below(256), dice.chance(10));
    if dice.chance(65) || mapped {
        let address = format!("{}{host}", dice.word(BASES_V4));
        let prefix = [32, 24, 31, 30, 28, 25, 23, 16, 8, 0];
        let prefix = dice.pick(&prefix).copied().unwrap_or(32);
        match (mapped, dice.chance(70)) {
            (false, true) => format!("{address}/{prefix}"),
            (false, false) => address,
            (true, true) => format!("::ffff:{address}/{}", prefix + 96),
            (true, false) => format!("::FFFF:{address}"),
        }
    } else {
        let address = format!("{}{host:x}", dice.word(BASES_V6));
        let prefix = [128, 64, 127, 120, 96, 95, 63, 32, 1, 0];
        let prefix = dice.pick(&prefix).copied().unwrap_or(128);
        if dice.chance(70) {
            format!("{address}/{prefix}")
        } else {
            address
        }
    }
}

#[cfg(test)]
mod tests {
    use ramgate_model::{AddressBlock, Decimal, Instant, text};

    use super::{BAD, BASES_V6, DATES, Dice, Family, Mode, NUMBERS, value};

    #[test]
    fn values_are_of_their_family() {
        assert!(DATES.iter().all(|text| Instant::parse(text).is_ok()));
        assert!(NUMBERS.iter().all(|text| Decimal::parse(text).is_ok()));
        let mut dice = Dice::seeded(1);
        for _ in 0..2_000 {
            let text = value(&mut dice, Family::IpAddress, Mode::Strict);
            assert!(AddressBlock::parse(&text).is_ok(), "{text}");
            let text = value(&mut dice, Family::Numeric, Mode::Strict);
            assert!(Decimal::parse(&text).is_ok(), "{text}");
        }
        assert!(BASES_V6.iter().all(|base| base.ends_with("::")));
    }

    #[test]
    fn strict_text_is_not_padded() {
        let mut dice = Dice::seeded(3);
        let mut padded = |mode| {
            (0..1_000)
                .map(|_| value(&mut dice, Family::String, mode))
                .filter(|value| text::is_padded(value))
                .count()
        };
        assert_eq!(padded(Mode::Strict), 0);
        assert!(padded(Mode::Import) > 0);
    }

    #[test]
    fn bad_values_are_bad_for_some_family() {
        for value in BAD {
            let good = Decimal::parse(value).is_ok() && Instant::parse(value).is_ok();
            assert!(!good, "{value}");
        }
    }
}
