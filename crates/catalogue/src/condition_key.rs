//! What the catalogue says of one condition key.
//!
//! Must not know actions; these name the keys that come with them.

use ramgate_model::KeyType;

use crate::Certainty;

/// Which actions a condition key comes with.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum KeyScope {
    /// Those that name it.
    Service,
    /// All.
    Common,
}

impl KeyScope {
    /// The scope's name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Common => "common",
        }
    }

    /// The scope of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Service, Self::Common]
            .into_iter()
            .find(|scope| scope.name() == name)
    }
}

/// A condition key, or a family of them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CatalogueKey {
    pub(crate) name: String,
    pub(crate) of: KeyType,
    pub(crate) scope: KeyScope,
    pub(crate) inferred: bool,
    pub(crate) note: Option<String>,
}

impl CatalogueKey {
    /// The key's name; that of a family has its variable part in braces: `kms:tag/{tag-key}`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What all names of a family begin with: `kms:tag/`. Nothing for a single key.
    pub fn family(&self) -> Option<&str> {
        self.name.split_once('{').map(|(family, _)| family)
    }

    /// The type of its values.
    pub fn key_type(&self) -> KeyType {
        self.of
    }

    /// Which actions it comes with.
    pub fn scope(&self) -> KeyScope {
        self.scope
    }

    /// How sure it is that the service supplies it.
    pub fn certainty(&self) -> Certainty {
        Certainty::inferred_if(self.inferred)
    }

    /// What it is.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}
