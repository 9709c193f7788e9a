//! Kleene's three-valued logic, on which the E-rule rests.
//!
//! Must not know what is being judged; only how judgements combine.

use core::ops::Not;

use crate::Effect;

/// Whether something holds: yes, no, or it cannot be read soundly.
///
/// The order `False < Unknown < True` makes AND the minimum and OR the maximum.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Truth {
    /// It does not hold.
    False,
    /// It cannot be read soundly.
    Unknown,
    /// It holds.
    True,
}

impl Truth {
    /// False if either is false, else unknown if either is unknown.
    #[inline]
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// True if either is true, else unknown if either is unknown.
    #[inline]
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// Whether a statement of this effect applies: an Allow only if true, a Deny unless false
    /// (the E-rule).
    #[inline]
    pub fn applies(self, effect: Effect) -> bool {
        match effect {
            Effect::Allow => self == Self::True,
            Effect::Deny => self != Self::False,
        }
    }

    /// [`Truth::and`] over all parts; true for none.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut sum = Self::True;
        for part in parts {
            sum = sum.and(part);
            if sum == Self::False {
                break;
            }
        }
        sum
    }

    /// [`Truth::or`] over all parts; false for none.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut sum = Self::False;
        for part in parts {
            sum = sum.or(part);
            if sum == Self::True {
                break;
            }
        }
        sum
    }
}

impl Not for Truth {
    type Output = Self;

    #[inline]
    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}

impl From<bool> for Truth {
    #[inline]
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, False, True, Unknown};
    use crate::Effect::{Allow, Deny};

    #[test]
    fn tables_of_kleene() {
        for (a, b, and, or) in [
            (True, True, True, True),
            (True, Unknown, Unknown, True),
            (True, False, False, True),
            (Unknown, Unknown, Unknown, Unknown),
            (Unknown, False, False, Unknown),
            (False, False, False, False),
        ] {
            assert_eq!((a.and(b), b.and(a)), (and, and), "{a:?} and {b:?}");
            assert_eq!((a.or(b), b.or(a)), (or, or), "{a:?} or {b:?}");
        }
        assert_eq!((!True, !Unknown, !False), (False, Unknown, True));
    }

    #[test]
    fn an_allow_needs_truth_and_a_deny_needs_doubt() {
        assert_eq!(
            [False, Unknown, True].map(|t| t.applies(Allow)),
            [false, false, true]
        );
        assert_eq!(
            [False, Unknown, True].map(|t| t.applies(Deny)),
            [false, true, true]
        );
    }

    #[test]
    fn nothing_is_all_and_nothing_is_not_any() {
        assert_eq!(Truth::all([]), True);
        assert_eq!(Truth::any([]), False);
    }
}
