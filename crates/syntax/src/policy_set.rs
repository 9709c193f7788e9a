//! Policies that are decided together.
//!
//! Must not know how they are decided; only what each is called and in which order they stand.

use std::collections::BTreeMap;
use std::fmt;

use crate::KeyRegistry;
use crate::tree::{Policy, Statement};

/// Named policies and the keys that their conditions may rely on.
///
/// Policies stand in the order of their names, whatever the order in which they were added;
/// statements are numbered through all of them from 0.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PolicySet {
    keys: KeyRegistry,
    policies: BTreeMap<String, Policy>,
}

/// Two policies have the same name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PolicySetError {
    name: String,
}

impl PolicySetError {
    /// The name that was given twice.
    pub fn policy_name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for PolicySetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there are two policies of the name `{}`", self.name)
    }
}

impl std::error::Error for PolicySetError {}

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
    /// When the set has a policy of that name.
    pub fn add(&mut self, name: impl Into<String>, policy: Policy) -> Result<(), PolicySetError> {
        let name = name.into();
        if self.policies.contains_key(&name) {
            return Err(PolicySetError { name });
        }
        self.policies.insert(name, policy);
        Ok(())
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
