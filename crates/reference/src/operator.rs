//! The operators and what each means (3.1).
//!
//! Must not know keys or contexts.

use std::cmp::Ordering;

use ramgate_model::{KeyType, Truth};

use crate::address::{Address, Range};
use crate::date::Date;
use crate::number::Number;
use crate::text::{equal, glob, same_char, same_char_ignoring_case};

/// An operator: a comparison, and whether it is its negation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operator {
    comparison: Comparison,
    /// NOR over the values in place of OR.
    pub(crate) negated: bool,
}

#[derive(Clone, Copy, Debug)]
enum Comparison {
    TextEqual,
    TextEqualIgnoringCase,
    TextLike,
    Number(fn(Ordering) -> bool),
    Date(fn(Ordering) -> bool),
    Boolean,
    Address,
}

impl Operator {
    /// The operator of that name, in exactly that case.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        let (comparison, negated) = match name {
            "StringEquals" => (Comparison::TextEqual, false),
            "StringNotEquals" => (Comparison::TextEqual, true),
            "StringEqualsIgnoreCase" => (Comparison::TextEqualIgnoringCase, false),
            "StringNotEqualsIgnoreCase" => (Comparison::TextEqualIgnoringCase, true),
            "StringLike" => (Comparison::TextLike, false),
            "StringNotLike" => (Comparison::TextLike, true),
            "NumericEquals" => (Comparison::Number(Ordering::is_eq), false),
            "NumericNotEquals" => (Comparison::Number(Ordering::is_eq), true),
            "NumericLessThan" => (Comparison::Number(Ordering::is_lt), false),
            "NumericLessThanEquals" => (Comparison::Number(Ordering::is_le), false),
            "NumericGreaterThan" => (Comparison::Number(Ordering::is_gt), false),
            "NumericGreaterThanEquals" => (Comparison::Number(Ordering::is_ge), false),
            "DateEquals" => (Comparison::Date(Ordering::is_eq), false),
            "DateNotEquals" => (Comparison::Date(Ordering::is_eq), true),
            "DateLessThan" => (Comparison::Date(Ordering::is_lt), false),
            "DateLessThanEquals" => (Comparison::Date(Ordering::is_le), false),
            "DateGreaterThan" => (Comparison::Date(Ordering::is_gt), false),
            "DateGreaterThanEquals" => (Comparison::Date(Ordering::is_ge), false),
            "Bool" => (Comparison::Boolean, false),
            "IpAddress" | "IpAddressIncludeBorder" => (Comparison::Address, false),
            "NotIpAddress" | "NotIpAddressIncludeBorder" => (Comparison::Address, true),
            _ => return None,
        };
        Some(Self {
            comparison,
            negated,
        })
    }

    /// Whether it may be used on a key of this declared type (3.6). Text operators compare the
    /// canonical text of any type; a key without declared type takes every operator.
    pub(crate) fn fits(self, declared: Option<KeyType>) -> bool {
        let Some(declared) = declared else {
            return true;
        };
        match self.comparison {
            Comparison::TextEqual | Comparison::TextEqualIgnoringCase | Comparison::TextLike => {
                true
            }
            Comparison::Number(_) => declared == KeyType::Numeric,
            Comparison::Date(_) => declared == KeyType::Date,
            Comparison::Boolean => declared == KeyType::Bool,
            Comparison::Address => declared == KeyType::IpAddress,
        }
    }

    /// Whether a policy's value is of the form that the operator compares with.
    pub(crate) fn reads(self, policy_value: &str) -> bool {
        match self.comparison {
            Comparison::TextEqual | Comparison::TextEqualIgnoringCase | Comparison::TextLike => {
                true
            }
            Comparison::Number(_) => Number::read(policy_value).is_some(),
            Comparison::Date(_) => Date::read(policy_value).is_some(),
            Comparison::Boolean => read_boolean(policy_value).is_some(),
            Comparison::Address => Range::read(policy_value).is_some(),
        }
    }

    /// Whether a value of the context satisfies the comparison with a value of the policy, its
    /// negation apart; unknown if either cannot be read.
    pub(crate) fn matches(self, context_value: &str, policy_value: &str) -> Truth {
        let holds = match self.comparison {
            Comparison::TextEqual => Some(equal(context_value, policy_value, same_char)),
            Comparison::TextEqualIgnoringCase => {
                Some(equal(context_value, policy_value, same_char_ignoring_case))
            }
            Comparison::TextLike => Some(glob(policy_value, context_value, same_char)),
            Comparison::Number(asked) => Number::read(context_value)
                .zip(Number::read(policy_value))
                .map(|(x, v)| asked(x.compare(&v))),
            Comparison::Date(asked) => Date::read(context_value)
                .zip(Date::read(policy_value))
                .map(|(x, v)| asked(x.cmp(&v))),
            Comparison::Boolean => read_boolean(context_value)
                .zip(read_boolean(policy_value))
                .map(|(x, v)| x == v),
            Comparison::Address => Address::read(context_value)
                .zip(Range::read(policy_value))
                .map(|(x, v)| v.contains(x)),
        };
        holds.map_or(Truth::Unknown, Truth::from)
    }
}

/// `true` or `false` in any case.
fn read_boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use ramgate_model::{KeyType, Truth};

    use super::Operator;

    #[test]
    fn names_agree_with_the_vocabulary() {
        for known in ramgate_model::Operator::ALL {
            let operator = Operator::of_name(known.name()).unwrap();
            assert_eq!(operator.negated, known.is_negated(), "{known}");
            for of in KeyType::ALL {
                assert_eq!(
                    operator.fits(Some(of)),
                    known.family().fits(Some(of)),
                    "{known} {of}"
                );
            }
            assert!(operator.fits(None));
        }
        for name in [
            "stringequals",
            "StringEquals ",
            "Null",
            "StringEqualsIfExists",
            "ForAnyValue:StringEquals",
            "ArnLike",
            "",
        ] {
            assert!(Operator::of_name(name).is_none(), "{name}");
        }
    }

    #[test]
    fn comparisons() {
        for (name, context, policy, truth) in [
            ("StringEquals", "a*", "a*", Truth::True),
            ("StringEquals", "ab", "a*", Truth::False),
            ("StringEqualsIgnoreCase", "APOLLO", "Apollo", Truth::True),
            ("StringEqualsIgnoreCase", "ab", "a*", Truth::False),
            ("StringLike", "ab/c:d", "a*", Truth::True),
            ("StringLike", "AB", "a*", Truth::False),
            ("NumericLessThan", "9", "10", Truth::True),
            ("NumericLessThan", "10", "10", Truth::False),
            ("NumericGreaterThanEquals", "10.0", "10", Truth::True),
            ("NumericEquals", "x", "10", Truth::Unknown),
            ("NumericEquals", "10", "1e1", Truth::Unknown),
            ("Bool", "TRUE", "true", Truth::True),
            ("Bool", "false", "true", Truth::False),
            ("Bool", "1", "true", Truth::Unknown),
            ("IpAddress", "10.0.0.255", "10.0.0.0/24", Truth::True),
            (
                "IpAddressIncludeBorder",
                "10.0.0.0",
                "10.0.0.0/24",
                Truth::True,
            ),
            ("IpAddress", "10.0.0.0/24", "10.0.0.0/24", Truth::Unknown),
            (
                "DateLessThan",
                "2019-08-12T08:59:59Z",
                "2019-08-12T17:00:00+08:00",
                Truth::True,
            ),
        ] {
            let operator = Operator::of_name(name).unwrap();
            assert_eq!(
                operator.matches(context, policy),
                truth,
                "{name} {context} {policy}"
            );
        }
    }
}
