//! The condition operators of RAM and what each is made of (3.1).
//!
//! Must not know how values are compared; only which comparison an operator asks for.

use core::fmt;

use crate::KeyType;

/// What kind of value an operator compares.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Family {
    /// Text.
    String,
    /// Decimal numbers.
    Numeric,
    /// Instants.
    Date,
    /// `true` and `false`.
    Bool,
    /// Addresses, against addresses and blocks.
    IpAddress,
}

impl Family {
    /// Whether operators of this family may be used on a key of the declared type (3.6). String
    /// operators compare the canonical text of any type; keys without a declared type take every
    /// operator.
    pub fn fits(self, declared: Option<KeyType>) -> bool {
        match (self, declared) {
            (Self::String, _) | (_, None) => true,
            (Self::Numeric, Some(of)) => of == KeyType::Numeric,
            (Self::Date, Some(of)) => of == KeyType::Date,
            (Self::Bool, Some(of)) => of == KeyType::Bool,
            (Self::IpAddress, Some(of)) => of == KeyType::IpAddress,
        }
    }
}

/// The comparison that an operator makes between a context value and a policy value.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Relation {
    /// The same value; for text, code point by code point.
    Equal,
    /// The same text after Unicode simple case folding.
    EqualIgnoreCase,
    /// The text matches a pattern of `*` and `?`.
    Like,
    /// Below the policy's value.
    Less,
    /// Not above the policy's value.
    LessOrEqual,
    /// Above the policy's value.
    Greater,
    /// Not below the policy's value.
    GreaterOrEqual,
    /// An address within the policy's block.
    Within,
}

macro_rules! operators {
    ($($(#[$doc:meta])* $name:ident = $family:ident $relation:ident $negated:literal,)*) => {
        /// A condition operator. The 22 documented ones, and the negation of
        /// `IpAddressIncludeBorder`, which completes the pair.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Operator {
            $($(#[$doc])* $name,)*
        }

        impl Operator {
            /// Every operator, family by family.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The operator's name in a policy document.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// The kind of value it compares.
            pub const fn family(self) -> Family {
                match self { $(Self::$name => Family::$family,)* }
            }

            /// The comparison it makes, its negation apart.
            pub const fn relation(self) -> Relation {
                match self { $(Self::$name => Relation::$relation,)* }
            }

            /// Whether it holds when no value matches, instead of when any does. A negated
            /// operator holds on an absent key (3.3).
            pub const fn is_negated(self) -> bool {
                match self { $(Self::$name => $negated,)* }
            }
        }
    };
}

operators! {
    /// Equal text.
    StringEquals = String Equal false,
    /// Not equal to any of the texts.
    StringNotEquals = String Equal true,
    /// Equal text, case aside.
    StringEqualsIgnoreCase = String EqualIgnoreCase false,
    /// Not equal to any of the texts, case aside.
    StringNotEqualsIgnoreCase = String EqualIgnoreCase true,
    /// Text that matches a pattern.
    StringLike = String Like false,
    /// Text that matches none of the patterns.
    StringNotLike = String Like true,
    /// An equal number.
    NumericEquals = Numeric Equal false,
    /// A number equal to none.
    NumericNotEquals = Numeric Equal true,
    /// A smaller number.
    NumericLessThan = Numeric Less false,
    /// A number that is not greater.
    NumericLessThanEquals = Numeric LessOrEqual false,
    /// A greater number.
    NumericGreaterThan = Numeric Greater false,
    /// A number that is not smaller.
    NumericGreaterThanEquals = Numeric GreaterOrEqual false,
    /// The same instant.
    DateEquals = Date Equal false,
    /// An instant equal to none.
    DateNotEquals = Date Equal true,
    /// An earlier instant.
    DateLessThan = Date Less false,
    /// An instant that is not later.
    DateLessThanEquals = Date LessOrEqual false,
    /// A later instant.
    DateGreaterThan = Date Greater false,
    /// An instant that is not earlier.
    DateGreaterThanEquals = Date GreaterOrEqual false,
    /// The same truth value.
    Bool = Bool Equal false,
    /// An address within a block, its first and last address included.
    IpAddress = IpAddress Within false,
    /// An address in none of the blocks.
    NotIpAddress = IpAddress Within true,
    /// A synonym of `IpAddress`.
    IpAddressIncludeBorder = IpAddress Within false,
    /// A synonym of `NotIpAddress`.
    NotIpAddressIncludeBorder = IpAddress Within true,
}

impl Operator {
    /// The operator of that name, in exactly that case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|operator| operator.name() == name)
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Reads a Boolean condition value: `true` or `false` in any case (3.4).
///
/// # Errors
/// For any other text.
#[inline]
pub fn parse_bool(text: &str) -> Result<bool, crate::ValueError> {
    if text.eq_ignore_ascii_case("true") {
        Ok(true)
    } else if text.eq_ignore_ascii_case("false") {
        Ok(false)
    } else {
        Err(crate::ValueError::new("`true` or `false`"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Family, Operator};
    use crate::KeyType;

    #[test]
    fn names_come_back_in_exact_case() {
        for &operator in Operator::ALL {
            assert_eq!(Operator::from_name(operator.name()), Some(operator));
        }
        assert_eq!(Operator::ALL.len(), 23);
        assert_eq!(Operator::from_name("stringEquals"), None);
    }

    #[test]
    fn a_name_says_whether_it_negates() {
        for operator in Operator::ALL {
            assert_eq!(
                operator.is_negated(),
                operator.name().contains("Not"),
                "{operator}"
            );
        }
    }

    #[test]
    fn strings_fit_everywhere() {
        assert!(Family::String.fits(Some(KeyType::IpAddress)));
        assert!(!Family::IpAddress.fits(Some(KeyType::String)));
        assert!(Family::IpAddress.fits(None));
    }
}
