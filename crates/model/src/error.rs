//! Why a piece of text could not be read.
//!
//! Must not know where the text came from; places are added by whoever reads files.

use core::fmt;

/// A condition value (number, date, Boolean, address) is not of its family's form (3.4).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ValueError {
    expected: &'static str,
}

impl ValueError {
    pub(crate) const fn new(expected: &'static str) -> Self {
        Self { expected }
    }

    /// The form that was expected, as a noun phrase: "an instant such as …".
    pub fn expected(&self) -> &'static str {
        self.expected
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)
    }
}

impl core::error::Error for ValueError {}

/// A part of a request cannot be read, so there is nothing to decide.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ReadError {
    part: Part,
    reason: &'static str,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Part {
    Action,
    Resource,
    Principal,
    Context,
    Checks,
    Operation,
    SessionPolicy,
}

impl ReadError {
    pub(crate) const fn action(reason: &'static str) -> Self {
        Self {
            part: Part::Action,
            reason,
        }
    }

    pub(crate) const fn resource(reason: &'static str) -> Self {
        Self {
            part: Part::Resource,
            reason,
        }
    }

    pub(crate) const fn principal(reason: &'static str) -> Self {
        Self {
            part: Part::Principal,
            reason,
        }
    }

    pub(crate) const fn context(reason: &'static str) -> Self {
        Self {
            part: Part::Context,
            reason,
        }
    }

    pub(crate) const fn checks(reason: &'static str) -> Self {
        Self {
            part: Part::Checks,
            reason,
        }
    }

    /// The operation of a request does not stand for checks, or not yet: who knows the operations
    /// of a service says why.
    pub const fn operation(reason: &'static str) -> Self {
        Self {
            part: Part::Operation,
            reason,
        }
    }

    /// The session policy of a request does not belong there.
    pub const fn session_policy(reason: &'static str) -> Self {
        Self {
            part: Part::SessionPolicy,
            reason,
        }
    }

    /// The member of a request that is at fault: `action`, `resource`, `principal`, `context`,
    /// `checks`, `operation` or `session_policy`.
    pub fn member(&self) -> &'static str {
        match self.part {
            Part::Action => "action",
            Part::Resource => "resource",
            Part::Principal => "principal",
            Part::Context => "context",
            Part::Checks => "checks",
            Part::Operation => "operation",
            Part::SessionPolicy => "session_policy",
        }
    }

    /// What is wrong with it.
    pub fn reason(&self) -> &'static str {
        self.reason
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the {} of the request cannot be read: {}",
            self.member(),
            self.reason
        )
    }
}

impl core::error::Error for ReadError {}
