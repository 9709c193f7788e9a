//! Decimal numbers, compared as strings of digits (3.4, Q25).
//!
//! Must not know operators.

use std::cmp::Ordering;

/// The most digits a number is written with.
const MAX_DIGITS: usize = 38;

/// A number as its digits.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Number {
    /// Never for zero.
    negative: bool,
    /// Without leading zeros; empty for 0.
    whole: String,
    /// Without trailing zeros; empty if there is none.
    fraction: String,
}

impl Number {
    /// Reads `-?[0-9]+(\.[0-9]+)?` of at most 38 digits as written.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((whole, fraction)) => (digits(whole)?, digits(fraction)?),
            None => (digits(unsigned)?, ""),
        };
        if whole.len() + fraction.len() > MAX_DIGITS {
            return None;
        }
        let whole = whole.trim_start_matches('0').to_owned();
        let fraction = fraction.trim_end_matches('0').to_owned();
        let is_zero = whole.is_empty() && fraction.is_empty();
        Some(Self {
            negative: text.starts_with('-') && !is_zero,
            whole,
            fraction,
        })
    }

    /// How this number stands to another.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.compare_size(other),
            (true, true) => other.compare_size(self),
        }
    }

    /// More whole digits are more; as many compare like text, and so do fractions.
    fn compare_size(&self, other: &Self) -> Ordering {
        (self.whole.len(), &self.whole, &self.fraction).cmp(&(
            other.whole.len(),
            &other.whole,
            &other.fraction,
        ))
    }
}

fn digits(text: &str) -> Option<&str> {
    let some_and_only_digits = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    some_and_only_digits.then_some(text)
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::Number;

    fn compare(a: &str, b: &str) -> Ordering {
        Number::read(a).unwrap().compare(&Number::read(b).unwrap())
    }

    #[test]
    fn order() {
        let ascending = [
            "-100", "-20", "-3.5", "-3.05", "-0.1", "0", "0.05", "0.5", "0.51", "3", "20", "100.0",
            "100.01",
        ];
        for (i, a) in ascending.iter().enumerate() {
            for (j, b) in ascending.iter().enumerate() {
                assert_eq!(compare(a, b), i.cmp(&j), "{a} {b}");
            }
        }
        assert_eq!(compare("-0.00", "0"), Ordering::Equal);
        assert_eq!(compare("007.10", "7.1"), Ordering::Equal);
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "", "-", "+1", "1.", ".1", "1e2", "1,000", " 1", "1 ", "1.2.3", "--1", "٣", "0x1",
        ] {
            assert_eq!(Number::read(text), None, "{text}");
        }
        let digits = "0123456789".repeat(4);
        assert_eq!(Number::read(&digits[..39]), None);
        assert!(Number::read(&digits[..38]).is_some());
        assert!(Number::read(&format!("-1.{}", &digits[..37])).is_some());
        assert_eq!(Number::read(&format!("1.{}", &digits[..38])), None);
    }
}
