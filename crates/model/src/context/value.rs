//! What a context key arrives with.
//!
//! Must not know operators. A typed value behaves under every operator as its canonical text
//! would; it only saves reading that text again.

use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::{Decimal, Instant};

/// One context value.
///
/// ```
/// use ramgate_model::{ContextEntry, ContextKey, Value};
/// use std::net::Ipv4Addr;
///
/// let team = String::from("blue");
/// let groups = [Value::from("readers"), Value::from(team.as_str())];
/// let entries = [
///     ContextEntry::text("acs:UserAgent", &team),
///     ContextEntry::new(ContextKey::new("acs:SourceIp"), Ipv4Addr::new(192, 168, 1, 7)),
///     ContextEntry::new(ContextKey::new("kms:RecoveryWindowInDays"), 7),
///     ContextEntry::new(ContextKey::new("my:Groups"), &groups),
/// ];
/// assert_eq!(entries[2].value().as_slice()[0].to_string(), "7");
/// assert_eq!(entries[3].value().as_slice().len(), 2);
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Value<'a> {
    /// Text, which an operator's family reads as it needs.
    Text(&'a str),
    /// A number.
    Number(Decimal),
    /// A truth value.
    Bool(bool),
    /// An address.
    Address(IpAddr),
    /// A point in time.
    Instant(Instant),
}

/// The canonical text: addresses as RFC 5952 writes them and IPv4-mapped ones as IPv4, `true` and
/// `false`, numbers without superfluous zeros, instants in UTC. Text is its own.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Bool(value) => value.fmt(f),
            Self::Address(address) => address.to_canonical().fmt(f),
            Self::Instant(instant) => instant.fmt(f),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<Decimal> for Value<'_> {
    fn from(number: Decimal) -> Self {
        Self::Number(number)
    }
}

/// Integers are numbers.
macro_rules! from_integers {
    ($($integer:ty),*) => { $(
        impl From<$integer> for Value<'_> {
            fn from(number: $integer) -> Self {
                Self::Number(Decimal::from(number))
            }
        }
    )* };
}

from_integers!(i32, u32, i64, u64);

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<IpAddr> for Value<'_> {
    fn from(address: IpAddr) -> Self {
        Self::Address(address)
    }
}

impl From<Ipv4Addr> for Value<'_> {
    fn from(address: Ipv4Addr) -> Self {
        Self::Address(IpAddr::V4(address))
    }
}

impl From<Ipv6Addr> for Value<'_> {
    fn from(address: Ipv6Addr) -> Self {
        Self::Address(IpAddr::V6(address))
    }
}

impl From<Instant> for Value<'_> {
    fn from(instant: Instant) -> Self {
        Self::Instant(instant)
    }
}

/// What a key arrives with: one value, or a list of them. An empty list is an absent key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ContextValue<'a> {
    /// One value.
    One(Value<'a>),
    /// A list; a list of one is that one value.
    Many(&'a [Value<'a>]),
}

impl<'a> ContextValue<'a> {
    /// All values.
    #[inline]
    pub fn as_slice(&self) -> &[Value<'a>] {
        match self {
            Self::One(value) => core::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

impl<'a, T: Into<Value<'a>>> From<T> for ContextValue<'a> {
    fn from(value: T) -> Self {
        Self::One(value.into())
    }
}

impl<'a> From<&'a [Value<'a>]> for ContextValue<'a> {
    fn from(values: &'a [Value<'a>]) -> Self {
        Self::Many(values)
    }
}

impl<'a, const N: usize> From<&'a [Value<'a>; N]> for ContextValue<'a> {
    fn from(values: &'a [Value<'a>; N]) -> Self {
        Self::Many(values)
    }
}

#[cfg(test)]
mod tests {
    use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
    use std::string::ToString;

    use super::{ContextValue, Value};
    use crate::{Decimal, Instant};

    #[test]
    fn canonical_texts() {
        let address = "::ffff:10.0.0.1".parse::<IpAddr>().unwrap();
        for (value, text) in [
            (Value::Text(" x"), " x"),
            (Value::Bool(true), "true"),
            (Value::Number(Decimal::from(7u64)), "7"),
            (Value::Address(address), "10.0.0.1"),
            (
                Value::Instant(Instant::from_unix(0, 0).unwrap()),
                "1970-01-01T00:00:00Z",
            ),
        ] {
            assert_eq!(value.to_string(), text);
        }
    }

    #[test]
    fn integers_are_numbers() {
        for (value, text) in [
            (Value::from(-7), "-7"),
            (Value::from(u32::MAX), "4294967295"),
            (Value::from(i64::MIN), "-9223372036854775808"),
            (Value::from(u64::MAX), "18446744073709551615"),
        ] {
            assert!(matches!(value, Value::Number(_)));
            assert_eq!(value.to_string(), text);
        }
    }

    #[test]
    fn addresses_of_both_versions() {
        let mapped = Ipv4Addr::LOCALHOST.to_ipv6_mapped();
        for (value, text) in [
            (Value::from(Ipv4Addr::LOCALHOST), "127.0.0.1"),
            (Value::from(Ipv6Addr::LOCALHOST), "::1"),
            (Value::from(mapped), "127.0.0.1"),
        ] {
            assert_eq!(value.to_string(), text);
        }
    }

    #[test]
    fn lists_of_any_length() {
        let values = [Value::from("a"), Value::from(1)];
        let list = ContextValue::from(&values);
        assert_eq!(list, ContextValue::from(values.as_slice()));
        assert_eq!(list.as_slice(), values);
        assert!(ContextValue::from(&[]).as_slice().is_empty());
    }
}
