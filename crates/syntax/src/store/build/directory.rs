//! The resource directory: folders, members, control policies.
//!
//! Must not know how control policies are evaluated.

use std::collections::{BTreeMap, BTreeSet};

use super::Target;
use super::checks::{IDENTITY, check_account, check_folder, insert_new};
use crate::store::directory::{Directory, Node, NodeKind, NodeRef};
use crate::store::documents::{PolicyName, PolicyRef};
use crate::store::{Store, StoreError};

impl Store {
    /// Gives the store a resource directory whose root has `FullAliyunAccess`; one that it has is
    /// dropped.
    ///
    /// # Errors
    /// When the id of the management account cannot be one.
    pub fn set_directory(&mut self, management_account: Option<&str>) -> Result<(), StoreError> {
        management_account.map_or(Ok(()), check_account)?;
        self.directory = Some(Directory {
            management_account: management_account.map(str::to_owned),
            nodes: vec![self.new_node(NodeKind::Root, "", None)],
            members: BTreeMap::new(),
        });
        self.restructure();
        Ok(())
    }

    /// Adds a folder with `FullAliyunAccess`, by its path from the root.
    ///
    /// # Errors
    /// When there is no directory, the folder that it is to be in does not exist, or it does; when
    /// the name cannot be one, or the folder would be deeper than [`Directory::MAX_DEPTH`].
    pub fn add_folder(&mut self, path: &str) -> Result<(), StoreError> {
        let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
        check_folder(name, path.split('/').count())?;
        let parent = self.target(Target::Folder(parent))?;
        let node = self.new_node(NodeKind::Folder, name, Some(parent));
        let directory = self.known_directory()?;
        let new = NodeRef(u32::try_from(directory.nodes.len()).unwrap_or(u32::MAX));
        let parent = directory.nodes.get_mut(parent.index());
        let folders = &mut parent
            .ok_or_else(|| StoreError::unknown("folder", path))?
            .folders;
        insert_new(folders, name.to_owned(), new, "folder")?;
        directory.nodes.push(node);
        self.restructure();
        Ok(())
    }

    /// Puts an account into a folder, with `FullAliyunAccess`.
    ///
    /// # Errors
    /// When there is no directory or no such folder, the id cannot be one, or the account has a
    /// place already.
    pub fn add_member(&mut self, folder: &str, account: &str) -> Result<(), StoreError> {
        check_account(account)?;
        let parent = self.target(Target::Folder(folder))?;
        let node = self.new_node(NodeKind::Account, account, Some(parent));
        let directory = self.known_directory()?;
        let new = NodeRef(u32::try_from(directory.nodes.len()).unwrap_or(u32::MAX));
        insert_new(&mut directory.members, account.to_owned(), new, "member")?;
        if let Some(parent) = directory.nodes.get_mut(parent.index()) {
            parent.accounts.insert(account.to_owned(), new);
        }
        directory.nodes.push(node);
        self.restructure();
        Ok(())
    }

    /// Sets the control policies of a folder or member: all of them together, perhaps none, which
    /// lets nothing pass.
    ///
    /// # Errors
    /// When there is no directory, no such target or no such policy, or a policy names principals.
    pub fn set_control_policies(
        &mut self,
        target: Target<'_>,
        policies: &[&str],
    ) -> Result<(), StoreError> {
        let policies: BTreeSet<PolicyRef> = policies
            .iter()
            .map(|name| self.named(name, &IDENTITY))
            .collect::<Result<_, _>>()?;
        let target = self.target(target)?;
        if let Some(node) = self.known_directory()?.nodes.get_mut(target.index()) {
            node.policies = policies;
        }
        self.reattach();
        Ok(())
    }

    pub(super) fn known_directory(&mut self) -> Result<&mut Directory, StoreError> {
        self.directory.as_mut().ok_or_else(StoreError::no_directory)
    }

    pub(super) fn target(&self, target: Target<'_>) -> Result<NodeRef, StoreError> {
        let directory = self
            .directory
            .as_ref()
            .ok_or_else(StoreError::no_directory)?;
        match target {
            Target::Account(id) => directory
                .member(id)
                .ok_or_else(|| StoreError::unknown("member", id)),
            Target::Folder("") => Ok(NodeRef::ROOT),
            Target::Folder(path) => path
                .split('/')
                .try_fold(NodeRef::ROOT, |at, name| {
                    directory.node(at)?.folders.get(name).copied()
                })
                .ok_or_else(|| StoreError::unknown("folder", path)),
        }
    }

    pub(in crate::store) fn new_node(
        &self,
        kind: NodeKind,
        name: &str,
        parent: Option<NodeRef>,
    ) -> Node {
        let everything = PolicyName::Named("FullAliyunAccess".into());
        Node {
            kind,
            name: name.to_owned(),
            parent,
            policies: self.documents.find(&everything).into_iter().collect(),
            folders: BTreeMap::new(),
            accounts: BTreeMap::new(),
        }
    }
}
