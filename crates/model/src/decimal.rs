//! Exact decimal numbers, for the `Numeric…` operators (3.4).
//!
//! Must not know operators or floating point.

use core::fmt;
use core::str::FromStr;

use crate::ValueError;

/// Ten to the 38th: the scale of fractions.
const SCALE: u128 = 100_000_000_000_000_000_000_000_000_000_000_000_000;

/// The most digits that a number may be written with.
pub const MAX_DIGITS: usize = 38;

/// A decimal number of at most 38 digits, compared exactly.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Decimal {
    /// Never true for zero.
    negative: bool,
    integer: u128,
    /// In units of `1 / SCALE`; below `SCALE`.
    fraction: u128,
}

impl Decimal {
    /// Reads `-?[0-9]+(\.[0-9]+)?` with at most 38 digits as written.
    ///
    /// # Errors
    /// For anything else: no sign `+`, exponent, blank or missing digit is accepted.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        const EXPECTED: ValueError =
            ValueError::new("a decimal number of at most 38 digits, such as `10` or `-2.5`");
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (integer, fraction) = match digits.split_once('.') {
            Some((integer, fraction)) if !fraction.is_empty() => (integer, fraction),
            Some(_) => return Err(EXPECTED),
            None => (digits, ""),
        };
        if integer.is_empty() || integer.len() + fraction.len() > MAX_DIGITS {
            return Err(EXPECTED);
        }
        let (Some(integer), Some(mut scaled)) = (read_digits(integer), read_digits(fraction))
        else {
            return Err(EXPECTED);
        };
        for _ in fraction.len()..MAX_DIGITS {
            scaled *= 10;
        }
        Ok(Self::from_parts(negative, integer, scaled))
    }

    fn from_parts(negative: bool, integer: u128, fraction: u128) -> Self {
        let is_zero = integer == 0 && fraction == 0;
        Self {
            negative: negative && !is_zero,
            integer,
            fraction,
        }
    }

    /// The number as three words whose order, the sign apart, is the order of the numbers:
    /// whether it is negative, its whole part, its fraction in units of 10⁻³⁸.
    pub fn to_parts(self) -> (bool, u128, u128) {
        (self.negative, self.integer, self.fraction)
    }
}

/// At most 38 digits, so the sum cannot overflow.
fn read_digits(digits: &str) -> Option<u128> {
    digits.bytes().try_fold(0u128, |sum, byte| {
        byte.is_ascii_digit()
            .then(|| sum * 10 + u128::from(byte - b'0'))
    })
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        let (mine, theirs) = (
            (self.integer, self.fraction),
            (other.integer, other.fraction),
        );
        match (self.negative, other.negative) {
            (false, false) => mine.cmp(&theirs),
            (true, true) => theirs.cmp(&mine),
            (negative, _) => negative.cmp(&!negative).reverse(),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// As [`Decimal::parse`].
impl FromStr for Decimal {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse(text)
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self::from_parts(value < 0, u128::from(value.unsigned_abs()), 0)
    }
}

impl From<u64> for Decimal {
    fn from(value: u64) -> Self {
        Self::from_parts(false, u128::from(value), 0)
    }
}

impl From<u32> for Decimal {
    fn from(value: u32) -> Self {
        Self::from(u64::from(value))
    }
}

impl From<i32> for Decimal {
    fn from(value: i32) -> Self {
        Self::from(i64::from(value))
    }
}

/// The canonical text: no sign `+`, no leading zeros, no trailing zeros of the fraction.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negative {
            f.write_str("-")?;
        }
        write!(f, "{}", self.integer)?;
        if self.fraction == 0 {
            return Ok(());
        }
        let (mut fraction, mut width) = (self.fraction, MAX_DIGITS);
        while fraction.is_multiple_of(10) {
            fraction /= 10;
            width -= 1;
        }
        write!(f, ".{fraction:0width$}")
    }
}

const _: () = assert!(SCALE == 10u128.pow(38));

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::Decimal;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn what_is_no_number() {
        let long = "1".repeat(39);
        for text in [
            "", "-", "+1", "1.", ".5", "1e3", " 1", "1 ", "1,0", "0x1", "١", "1.2.3", "--1", &long,
        ] {
            assert!(Decimal::parse(text).is_err(), "{text}");
        }
        assert!(Decimal::parse(&"9".repeat(38)).is_ok());
    }

    #[test]
    fn order_is_exact() {
        let mut ascending = [
            "-10",
            "-9.5",
            "-0.1",
            "0",
            "0.05",
            "0.5",
            "9",
            "10",
            "10.00000000001",
        ];
        let sorted = ascending;
        ascending.sort_by_key(|text| number(text));
        assert_eq!(ascending, sorted);
        assert_eq!(number("-0"), number("0.000"));
        assert_eq!(number("007.50"), number("7.5"));
    }

    #[test]
    fn canonical_text() {
        for (text, canonical) in [
            ("-0", "0"),
            ("007", "7"),
            ("1.50", "1.5"),
            ("-0.05", "-0.05"),
            ("10", "10"),
        ] {
            assert_eq!(number(text).to_string(), canonical);
        }
        assert_eq!(Decimal::from(-3).to_string(), "-3");
        assert_eq!(Decimal::from(u32::MAX), number("4294967295"));
        assert_eq!("-2.50".parse(), Ok(number("-2.5")));
        assert_eq!("1e3".parse::<Decimal>(), Decimal::parse("1e3"));
    }
}
