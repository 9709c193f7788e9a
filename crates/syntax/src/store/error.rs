//! Why something cannot be put into a store.
//!
//! Must not know where in a file the fault stands.

use std::error::Error;
use std::fmt;

use crate::PolicyKind;

/// Something cannot be put into a store; the store is then as it was.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StoreError(Kind);

#[derive(Clone, Debug, Eq, PartialEq)]
enum Kind {
    Unknown {
        what: &'static str,
        name: String,
    },
    Duplicate {
        what: &'static str,
        name: String,
    },
    Malformed {
        what: &'static str,
        name: String,
        why: &'static str,
    },
    Misplaced {
        policy: String,
        kind: PolicyKind,
        wanted: &'static str,
    },
    Needed {
        what: &'static str,
        name: String,
        why: String,
    },
    NoDirectory,
    NoPolicies {
        arn: String,
    },
}

impl StoreError {
    pub(super) fn unknown(what: &'static str, name: &str) -> Self {
        Self(Kind::Unknown {
            what,
            name: name.to_owned(),
        })
    }

    pub(super) fn duplicate(what: &'static str, name: &str) -> Self {
        Self(Kind::Duplicate {
            what,
            name: name.to_owned(),
        })
    }

    pub(super) fn malformed(what: &'static str, name: &str, why: &'static str) -> Self {
        Self(Kind::Malformed {
            what,
            name: name.to_owned(),
            why,
        })
    }

    pub(super) fn wrong_kind(policy: String, kind: PolicyKind, wanted: &'static str) -> Self {
        Self(Kind::Misplaced {
            policy,
            kind,
            wanted,
        })
    }

    pub(super) fn needed(what: &'static str, name: &str, why: String) -> Self {
        Self(Kind::Needed {
            what,
            name: name.to_owned(),
            why,
        })
    }

    pub(super) fn no_directory() -> Self {
        Self(Kind::NoDirectory)
    }

    pub(super) fn no_policies(arn: &str) -> Self {
        Self(Kind::NoPolicies {
            arn: arn.to_owned(),
        })
    }

    /// Whether something is referred to that the store does not have.
    pub fn is_unknown(&self) -> bool {
        matches!(self.0, Kind::Unknown { .. } | Kind::NoDirectory)
    }

    /// Whether the store has it already.
    pub fn is_duplicate(&self) -> bool {
        matches!(self.0, Kind::Duplicate { .. })
    }

    /// Whether a name cannot be one.
    pub fn is_malformed(&self) -> bool {
        matches!(self.0, Kind::Malformed { .. })
    }

    /// Whether what is to be removed is needed: a policy that is attached, a folder with something
    /// in it.
    pub fn is_needed(&self) -> bool {
        matches!(self.0, Kind::Needed { .. })
    }

    /// Whether a policy is of a kind that does not belong there, or the resource takes none.
    pub fn is_wrong_kind(&self) -> bool {
        matches!(self.0, Kind::Misplaced { .. } | Kind::NoPolicies { .. })
    }
}

impl StoreError {
    /// The error with the name as it is to be quoted.
    pub(super) fn told_of(&self, quoted: &str) -> String {
        match &self.0 {
            Kind::Unknown { what, .. } => format!("there is no {what} {quoted}"),
            Kind::Duplicate { what, .. } => format!("there is a {what} {quoted} already"),
            Kind::Malformed { what, why, .. } => {
                let article = if what.starts_with(['a', 'e', 'i', 'o']) {
                    "an"
                } else {
                    "a"
                };
                format!("{quoted} is not the name of {article} {what}: {why}")
            }
            Kind::Misplaced { kind, wanted, .. } => {
                let kind = kind.name();
                format!("the policy {quoted} is of kind {kind}, not {wanted}")
            }
            Kind::Needed { what, why, .. } => {
                format!("the {what} {quoted} cannot be removed: {why}")
            }
            Kind::NoDirectory => "the store has no resource directory".to_owned(),
            Kind::NoPolicies { .. } => {
                format!(
                    "{quoted} is neither a key nor a secret of KMS, so it has no policy of its own"
                )
            }
        }
    }

    fn name(&self) -> &str {
        match &self.0 {
            Kind::Unknown { name, .. }
            | Kind::Duplicate { name, .. }
            | Kind::Malformed { name, .. }
            | Kind::Needed { name, .. } => name,
            Kind::Misplaced { policy, .. } => policy,
            Kind::NoPolicies { arn } => arn,
            Kind::NoDirectory => "",
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told_of(&format!("`{}`", self.name())))
    }
}

impl Error for StoreError {}
