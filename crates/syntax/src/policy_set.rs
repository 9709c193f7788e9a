//! Policies that are decided together.
//!
//! Must not know how they are decided; only what each is called and in which order they stand.

use std::collections::BTreeMap;
use std::fmt;

use crate::diagnostics::Diagnostics;
use crate::options::ReadOptions;
use crate::policy::read_policy;
use crate::tree::{Policy, PolicyKind, Statement};
use crate::{KeyRegistry, Mode};

/// Named policies and the keys that their conditions may rely on.
///
/// Policies stand in the order of their names, whatever the order in which they were added;
/// statements are numbered through all of them from 0.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PolicySet {
    keys: KeyRegistry,
    policies: BTreeMap<String, Policy>,
}

/// A policy cannot be added to a set.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PolicySetError {
    name: String,
    /// The kind of the policy, if that is what is wrong; else its name is taken.
    kind: Option<PolicyKind>,
}

impl PolicySetError {
    /// The name of the policy.
    pub fn policy_name(&self) -> &str {
        &self.name
    }

    /// Whether the set has a policy of that name already.
    pub fn is_duplicate(&self) -> bool {
        self.kind.is_none()
    }
}

impl fmt::Display for PolicySetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            None => write!(f, "there are two policies of the name `{}`", self.name),
            Some(kind) => write!(
                f,
                "the policy `{}` is of kind {}: its statements hold for the principals they name, \
                 so it cannot stand in a set that is decided for one caller",
                self.name,
                kind.name()
            ),
        }
    }
}

impl std::error::Error for PolicySetError {}

/// A policy cannot be read into a set.
#[derive(Debug)]
#[non_exhaustive]
pub enum LoadError {
    /// Its document does not load.
    Document {
        /// The name that the policy was to have.
        name: String,
        /// All that is to be said about the document.
        diagnostics: Diagnostics,
    },
    /// It cannot be added to the set.
    Set(PolicySetError),
}

impl LoadError {
    /// All that is to be said about the document, if that is where the fault is.
    pub fn diagnostics(&self) -> Option<&Diagnostics> {
        match self {
            Self::Document { diagnostics, .. } => Some(diagnostics),
            Self::Set(_) => None,
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document { name, diagnostics } => {
                write!(f, "the policy `{name}` cannot be read:\n{diagnostics}")
            }
            Self::Set(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LoadError {}

impl PolicySet {
    /// An empty set, which denies everything implicitly.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty set whose conditions may rely on keys of the user's own.
    pub fn with_keys(keys: KeyRegistry) -> Self {
        Self {
            keys,
            policies: BTreeMap::new(),
        }
    }

    /// Adds a policy.
    ///
    /// # Errors
    /// When the set has a policy of that name, or the policy is of a kind whose statements name
    /// principals (7.2, 7.3).
    pub fn add(&mut self, name: impl Into<String>, policy: Policy) -> Result<(), PolicySetError> {
        let name = name.into();
        if policy.kind.has_principal() {
            return Err(PolicySetError {
                name,
                kind: Some(policy.kind),
            });
        }
        if self.policies.contains_key(&name) {
            return Err(PolicySetError { name, kind: None });
        }
        self.policies.insert(name, policy);
        Ok(())
    }

    /// Reads an identity policy strictly, as a careful RAM would at creation, and adds it.
    ///
    /// # Errors
    /// When the document has any fault, with everything there is to say about it; or when the set
    /// has a policy of that name. The set is then as it was.
    pub fn parse(
        &mut self,
        name: impl Into<String>,
        text: impl AsRef<[u8]>,
    ) -> Result<(), LoadError> {
        self.load(name.into(), text.as_ref(), Mode::Strict)
            .map(|_| ())
    }

    /// Reads an identity policy that exists already, and adds it: what cannot be evaluated soundly
    /// is kept and follows the E-rule. Gives what was tolerated.
    ///
    /// # Errors
    /// When the document cannot be read at all, with everything there is to say about it; or when
    /// the set has a policy of that name. The set is then as it was.
    pub fn import(
        &mut self,
        name: impl Into<String>,
        text: impl AsRef<[u8]>,
    ) -> Result<Diagnostics, LoadError> {
        self.load(name.into(), text.as_ref(), Mode::Import)
    }

    fn load(&mut self, name: String, text: &[u8], mode: Mode) -> Result<Diagnostics, LoadError> {
        let options = ReadOptions::new(mode).with_keys(&self.keys);
        match read_policy(text, PolicyKind::Identity, &options) {
            Ok(read) => self
                .add(name, read.value)
                .map(|()| read.warnings)
                .map_err(LoadError::Set),
            Err(diagnostics) => Err(LoadError::Document { name, diagnostics }),
        }
    }

    /// The keys that have declared types.
    pub fn keys(&self) -> &KeyRegistry {
        &self.keys
    }

    /// The policies with their names, in the order of their names (byte by byte).
    pub fn policies(&self) -> impl ExactSizeIterator<Item = (&str, &Policy)> {
        self.policies
            .iter()
            .map(|(name, policy)| (name.as_str(), policy))
    }

    /// All statements with the name of their policy and their index within it, in the order of
    /// their numbers.
    pub fn statements(&self) -> impl Iterator<Item = (&str, usize, &Policy, &Statement)> {
        self.policies().flat_map(|(name, policy)| {
            policy
                .statements
                .iter()
                .enumerate()
                .map(move |(index, statement)| (name, index, policy, statement))
        })
    }

    /// The number of policies.
    pub fn len(&self) -> usize {
        self.policies.len()
    }

    /// Whether there are no policies.
    pub fn is_empty(&self) -> bool {
        self.policies.is_empty()
    }
}
