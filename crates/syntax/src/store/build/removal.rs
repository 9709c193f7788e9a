//! Taking away what has been put into a store.
//!
//! Users, roles and resources are taken away where they are added. Must not know what the policies
//! say.

use super::accounts::trust_name;
use super::checks::check_folder;
use super::{Target, builtin};
use crate::store::account::Attachments;
use crate::store::directory::{Directory, Node, NodeKind};
use crate::store::documents::{PolicyName, PolicyRef};
use crate::store::{Store, StoreError};

impl Store {
    /// Removes a declared policy.
    ///
    /// # Errors
    /// When there is none, it is a system policy, or it is attached to something: the error names
    /// one place.
    pub fn remove_policy(&mut self, name: &str) -> Result<(), StoreError> {
        if builtin::NAMES.contains(&name) {
            let why = "it is a system policy".to_owned();
            return Err(StoreError::needed("policy", name, why));
        }
        let named = PolicyName::Named(name.into());
        let found = self.documents.find(&named);
        let found = found.ok_or_else(|| StoreError::unknown("policy", name))?;
        if let Some(holder) = self.holder_of(found) {
            let why = format!("{holder} has it");
            return Err(StoreError::needed("policy", name, why));
        }
        self.forget(&named);
        Ok(())
    }

    /// Removes a group; who was in it is so no more.
    ///
    /// # Errors
    /// When there is none.
    pub fn remove_group(&mut self, account: &str, name: &str) -> Result<(), StoreError> {
        if !self.known_account(account)?.remove_group(name) {
            return Err(StoreError::unknown("group", name));
        }
        self.restructure();
        Ok(())
    }

    /// Takes the trust policy from a role, which then nobody can assume. Gives whether it had one.
    ///
    /// # Errors
    /// When there is no such account or role.
    pub fn remove_trust(&mut self, account: &str, role: &str) -> Result<bool, StoreError> {
        let role = self.known_role(account, role)?;
        let own = trust_name(account, &role.name);
        let removed = role.trust.take().is_some();
        if removed {
            self.forget(&own);
            self.reattach();
        }
        Ok(removed)
    }

    /// Takes the policy from a resource. Gives whether it had one.
    ///
    /// # Errors
    /// When there is no such resource.
    pub fn remove_resource_policy(&mut self, arn: &str) -> Result<bool, StoreError> {
        let resource = self.known_resource(arn)?;
        let own = PolicyName::Resource(resource.arn.as_str().into());
        let removed = resource.policy.take().is_some();
        if removed {
            self.forget(&own);
            self.reattach();
        }
        Ok(removed)
    }

    /// Removes the resource directory: control policies are off from then on.
    ///
    /// # Errors
    /// When there is none.
    pub fn remove_directory(&mut self) -> Result<(), StoreError> {
        self.known_directory()?;
        self.directory = None;
        self.restructure();
        Ok(())
    }

    /// Removes an account from the resource directory. Who is known of the account stays.
    ///
    /// # Errors
    /// When there is no directory, or the account is no member.
    pub fn remove_member(&mut self, account: &str) -> Result<(), StoreError> {
        if !self.known_directory()?.remove_member(account) {
            return Err(StoreError::unknown("member", account));
        }
        self.restructure();
        Ok(())
    }

    /// Puts a member into another folder, with the control policies that it has. Gives whether it
    /// was not there before.
    ///
    /// # Errors
    /// When there is no directory, no such member or no such folder.
    pub fn move_member(&mut self, account: &str, folder: &str) -> Result<bool, StoreError> {
        self.target(Target::Account(account))?;
        let folder = self.target(Target::Folder(folder))?;
        let moved = self.known_directory()?.move_member(account, folder);
        if moved {
            self.restructure();
        }
        Ok(moved)
    }

    /// Removes a folder, by its path from the root.
    ///
    /// # Errors
    /// When there is no directory or no such folder, it is the root, or there is something in it.
    pub fn remove_folder(&mut self, path: &str) -> Result<(), StoreError> {
        self.known_directory()?;
        check_folder(path.rsplit('/').next().unwrap_or_default(), 0)?;
        let at = self.target(Target::Folder(path))?;
        let directory = self.known_directory()?;
        let node = directory.node(at);
        let node = node.ok_or_else(|| StoreError::unknown("folder", path))?;
        let (accounts, folders) = (node.accounts.keys().next(), node.folders.keys().next());
        let within = accounts.map(|id| format!("the account `{id}` is in it"));
        let within = within.or_else(|| folders.map(|name| format!("the folder `{name}` is in it")));
        if let Some(why) = within {
            return Err(StoreError::needed("folder", path, why));
        }
        directory.remove_folder(at);
        self.restructure();
        Ok(())
    }

    /// One of those to whom or which a policy is attached.
    fn holder_of(&self, policy: PolicyRef) -> Option<String> {
        let accounts = self.accounts.iter();
        let mut holders = accounts.filter_map(|(id, account)| {
            let has = |attachments: &Attachments| {
                let groups = &attachments.resource_groups;
                attachments.policies.contains(&policy)
                    || groups.values().any(|policies| policies.contains(&policy))
            };
            let users = account.users.values();
            let user = users.filter(|user| has(&user.attachments));
            let user = user.map(|user| ("user", &user.name)).next();
            let groups = account.groups_by_name.values();
            let mut groups = groups.filter_map(|group| account.group(*group));
            let group = || {
                let group = groups.find(|group| has(&group.attachments))?;
                Some(("group", &group.name))
            };
            let role = || {
                let mut roles = account.roles.values();
                let role =
                    roles.find(|role| role.trust == Some(policy) || has(&role.attachments))?;
                Some(("role", &role.name))
            };
            let (what, name) = user.or_else(group).or_else(role)?;
            Some(format!("the {what} `{name}` of the account `{id}`"))
        });
        let resource = || {
            let mut resources = self.resources.values();
            let resource = resources.find(|resource| resource.policy == Some(policy))?;
            Some(format!("the resource `{}`", resource.arn))
        };
        holders
            .next()
            .or_else(|| self.node_of(policy))
            .or_else(resource)
    }

    fn node_of(&self, policy: PolicyRef) -> Option<String> {
        let directory = self.directory.as_ref()?;
        let nodes = directory.in_order().into_iter();
        let mut nodes = nodes.filter_map(|at| directory.node(at));
        let node = nodes.find(|node| node.policies.contains(&policy))?;
        Some(match node.kind {
            NodeKind::Root => "the root of the resource directory".to_owned(),
            NodeKind::Folder => format!("the folder `{}`", path_of(directory, node)),
            NodeKind::Account => format!("the member `{}`", node.name),
        })
    }
}

/// The path of a folder from the root.
fn path_of(directory: &Directory, folder: &Node) -> String {
    let mut path = folder.name.clone();
    let mut parent = folder.parent;
    while let Some(above) = parent.and_then(|at| directory.node(at)) {
        if above.kind == NodeKind::Folder {
            path = format!("{}/{path}", above.name);
        }
        parent = above.parent;
    }
    path
}
