//! Building and changing a store from Rust.
//!
//! Each change is checked when it is made; one that fails leaves the store as it was. Must not
//! know JSON.

mod accounts;
mod checks;
mod directory;
mod removal;
mod resources;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::documents::{Documents, PolicyName, PolicyRef};
use super::{Store, StoreError, Structure, builtin};
use crate::{KeyRegistry, Policy};

use checks::{KindGroup, check_kept, check_kind, group_of};
pub(super) use checks::{
    check_account, check_folder, check_name, check_policy, check_resource_group, read_arn,
};

/// What identity policies are attached to, within an account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Holder<'a> {
    /// A user.
    User(&'a str),
    /// A group.
    Group(&'a str),
    /// A role.
    Role(&'a str),
}

/// For which resources an attachment counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Scope<'a> {
    /// For all.
    Account,
    /// For those in the resource group of this id.
    ResourceGroup(&'a str),
}

/// What control policies are attached to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Target<'a> {
    /// A folder by its path from the root, such as `prod/eu`; the root itself is the empty path.
    Folder(&'a str),
    /// A member account.
    Account(&'a str),
}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}

impl Store {
    /// A store in which there is nobody, without a resource directory. It has the system policies
    /// `FullAliyunAccess` and `AdministratorAccess`.
    pub fn new() -> Self {
        Self::with_keys(KeyRegistry::new())
    }

    /// The same, where conditions may rely on keys of the user's own.
    pub fn with_keys(keys: KeyRegistry) -> Self {
        let mut documents = Documents::default();
        let everything = Arc::new(builtin::everything());
        for name in builtin::NAMES {
            let name = PolicyName::Named(name.into());
            documents.put(name, Arc::clone(&everything), true);
        }
        Self {
            keys,
            account_scope_short_circuit: false,
            documents,
            accounts: BTreeMap::new(),
            directory: None,
            resources: BTreeMap::new(),
            structure: Structure::default(),
        }
    }

    /// Whether an answer at account scope hides the policies at the scope of a resource group (Q3);
    /// by default it does not.
    pub fn set_account_scope_short_circuit(&mut self, short_circuit: bool) {
        self.account_scope_short_circuit = short_circuit;
        self.reattach();
    }

    /// Declares a policy, or changes the one of this name.
    ///
    /// # Errors
    /// When the name cannot be one, or is of a system policy that says something else; when the
    /// policy is a session policy, which is given with a call; when there is one of this name and
    /// the new kind does not belong where it may be attached.
    pub fn put_policy(&mut self, name: &str, policy: Policy) -> Result<(), StoreError> {
        check_policy(name)?;
        check_kept(name, policy.kind)?;
        if builtin::NAMES.contains(&name) {
            return if builtin::is_everything(&policy) {
                Ok(())
            } else {
                Err(StoreError::duplicate("system policy", name))
            };
        }
        self.put_document(PolicyName::Named(name.into()), policy)?;
        Ok(())
    }

    fn put_document(
        &mut self,
        name: PolicyName,
        policy: Policy,
    ) -> Result<(PolicyRef, bool), StoreError> {
        let known = self.documents.find(&name);
        if let Some(known) = known.and_then(|known| self.documents.get(known)) {
            let group = group_of(known.policy.kind);
            check_kind(&name.to_string(), policy.kind, group)?;
        }
        let (policy, new) = self.documents.put(name, Arc::new(policy), false);
        if new {
            self.restructure();
        }
        Ok((policy, new))
    }

    fn named(&self, name: &str, wanted: &KindGroup) -> Result<PolicyRef, StoreError> {
        let found = self.documents.find(&PolicyName::Named(name.into()));
        let found = found.ok_or_else(|| StoreError::unknown("policy", name))?;
        let document = self.documents.get(found);
        let document = document.ok_or_else(|| StoreError::unknown("policy", name))?;
        check_kind(name, document.policy.kind, wanted)?;
        Ok(found)
    }

    /// Forgets a document that nothing refers to any more.
    fn forget(&mut self, name: &PolicyName) {
        if self.documents.forget(name) {
            self.restructure();
        }
    }

    /// Notes that somebody or something came or went.
    fn restructure(&mut self) {
        self.structure = Structure::default();
    }

    /// Notes that something is attached to something else.
    fn reattach(&mut self) {
        self.structure.attachments = Arc::default();
    }
}
