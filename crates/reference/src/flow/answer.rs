//! What is answered: decision, stage, and the statements that determined it.
//!
//! Must not know how an answer comes about.

use std::fmt;

use ramgate_model::{DecisionKind, Stage};
use ramgate_syntax::store::PolicyName;

use super::policies::Finding;

/// The answer to one check.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Authorization {
    /// The decision.
    pub kind: DecisionKind,
    /// The stage that gave it.
    pub stage: Stage,
    /// The statements of that stage that determined it, in order: every applicable Deny of an
    /// explicit deny, every applicable Allow of an allow. None of an implicit deny, nor where no
    /// policy was asked.
    pub determined_by: Vec<StatementId>,
    /// Where the policy of the first of them is attached.
    pub attached: Option<Attached>,
}

impl Authorization {
    /// An answer that no statement determined.
    pub(super) fn without_statement(kind: DecisionKind, stage: Stage) -> Self {
        Self {
            kind,
            stage,
            determined_by: Vec::new(),
            attached: None,
        }
    }

    /// The answer that one stage gives by itself.
    pub(super) fn found(stage: Stage, finding: &Finding) -> Self {
        let first = finding.determining.first();
        Self {
            kind: finding.kind,
            stage,
            attached: first.map(|(_, attached)| attached.clone()),
            determined_by: finding
                .determining
                .iter()
                .map(|(statement, _)| statement.clone())
                .collect(),
        }
    }
}

/// A statement, by its policy and its place in it. Ordered by the policy's name, then by place.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct StatementId {
    /// The policy that it stands in.
    pub policy: PolicyLabel,
    /// Its place, from 0.
    pub index: usize,
}

/// What the policy of a statement is called. In order: declared policies by name (byte by byte),
/// trust policies, policies of resources, the session policy.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum PolicyLabel {
    /// A policy of the store.
    Stored(PolicyName),
    /// The session policy that came with the call.
    Session,
}

/// Where a policy is attached.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Attached {
    /// To the user who calls.
    User,
    /// To this group of the user.
    Group(String),
    /// To the role whose session calls.
    Role,
    /// To a folder of the resource directory, by its path from the root; empty for the root.
    Folder(String),
    /// To this member of the resource directory.
    Account(String),
    /// To the resource; to the role that is to be assumed, if it is a trust policy.
    Resource,
    /// To the session of the role that calls.
    Session,
}

impl fmt::Display for StatementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.policy, self.index)
    }
}

impl fmt::Display for PolicyLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stored(name) => name.fmt(f),
            Self::Session => f.write_str("session"),
        }
    }
}

impl fmt::Display for Attached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User => f.write_str("user"),
            Self::Group(name) => write!(f, "group {name}"),
            Self::Role => f.write_str("role"),
            Self::Folder(path) if path.is_empty() => f.write_str("folder /"),
            Self::Folder(path) => write!(f, "folder {path}"),
            Self::Account(id) => write!(f, "account {id}"),
            Self::Resource => f.write_str("resource"),
            Self::Session => f.write_str("session"),
        }
    }
}
