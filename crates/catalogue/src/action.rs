//! What the catalogue says of one action.
//!
//! Must not know how operations become checks (`operation`, `checks`).

use std::fmt;

/// What an action does to the service, as RAM sorts actions.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum AccessLevel {
    /// It changes nothing; cryptographic operations are of this kind.
    Read,
    /// It makes, changes or deletes something.
    Write,
    /// It lists what there is.
    List,
}

impl AccessLevel {
    const ALL: [Self; 3] = [Self::Read, Self::Write, Self::List];

    /// RAM's own word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "Read",
            Self::Write => "Write",
            Self::List => "List",
        }
    }

    /// The level of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

impl fmt::Display for AccessLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How the resource types of an action belong together.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Relation {
    /// There are none: the action cannot be allowed for single resources (2.30).
    None,
    /// There is one.
    Single,
    /// A call is about one of them.
    Any,
    /// A call is about all of them, and each is checked.
    All,
}

impl Relation {
    /// The relation's name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Single => "single",
            Self::Any => "any",
            Self::All => "all",
        }
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How sure it is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Certainty {
    /// It is published.
    Documented,
    /// It has been concluded from what is published of its like.
    Inferred,
}

impl Certainty {
    pub(crate) fn inferred_if(inferred: bool) -> Self {
        if inferred {
            Self::Inferred
        } else {
            Self::Documented
        }
    }

    /// The certainty as text: `documented`, `inferred`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Inferred => "inferred",
        }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A part of what the catalogue says of an action.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Fact {
    /// Its access level.
    Access,
    /// Its resource types.
    Resources,
    /// Its condition keys.
    ConditionKeys,
}

impl Fact {
    const ALL: [Self; 3] = [Self::Access, Self::Resources, Self::ConditionKeys];

    /// The fact's name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Resources => "resources",
            Self::ConditionKeys => "condition_keys",
        }
    }

    /// The fact of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fact| fact.name() == name)
    }
}

/// A further action that a caller needs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Dependent {
    pub(crate) action: String,
    pub(crate) resource: String,
    pub(crate) when: String,
}

impl Dependent {
    /// The action.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The resource type that it is checked on, for calls that name such a resource.
    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// When it is needed, for people.
    pub fn when(&self) -> &str {
        &self.when
    }
}

/// What the catalogue says of one action.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CatalogueAction {
    pub(crate) name: String,
    pub(crate) operation: String,
    pub(crate) role: Option<String>,
    pub(crate) group: String,
    pub(crate) access: AccessLevel,
    pub(crate) resources: Vec<String>,
    pub(crate) relation: Relation,
    pub(crate) by_alias: bool,
    pub(crate) several: bool,
    pub(crate) exempt: bool,
    pub(crate) condition_keys: Vec<String>,
    pub(crate) dependents: Vec<Dependent>,
    pub(crate) inferred: Vec<Fact>,
    pub(crate) deprecated: Option<String>,
    pub(crate) note: Option<String>,
}

impl CatalogueAction {
    /// The action, such as `kms:Encrypt`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The API operation that it authorizes.
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// What its resource is to the operation, where this operation is about two of one type:
    /// `source`, `destination`.
    pub fn role(&self) -> Option<&str> {
        self.role.as_deref()
    }

    /// What it has to do with: `key`, `alias`, `crypto`, `secret`, `policy`, `tag`, …
    pub fn group(&self) -> &str {
        &self.group
    }

    /// What it does to the service.
    pub fn access(&self) -> AccessLevel {
        self.access
    }

    /// The resource types that it is checked on; see [`CatalogueAction::relation`].
    pub fn resource_types(&self) -> &[String] {
        &self.resources
    }

    /// How the resource types belong together.
    pub fn relation(&self) -> Relation {
        self.relation
    }

    /// Whether a call may name its resource by an alias, which is then checked too (Q19).
    pub fn is_by_alias(&self) -> bool {
        self.by_alias
    }

    /// Whether one call may be about several resources of a type.
    pub fn takes_several(&self) -> bool {
        self.several
    }

    /// Whether it needs no authorization (6.2.0).
    pub fn is_exempt(&self) -> bool {
        self.exempt
    }

    /// The condition keys of the service that come with it; common keys come with every action.
    pub fn condition_keys(&self) -> &[String] {
        &self.condition_keys
    }

    /// The further actions that a caller needs.
    pub fn dependents(&self) -> &[Dependent] {
        &self.dependents
    }

    /// Whether a part of this has been concluded rather than read.
    pub fn is_inferred(&self, fact: Fact) -> bool {
        self.inferred.contains(&fact)
    }

    /// How sure access level and resource types are.
    pub fn certainty(&self) -> Certainty {
        Certainty::inferred_if(self.is_inferred(Fact::Access) || self.is_inferred(Fact::Resources))
    }

    /// Since when it is out of use, such as `2026`.
    pub fn deprecated(&self) -> Option<&str> {
        self.deprecated.as_deref()
    }

    /// What else there is to say.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}
