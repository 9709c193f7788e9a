//! A resource directory: folders and member accounts under one root, each with control policies.
//!
//! Must not know how control policies are evaluated.

use std::collections::{BTreeMap, BTreeSet};

use super::documents::PolicyRef;

/// A folder or member, by its place in the directory; taking one away may give another its place.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct NodeRef(pub(super) u32);

impl NodeRef {
    /// The root.
    pub const ROOT: Self = Self(0);

    /// The place, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node of the directory is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum NodeKind {
    /// The root folder.
    Root,
    /// A folder.
    Folder,
    /// A member account.
    Account,
}

/// A folder or member with the control policies attached to it.
#[derive(Clone, Debug)]
pub struct Node {
    pub(super) kind: NodeKind,
    pub(super) name: String,
    pub(super) parent: Option<NodeRef>,
    pub(super) policies: BTreeSet<PolicyRef>,
    /// Folders in it, by name.
    pub(super) folders: BTreeMap<String, NodeRef>,
    /// Members in it, by id.
    pub(super) accounts: BTreeMap<String, NodeRef>,
}

impl Node {
    /// What it is.
    pub fn kind(&self) -> NodeKind {
        self.kind
    }

    /// The name of a folder, the id of an account, nothing for the root.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The folder that it is in.
    pub fn parent(&self) -> Option<NodeRef> {
        self.parent
    }

    /// The control policies attached to it. Where a store says nothing of them it is
    /// `FullAliyunAccess`; where it says that there are none, nothing passes.
    pub fn policies(&self) -> impl ExactSizeIterator<Item = PolicyRef> {
        self.policies.iter().copied()
    }

    /// The members in it, by id.
    pub fn accounts(&self) -> impl ExactSizeIterator<Item = (&str, NodeRef)> {
        self.accounts.iter().map(|(id, node)| (id.as_str(), *node))
    }

    /// The folders in it, by name.
    pub fn folders(&self) -> impl ExactSizeIterator<Item = (&str, NodeRef)> {
        self.folders
            .iter()
            .map(|(name, node)| (name.as_str(), *node))
    }
}

/// A resource directory.
#[derive(Clone, Debug)]
pub struct Directory {
    pub(super) management_account: Option<String>,
    pub(super) nodes: Vec<Node>,
    /// Members by id.
    pub(super) members: BTreeMap<String, NodeRef>,
}

impl Directory {
    /// The most folders that there can be from below the root to a folder, this one included. JSON
    /// of deeper directories would exceed the nesting that is allowed by default.
    pub const MAX_DEPTH: usize = 13;

    /// The account whose identities control policies do not bind.
    pub fn management_account(&self) -> Option<&str> {
        self.management_account.as_deref()
    }

    /// The node of a reference.
    pub fn node(&self, node: NodeRef) -> Option<&Node> {
        self.nodes.get(node.index())
    }

    /// The node of a member account.
    pub fn member(&self, account: &str) -> Option<NodeRef> {
        self.members.get(account).copied()
    }

    /// All nodes, in an order that does not depend on how the directory was built: a folder, its
    /// members by id, then its folders by name, each with what is in it.
    pub fn in_order(&self) -> Vec<NodeRef> {
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut stack = vec![NodeRef::ROOT];
        while let Some(at) = stack.pop() {
            let Some(node) = self.node(at) else { continue };
            order.push(at);
            order.extend(node.accounts.values());
            stack.extend(node.folders.values().rev());
        }
        order
    }

    /// The nodes from a member up to the root: the member first.
    pub fn chain(&self, account: &str) -> Vec<NodeRef> {
        let mut chain = Vec::new();
        let mut next = self.member(account);
        while let Some(at) = next {
            chain.push(at);
            next = self.node(at).and_then(Node::parent);
        }
        chain
    }
    /// Takes a member away. Gives whether there was one.
    pub(super) fn remove_member(&mut self, account: &str) -> bool {
        let Some(at) = self.members.remove(account) else {
            return false;
        };
        let parent = self.node(at).and_then(Node::parent);
        if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent.index())) {
            parent.accounts.remove(account);
        }
        self.remove_node(at);
        true
    }

    /// Takes a folder away in which there is nothing.
    pub(super) fn remove_folder(&mut self, at: NodeRef) {
        let Some(node) = self.node(at) else { return };
        let (name, parent) = (node.name.clone(), node.parent);
        if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent.index())) {
            parent.folders.remove(&name);
            self.remove_node(at);
        }
    }

    /// Takes away a node that no other refers to; the last one gets its place.
    fn remove_node(&mut self, at: NodeRef) {
        if at.index() >= self.nodes.len() {
            return;
        }
        self.nodes.swap_remove(at.index());
        let Some(moved) = self.nodes.get(at.index()) else {
            return;
        };
        let (kind, name, parent) = (moved.kind, moved.name.clone(), moved.parent);
        let children = moved.accounts.values().chain(moved.folders.values());
        let children: Vec<NodeRef> = children.copied().collect();
        for child in children {
            if let Some(child) = self.nodes.get_mut(child.index()) {
                child.parent = Some(at);
            }
        }
        let parent = parent.and_then(|parent| self.nodes.get_mut(parent.index()));
        let Some(parent) = parent else { return };
        if kind == NodeKind::Account {
            parent.accounts.insert(name.clone(), at);
            self.members.insert(name, at);
        } else {
            parent.folders.insert(name, at);
        }
    }

    /// Puts a member into another folder. Gives whether it was not there before.
    pub(super) fn move_member(&mut self, account: &str, folder: NodeRef) -> bool {
        let Some(at) = self.member(account) else {
            return false;
        };
        let Some(member) = self.nodes.get_mut(at.index()) else {
            return false;
        };
        let before = member.parent.replace(folder);
        if before == Some(folder) {
            return false;
        }
        if let Some(before) = before.and_then(|before| self.nodes.get_mut(before.index())) {
            before.accounts.remove(account);
        }
        if let Some(folder) = self.nodes.get_mut(folder.index()) {
            folder.accounts.insert(account.to_owned(), at);
        }
        true
    }
}
