//! What is answered: effect, decision, stage, and which statement determined it.
//!
//! Must not know how a decision is reached.

use core::fmt;

/// What a statement does when it applies (1.6).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Effect {
    /// It permits, unless a Deny applies.
    Allow,
    /// It forbids, whatever else applies.
    Deny,
}

impl Effect {
    /// The effect's name in a policy document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The three possible answers for one policy set (6.1).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum DecisionKind {
    /// An Allow applies and no Deny does.
    Allow,
    /// A Deny applies.
    ExplicitDeny,
    /// Nothing applies.
    ImplicitDeny,
}

impl DecisionKind {
    /// All three, in the order of their declaration.
    pub const ALL: [Self; 3] = [Self::Allow, Self::ExplicitDeny, Self::ImplicitDeny];

    /// The decision's name in files and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::ExplicitDeny => "ExplicitDeny",
            Self::ImplicitDeny => "ImplicitDeny",
        }
    }

    /// The decision of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for DecisionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A layer of the evaluation flow, under RAM's own names (8.1).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Stage {
    /// Control policies of the resource directory.
    ControlPolicy,
    /// The policy that a role session was created with.
    SessionPolicy,
    /// Identity policies attached at account scope.
    AccountLevelIdentityBasedPolicy,
    /// Identity policies attached at the scope of a resource group.
    ResourceGroupLevelIdentityBasedPolicy,
    /// The trust policy of a role.
    AssumeRolePolicy,
    /// The policy of the resource.
    ResourceBasedPolicy,
    /// The root identity of the owning account.
    Root,
    /// An operation that needs no authorization.
    Exempt,
}

impl Stage {
    /// All stages, in the order of their declaration.
    pub const ALL: [Self; 8] = [
        Self::ControlPolicy,
        Self::SessionPolicy,
        Self::AccountLevelIdentityBasedPolicy,
        Self::ResourceGroupLevelIdentityBasedPolicy,
        Self::AssumeRolePolicy,
        Self::ResourceBasedPolicy,
        Self::Root,
        Self::Exempt,
    ];

    /// The stage's name in files and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::ControlPolicy => "ControlPolicy",
            Self::SessionPolicy => "SessionPolicy",
            Self::AccountLevelIdentityBasedPolicy => "AccountLevelIdentityBasedPolicy",
            Self::ResourceGroupLevelIdentityBasedPolicy => "ResourceGroupLevelIdentityBasedPolicy",
            Self::AssumeRolePolicy => "AssumeRolePolicy",
            Self::ResourceBasedPolicy => "ResourceBasedPolicy",
            Self::Root => "Root",
            Self::Exempt => "Exempt",
        }
    }

    /// The stage of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A statement of a policy set, by its number: policies in name order, statements in document
/// order, from 0. The policy set (or its image) gives the policy's name and the index within it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct StatementNumber(u32);

impl StatementNumber {
    /// The statement of this number.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// Its number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            pub struct $name(u32);

            impl $name {
                /// The one of this number.
                pub const fn new(number: u32) -> Self {
                    Self(number)
                }

                /// Its number.
                pub const fn get(self) -> u32 {
                    self.0
                }
            }
        )*
    };
}

numbers! {
    /// A policy of a store, by its number in the image: declared ones in the order of their names,
    /// then trust policies, then policies of resources.
    PolicyNumber,
    /// A group of a store, by its number in the image.
    GroupNumber,
    /// A folder or member of a store's resource directory, by its number in the image.
    NodeNumber,
}

/// Which policy of a store a determining statement stands in, and where that is attached.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Origin {
    /// Attached to the user or role that calls. At the scope of a resource group if the stage says
    /// so.
    Principal(PolicyNumber),
    /// Attached to a group of the user.
    Group(GroupNumber, PolicyNumber),
    /// Attached to a folder or member of the resource directory.
    Node(NodeNumber, PolicyNumber),
    /// The session policy that came with the call.
    Session,
    /// The policy of the resource, or the trust policy of the role.
    Resource(PolicyNumber),
}

impl Origin {
    /// The policy; nothing for a session policy, which is not in the store.
    pub const fn policy(self) -> Option<PolicyNumber> {
        match self {
            Self::Principal(policy)
            | Self::Group(_, policy)
            | Self::Node(_, policy)
            | Self::Resource(policy) => Some(policy),
            Self::Session => None,
        }
    }
}

/// The answer to a request: allow, explicit deny or implicit deny, the stage that gave it and the
/// statement that determined it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[must_use = "a decision that is not looked at protects nothing"]
pub struct Decision {
    kind: DecisionKind,
    stage: Stage,
    determined_by: Option<StatementNumber>,
    origin: Option<Origin>,
}

impl Decision {
    /// An Allow determined by a statement.
    pub const fn allow(stage: Stage, statement: StatementNumber) -> Self {
        Self {
            kind: DecisionKind::Allow,
            stage,
            determined_by: Some(statement),
            origin: None,
        }
    }

    /// An explicit deny determined by a statement.
    pub const fn explicit_deny(stage: Stage, statement: StatementNumber) -> Self {
        Self {
            kind: DecisionKind::ExplicitDeny,
            stage,
            determined_by: Some(statement),
            origin: None,
        }
    }

    /// A deny because nothing allows.
    pub const fn implicit_deny(stage: Stage) -> Self {
        Self {
            kind: DecisionKind::ImplicitDeny,
            stage,
            determined_by: None,
            origin: None,
        }
    }

    /// An Allow that no statement determines: of the root identity, or of an operation that needs
    /// no authorization.
    pub const fn allow_without_statement(stage: Stage) -> Self {
        Self {
            kind: DecisionKind::Allow,
            ..Self::implicit_deny(stage)
        }
    }

    /// The same decision, whose statement stands in a policy of a store.
    pub const fn from_origin(self, origin: Origin) -> Self {
        Self {
            origin: Some(origin),
            ..self
        }
    }

    /// Which of the three answers.
    #[inline]
    pub const fn kind(&self) -> DecisionKind {
        self.kind
    }

    /// Whether the request may go ahead.
    #[inline]
    pub const fn is_allowed(&self) -> bool {
        matches!(self.kind, DecisionKind::Allow)
    }

    /// The stage that gave the answer.
    #[inline]
    pub const fn stage(&self) -> Stage {
        self.stage
    }

    /// The first determining statement: the lowest applicable Deny of an explicit deny, the lowest
    /// applicable Allow of an allow, nothing on an implicit deny. Its number within the policy set,
    /// or, of a store, within the policy that [`Decision::origin`] names.
    #[inline]
    pub const fn determined_by(&self) -> Option<StatementNumber> {
        self.determined_by
    }

    /// Of a store: the policy that the determining statement stands in, and where it is attached.
    #[inline]
    pub const fn origin(&self) -> Option<Origin> {
        self.origin
    }
}

#[cfg(test)]
mod tests {
    use super::{DecisionKind, Stage};

    #[test]
    fn names_come_back() {
        for kind in DecisionKind::ALL {
            assert_eq!(DecisionKind::from_name(kind.name()), Some(kind));
        }
        for stage in Stage::ALL {
            assert_eq!(Stage::from_name(stage.name()), Some(stage));
        }
        assert_eq!(DecisionKind::from_name("allow"), None);
    }
}
