//! Policies that are decided together.
//!
//! Must not know how they are decided; only what each is called and in which order they stand.

use std::collections::BTreeMap;
use std::error::Error;
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

impl Error for PolicySetError {}

/// A policy cannot be read into a set.
#[derive(Clone, Debug)]
pub struct LoadError {
    name: String,
    kind: LoadErrorKind,
}

#[derive(Clone, Debug)]
enum LoadErrorKind {
    /// Its document does not load.
    Document(Diagnostics),
    /// It cannot be added to the set.
    Set(PolicySetError),
}

impl LoadError {
    /// The name that the policy was to have.
    pub fn policy_name(&self) -> &str {
        &self.name
    }

    /// All that is to be said about the document, if that is where the fault is.
    pub fn diagnostics(&self) -> Option<&Diagnostics> {
        match &self.kind {
            LoadErrorKind::Document(diagnostics) => Some(diagnostics),
            LoadErrorKind::Set(_) => None,
        }
    }

    /// Whether the document loads, but the set has a policy of that name already.
    pub fn is_duplicate(&self) -> bool {
        match &self.kind {
            LoadErrorKind::Document(_) => false,
            LoadErrorKind::Set(error) => error.is_duplicate(),
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cannot = match self.kind {
            LoadErrorKind::Document(_) => "be read",
            LoadErrorKind::Set(_) => "be added to the set",
        };
        write!(f, "the policy `{}` cannot {cannot}", self.name)
    }
}

/// The source says why: the diagnostics of the document, or a [`PolicySetError`].
impl Error for LoadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.kind {
            LoadErrorKind::Document(diagnostics) => Some(diagnostics),
            LoadErrorKind::Set(error) => Some(error),
        }
    }
}

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
        let options = ReadOptions::new(Mode::Strict);
        self.load(name, text, PolicyKind::Identity, &options)
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
        let options = ReadOptions::new(Mode::Import);
        self.load(name, text, PolicyKind::Identity, &options)
    }

    /// Reads a policy of any kind as the options say, and adds it. Where they declare no keys,
    /// those of the set count. Gives what was tolerated, which in strict mode is nothing.
    ///
    /// ```
    /// use ramgate_syntax::{Limits, Mode, PolicyKind, PolicySet, ReadOptions};
    ///
    /// let text = r#"{ "Version": "1", "Statement": [
    ///     { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*" } ] }"#;
    /// let options = ReadOptions::new(Mode::Strict).with_limits(Limits::default().with_bytes(50));
    /// let mut set = PolicySet::new();
    /// let error = set.load("team", text, PolicyKind::Session, &options).unwrap_err();
    /// assert_eq!(error.diagnostics().unwrap().first().unwrap().code().as_str(), "RG006");
    /// ```
    ///
    /// # Errors
    /// When the document does not load, with everything there is to say about it; or when it
    /// cannot be added (see [`PolicySet::add`]). The set is then as it was.
    pub fn load(
        &mut self,
        name: impl Into<String>,
        text: impl AsRef<[u8]>,
        kind: PolicyKind,
        options: &ReadOptions<'_>,
    ) -> Result<Diagnostics, LoadError> {
        let name = name.into();
        let options = options.with_keys(options.keys().unwrap_or(&self.keys));
        let read = match read_policy(text, kind, &options) {
            Ok(read) => read,
            Err(diagnostics) => {
                let kind = LoadErrorKind::Document(diagnostics);
                return Err(LoadError { name, kind });
            }
        };
        match self.add(name, read.value) {
            Ok(()) => Ok(read.warnings),
            Err(error) => Err(LoadError {
                name: error.name.clone(),
                kind: LoadErrorKind::Set(error),
            }),
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "this is a test")]

    use std::error::Error;

    use ramgate_model::{Cardinality, KeyType};

    use super::{LoadError, PolicySet};
    use crate::{Diagnostics, KeyRegistry, Mode, PolicyKind, PolicySetError, ReadOptions};

    const GOOD: &str = r#"{ "Version": "1", "Statement": [
        { "Effect": "Allow", "Action": "my:Order", "Resource": "*",
          "Condition": { "NumericLessThan": { "my:Cost": "100" } } } ] }"#;

    fn source<T: Error + 'static>(error: &LoadError) -> &T {
        error.source().unwrap().downcast_ref().unwrap()
    }

    #[test]
    fn a_document_that_does_not_load() {
        let mut set = PolicySet::new();
        let error = set.parse("team", "{}").unwrap_err();
        assert_eq!(error.to_string(), "the policy `team` cannot be read");
        assert_eq!((error.policy_name(), error.is_duplicate()), ("team", false));
        let diagnostics = error.diagnostics().unwrap();
        assert_eq!(diagnostics.len(), 2);
        assert_eq!(source::<Diagnostics>(&error).len(), 2);
        assert!(set.is_empty());
    }

    #[test]
    fn a_name_that_is_taken() {
        let mut set = PolicySet::new();
        set.parse("team", GOOD).unwrap();
        let error = set.import("team", GOOD).unwrap_err();
        let text = "the policy `team` cannot be added to the set";
        assert_eq!(error.to_string(), text);
        assert_eq!((error.policy_name(), error.is_duplicate()), ("team", true));
        assert!(error.diagnostics().is_none());
        assert!(source::<PolicySetError>(&error).is_duplicate());
        assert_eq!(set.len(), 1);
    }

    #[test]
    fn kinds_whose_statements_name_principals_are_refused() {
        let text = r#"{ "Version": "1", "Statement": [
            { "Effect": "Allow", "Action": "sts:AssumeRole",
              "Principal": { "Service": "ecs.aliyuncs.com" } } ] }"#;
        let mut set = PolicySet::new();
        let options = ReadOptions::default();
        let error = set.load("role", text, PolicyKind::Trust, &options);
        let error = error.unwrap_err();
        assert!(!error.is_duplicate() && error.diagnostics().is_none());
        assert!(
            source::<PolicySetError>(&error)
                .to_string()
                .contains("trust")
        );
    }

    #[test]
    fn the_keys_of_the_set_count_unless_the_options_bring_their_own() {
        let mut keys = KeyRegistry::new();
        keys.declare("my:Cost", KeyType::Date, Cardinality::Single)
            .unwrap();
        let mut set = PolicySet::with_keys(keys);
        let (kind, options) = (PolicyKind::Identity, ReadOptions::new(Mode::Strict));
        assert!(set.load("team", GOOD, kind, &options).is_err());
        let none = KeyRegistry::new();
        let options = options.with_keys(&none);
        assert!(set.load("team", GOOD, kind, &options).unwrap().is_empty());
    }
}
