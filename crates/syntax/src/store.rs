//! Who has which policies: accounts with users, groups and roles, a resource directory, resources
//! with policies of their own.
//!
//! A store is built from Rust ([`build`]) or read from JSON; either way it holds only what is
//! consistent. Must not know how a call is decided.

pub mod account;
pub mod build;
mod builtin;
pub mod directory;
pub mod documents;
mod error;
mod print;
mod read;
pub mod resource;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use account::{Account, Attachments, Group, GroupRef, Role, User};
pub use build::{Holder, Scope, Target};
pub use directory::{Directory, Node, NodeKind, NodeRef};
pub use documents::{Document, Documents, PolicyName, PolicyRef};
pub use error::StoreError;
pub(crate) use read::{open_node, read_node};
pub use read::{open_store, read_store};
pub use resource::{ResourceKind, StoredResource};

use crate::KeyRegistry;

/// Who has which policies.
///
/// Whatever the order in which it was built, the same content decides the same and compiles to the
/// same image. Cheap to change: changing a document does not touch what refers to it.
#[derive(Clone, Debug)]
pub struct Store {
    keys: KeyRegistry,
    account_scope_short_circuit: bool,
    documents: Documents,
    accounts: BTreeMap<String, Account>,
    directory: Option<Directory>,
    /// By canonical name.
    resources: BTreeMap<String, StoredResource>,
    structure: Structure,
}

/// Stands for everything in a store but the content of its documents: of two stores, of which one
/// came of the other by changes and clones, it says what is the same in both.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    /// Who and what there is: accounts, users, groups, roles, nodes, resources, policies.
    names: Arc<()>,
    /// What is attached to what.
    attachments: Arc<()>,
}

impl Structure {
    /// Whether the same accounts, users, groups, roles, nodes, resources and policies exist, though
    /// perhaps other policies are attached to them.
    pub fn has_same_names(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.names, &other.names)
    }
}

impl PartialEq for Structure {
    fn eq(&self, other: &Self) -> bool {
        self.has_same_names(other) && Arc::ptr_eq(&self.attachments, &other.attachments)
    }
}

impl Eq for Structure {}

impl Store {
    /// The keys that have declared types.
    pub fn keys(&self) -> &KeyRegistry {
        &self.keys
    }

    /// Whether an answer at account scope hides the policies at the scope of a resource group: the
    /// documented flow in place of the strict one (Q3).
    pub fn account_scope_short_circuit(&self) -> bool {
        self.account_scope_short_circuit
    }

    /// All policy documents.
    pub fn documents(&self) -> &Documents {
        &self.documents
    }

    /// The accounts that are known, with their ids, in the order of the ids.
    pub fn accounts(&self) -> impl ExactSizeIterator<Item = (&str, &Account)> {
        self.accounts
            .iter()
            .map(|(id, account)| (id.as_str(), account))
    }

    /// The account of an id.
    pub fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.get(id)
    }

    /// The resource directory; without one, control policies are off.
    pub fn directory(&self) -> Option<&Directory> {
        self.directory.as_ref()
    }

    /// The resources that are known, with their canonical names, in the order of these.
    pub fn resources(&self) -> impl ExactSizeIterator<Item = (&str, &StoredResource)> {
        self.resources
            .iter()
            .map(|(name, resource)| (name.as_str(), resource))
    }

    /// The resource of a name, however it is written.
    pub fn resource(&self, arn: &ramgate_model::Arn<'_>) -> Option<&StoredResource> {
        self.resources.get(&resource::canonical_name(arn))
    }

    /// What stands for the structure.
    pub fn structure(&self) -> &Structure {
        &self.structure
    }
}

#[cfg(test)]
mod tests;
