//! Operations: which resources a call names, and the steps that lead from them to checks.
//!
//! Must not know calls (`checks`).

mod plan;

use std::fmt;

pub(crate) use plan::operations;

/// How much a member of `resources` is needed.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Need {
    /// Every call names it.
    Always,
    /// Every call names exactly one of the members with this need.
    OneOf,
    /// It is a container, and is named unless another member says where it is.
    Container,
    /// It is checked if it is named.
    IfNamed,
    /// It is not checked, and says where a container is.
    Place,
}

impl Need {
    /// The need in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::OneOf => "one of them",
            Self::Container => "unless another says where it is",
            Self::IfNamed => "if it is used",
            Self::Place => "to say where the container is",
        }
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A resource that a call of an operation may name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Member {
    name: String,
    resource_type: String,
    need: Need,
}

impl Member {
    /// Its name under `resources`: the resource type, behind its role if it has one, as in
    /// `source_key`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The type of the resource.
    pub fn resource_type(&self) -> &str {
        &self.resource_type
    }

    /// How much it is needed.
    pub fn need(&self) -> Need {
        self.need
    }
}

/// An operation of the API.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CatalogueOperation {
    name: String,
    actions: Vec<String>,
    several: bool,
    members: Vec<Member>,
    steps: Vec<Step>,
}

impl CatalogueOperation {
    /// The operation's name, such as `GetSecretValue`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The actions that authorize it, in the order of the catalogue; dependent ones are not among
    /// them.
    pub fn actions(&self) -> &[String] {
        &self.actions
    }

    /// Whether a call may name several resources of a type.
    pub fn takes_several(&self) -> bool {
        self.several
    }

    /// The resources that a call may name.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The member of that name.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }

    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }
}

/// What leads to the checks of an action on the resources of a call. Resources are named by
/// members.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Step {
    pub(crate) action: String,
    pub(crate) target: Target,
}

/// What an action is checked on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Target {
    /// No resource.
    Nothing,
    /// Each resource of a member.
    Named {
        member: String,
        /// The member whose context counts, if it is another one.
        context_of: Option<String>,
        /// Whether there may be none.
        optional: bool,
    },
    /// Each resource of the one member that is named.
    OneOf(Vec<String>),
    /// A container.
    Container {
        member: String,
        /// The member of what it holds.
        held: String,
        /// Other members that say where it is, if neither of the two is named.
        others: Vec<String>,
    },
}
