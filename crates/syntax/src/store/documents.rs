//! The policy documents of a store, each under its name.
//!
//! Must not know what they are attached to.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::{Policy, PolicyKind, Span};

/// What a policy is called: the name under which it is declared, or the place where it stands.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum PolicyName {
    /// A declared or built-in policy.
    Named(Arc<str>),
    /// The trust policy that stands in place at a role: `acs:ram::<account>:role/<name>`.
    Trust(Arc<str>),
    /// The policy that stands in place at a resource, by its name as it is written.
    Resource(Arc<str>),
}

impl fmt::Display for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::Trust(role) => write!(f, "trust:{role}"),
            Self::Resource(arn) => write!(f, "resource:{arn}"),
        }
    }
}

/// A policy of a store, by its place in [`Documents`]. A place is kept when the policy is changed;
/// once that is gone, another may get it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PolicyRef(pub(super) u32);

impl PolicyRef {
    /// The place, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A policy document with its name.
#[derive(Clone, Debug)]
pub struct Document {
    pub(super) name: PolicyName,
    pub(super) policy: Arc<Policy>,
    pub(super) built_in: bool,
}

impl Document {
    /// What is in a place without a document.
    fn nothing() -> Self {
        Self {
            name: PolicyName::Named("".into()),
            policy: Arc::new(Policy {
                kind: PolicyKind::default(),
                unknown_members: Vec::new(),
                statements: Vec::new(),
                span: Span::default(),
            }),
            built_in: false,
        }
    }

    /// What it is called.
    pub fn name(&self) -> &PolicyName {
        &self.name
    }

    /// Its content.
    pub fn policy(&self) -> &Arc<Policy> {
        &self.policy
    }

    /// Whether it is one of the policies that exist without being declared.
    pub fn is_built_in(&self) -> bool {
        self.built_in
    }
}

/// All policy documents of a store.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    all: Vec<Document>,
    by_name: BTreeMap<PolicyName, PolicyRef>,
    /// Places of documents that are gone.
    free: Vec<PolicyRef>,
}

impl Documents {
    /// The document of a reference.
    pub fn get(&self, policy: PolicyRef) -> Option<&Document> {
        self.all.get(policy.index())
    }

    /// The reference of a name.
    pub fn find(&self, name: &PolicyName) -> Option<PolicyRef> {
        self.by_name.get(name).copied()
    }

    /// All, in the order in which they are numbered: declared ones by name (byte by byte), then
    /// trust policies, then policies of resources.
    pub fn in_order(&self) -> impl ExactSizeIterator<Item = (PolicyRef, &PolicyName)> {
        self.by_name.iter().map(|(name, policy)| (*policy, name))
    }

    /// One more than the highest place.
    pub fn places(&self) -> usize {
        self.all.len()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_name.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// Forgets a document, which nothing may refer to any more. Gives whether there was one.
    pub(super) fn forget(&mut self, name: &PolicyName) -> bool {
        let Some(place) = self.by_name.remove(name) else {
            return false;
        };
        if let Some(document) = self.all.get_mut(place.index()) {
            *document = Document::nothing();
            self.free.push(place);
        }
        true
    }

    /// Adds a document, or changes the one of this name. Gives whether it is new.
    pub(super) fn put(
        &mut self,
        name: PolicyName,
        policy: Arc<Policy>,
        built_in: bool,
    ) -> (PolicyRef, bool) {
        if let Some(known) = self.by_name.get(&name).copied() {
            if let Some(document) = self.all.get_mut(known.index()) {
                document.policy = policy;
            }
            return (known, false);
        }
        let place = self.free.pop().unwrap_or_else(|| {
            let last = PolicyRef(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
            self.all.push(Document::nothing());
            last
        });
        if let Some(document) = self.all.get_mut(place.index()) {
            *document = Document {
                name: name.clone(),
                policy,
                built_in,
            };
        }
        self.by_name.insert(name, place);
        (place, true)
    }
}
