//! The resource directory of a store, folder by folder from the root.
//!
//! Must not know how control policies are evaluated.

use std::collections::BTreeMap;

use super::Reader;
use crate::PolicyKind;
use crate::codes::Code;
use crate::diagnostics::{Note, quoted};
use crate::json::{Member, Node as Json};
use crate::path::Path;
use crate::store::build::{check_account, check_folder};
use crate::store::directory::{Directory, Node, NodeKind, NodeRef};

const DIRECTORY_MEMBERS: [&str; 2] = ["management_account", "root"];
const FOLDER_MEMBERS: [&str; 3] = ["policies", "accounts", "folders"];
const MEMBER_MEMBERS: [&str; 1] = ["policies"];

impl<'n> Reader<'_, '_, 'n> {
    pub(super) fn directory(&mut self, node: &'n Json<'n>, path: &Path<'_>) {
        let Some(member) = node.member("resource_directory") else {
            return;
        };
        let (node, path) = (&member.value, path.member("resource_directory"));
        let Ok(members) = self.form.object(node, &path, "`resource_directory`") else {
            return;
        };
        self.form.known(members, &path, &DIRECTORY_MEMBERS);
        let mut directory = Directory {
            management_account: self.management_account(node, &path),
            nodes: Vec::new(),
            members: BTreeMap::new(),
        };
        match node.member("root") {
            Some(root) => {
                let new = self.new_node(NodeKind::Root, "", None);
                directory.nodes.push(new);
                let path = path.member("root");
                self.folder(&mut directory, (NodeRef::ROOT, 0), &root.value, &path);
            }
            None => {
                self.form.missing(node, "root", &path);
            }
        }
        self.store.directory = Some(directory);
    }

    fn management_account(&mut self, node: &Json<'_>, path: &Path<'_>) -> Option<String> {
        self.id(node, "management_account", path, check_account)
    }

    /// Reads a folder that is in the directory, so many folders deep, with everything in it.
    fn folder(
        &mut self,
        directory: &mut Directory,
        (at, depth): (NodeRef, usize),
        node: &'n Json<'n>,
        path: &Path<'_>,
    ) {
        self.control_policies(directory, at, node, path, "a folder", &FOLDER_MEMBERS);
        for member in self.members_of(node, "accounts", path) {
            let path = path.member("accounts");
            let path = path.member(&member.name);
            self.name(check_account(&member.name), member, &path);
            let new = self.add(directory, NodeKind::Account, member, at);
            let name = member.name.clone().into_owned();
            if directory.members.insert(name.clone(), new).is_some() {
                let code = Code::AccountInTwoPlaces;
                self.form.report(code, member.name_span, &path, || {
                    let id = quoted(&member.name);
                    Note::new(format!("the account {id} is in the directory already"))
                        .help("an account is in one folder")
                });
            }
            if let Some(parent) = directory.nodes.get_mut(at.index()) {
                parent.accounts.insert(name, new);
            }
            let node = &member.value;
            self.control_policies(directory, new, node, &path, "a member", &MEMBER_MEMBERS);
        }
        for member in self.members_of(node, "folders", path) {
            let path = path.member("folders");
            let path = path.member(&member.name);
            let depth = depth + 1;
            self.name(check_folder(&member.name, depth), member, &path);
            let new = self.add(directory, NodeKind::Folder, member, at);
            if let Some(parent) = directory.nodes.get_mut(at.index()) {
                parent.folders.insert(member.name.clone().into_owned(), new);
            }
            self.folder(directory, (new, depth), &member.value, &path);
        }
    }

    fn members_of(&mut self, node: &'n Json<'n>, name: &str, path: &Path<'_>) -> &'n [Member<'n>] {
        let Some(member) = node.member(name) else {
            return &[];
        };
        let path = path.member(name);
        let members = self.form.object(&member.value, &path, &format!("`{name}`"));
        members.unwrap_or_default()
    }

    /// The control policies of a node; without a word about them it keeps what it has.
    fn control_policies(
        &mut self,
        directory: &mut Directory,
        at: NodeRef,
        node: &'n Json<'n>,
        path: &Path<'_>,
        what: &str,
        known: &[&str],
    ) {
        let Ok(members) = self.form.object(node, path, what) else {
            return;
        };
        self.form.known(members, path, known);
        let policies = self.policies(node, "policies", path, PolicyKind::Control);
        if let (Some(policies), Some(node)) = (policies, directory.nodes.get_mut(at.index())) {
            node.policies = policies;
        }
    }

    fn add(
        &mut self,
        directory: &mut Directory,
        kind: NodeKind,
        member: &Member<'_>,
        parent: NodeRef,
    ) -> NodeRef {
        let new = NodeRef(u32::try_from(directory.nodes.len()).unwrap_or(u32::MAX));
        let node = self.new_node(kind, &member.name, Some(parent));
        directory.nodes.push(node);
        new
    }

    fn new_node(&self, kind: NodeKind, name: &str, parent: Option<NodeRef>) -> Node {
        self.store.new_node(kind, name, parent)
    }
}
