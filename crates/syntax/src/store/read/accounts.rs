//! The accounts of a store: groups first, since users refer to them.
//!
//! Must not know what is in a policy.

use std::collections::{BTreeMap, BTreeSet};

use super::Reader;
use crate::PolicyKind;
use crate::codes::Code;
use crate::diagnostics::{Note, quoted};
use crate::json::{Member, Node};
use crate::path::Path;
use crate::store::account::{Account, Attachments, Group, GroupRef, Role, User};
use crate::store::build::{check_account, check_name, check_resource_group};
use crate::store::documents::PolicyName;
use crate::store::error::StoreError;
use crate::suggest::MAX_COMPARED;

const ACCOUNT_MEMBERS: [&str; 3] = ["users", "groups", "roles"];
const USER_MEMBERS: [&str; 3] = ["policies", "groups", "resource_groups"];
const GROUP_MEMBERS: [&str; 2] = ["policies", "resource_groups"];
const ROLE_MEMBERS: [&str; 4] = ["policies", "resource_groups", "trust", "service_linked"];

impl<'n> Reader<'_, '_, 'n> {
    pub(super) fn accounts(&mut self, node: &'n Node<'n>, path: &Path<'_>) {
        let Some(member) = node.member("accounts") else {
            return;
        };
        let path = path.member("accounts");
        let members = self.form.object(&member.value, &path, "`accounts`");
        for member in members.unwrap_or_default() {
            let path = path.member(&member.name);
            self.name(check_account(&member.name), member, &path);
            let account = self.account(&member.name, &member.value, &path);
            let id = member.name.clone().into_owned();
            self.store.accounts.insert(id, account);
        }
    }

    fn account(&mut self, id: &str, node: &'n Node<'n>, path: &Path<'_>) -> Account {
        let mut account = Account::default();
        let Ok(members) = self.form.object(node, path, "an account") else {
            return account;
        };
        self.form.known(members, path, &ACCOUNT_MEMBERS);
        self.each(id, node, "group", path, |reader, member, path| {
            let group = reader.group(member, path);
            let index = u32::try_from(account.groups.len()).unwrap_or(u32::MAX);
            let name = group.name.clone();
            account.groups_by_name.insert(name, GroupRef(index));
            account.groups.push(group);
        });
        let mut users = BTreeMap::new();
        self.each(id, node, "user", path, |reader, member, path| {
            let user = reader.user(&account, member, path);
            let known = users.insert(user.name.to_ascii_lowercase(), user);
            reader.once(known.is_none(), "users", member, path);
        });
        account.users = users;
        self.each(id, node, "role", path, |reader, member, path| {
            let role = reader.role(id, member, path);
            let known = account.roles.insert(role.name.to_ascii_lowercase(), role);
            reader.once(known.is_none(), "roles", member, path);
        });
        account
    }

    /// Hands each user, group or role of an account to a function.
    fn each(
        &mut self,
        account: &str,
        node: &'n Node<'n>,
        what: &'static str,
        path: &Path<'_>,
        mut read: impl FnMut(&mut Self, &'n Member<'n>, &Path<'_>),
    ) {
        let name = format!("{what}s");
        let Some(member) = node.member(&name) else {
            return;
        };
        let path = path.member(&name);
        let members = self
            .form
            .object(&member.value, &path, &format!("`{name}`"))
            .unwrap_or_default();
        for member in members {
            let path = path.member(&member.name);
            // An account whose id is none has been reported.
            if check_account(account).is_ok() {
                self.name(check_name(account, &member.name, what), member, &path);
            }
            read(self, member, &path);
        }
    }

    fn user(&mut self, account: &Account, member: &'n Member<'n>, path: &Path<'_>) -> User {
        let attachments = self.attachments(&member.value, path, "a user", &USER_MEMBERS);
        User {
            name: member.name.clone().into_owned(),
            attachments,
            groups: self.groups(account, &member.value, path),
        }
    }

    fn groups(
        &mut self,
        account: &Account,
        node: &Node<'_>,
        path: &Path<'_>,
    ) -> BTreeSet<GroupRef> {
        let mut groups = BTreeSet::new();
        let Some(member) = node.member("groups") else {
            return groups;
        };
        let path = path.member("groups");
        let Some(items) = member.value.as_list() else {
            let what = "`groups` is a list of names of groups";
            self.form.wrong_type(&member.value, &path, what);
            return groups;
        };
        for (index, item) in items.iter().enumerate() {
            let path = path.index(index);
            let Some(name) = item.as_str() else {
                let what = "the name of a group is a string";
                self.form.wrong_type(item, &path, what);
                continue;
            };
            let Some(group) = account.find_group(name) else {
                let code = Code::UndeclaredGroup;
                let suggestions = &mut self.suggestions;
                self.form.report(code, item.span, &path, || {
                    let names = account.groups().take(MAX_COMPARED).map(|(_, name)| name);
                    Note::new(format!("the account has no group {}", quoted(name)))
                        .did_you_mean(suggestions.nearest(name, names))
                });
                continue;
            };
            if !groups.insert(group) {
                let code = Code::DuplicateInStore;
                self.form.report(code, item.span, &path, || {
                    let name = quoted(name);
                    Note::new(format!("the group {name} is in the list already"))
                });
            }
        }
        groups
    }

    fn group(&mut self, member: &'n Member<'n>, path: &Path<'_>) -> Group {
        Group {
            name: member.name.clone().into_owned(),
            attachments: self.attachments(&member.value, path, "a group", &GROUP_MEMBERS),
        }
    }

    fn role(&mut self, account: &str, member: &'n Member<'n>, path: &Path<'_>) -> Role {
        let node = &member.value;
        let attachments = self.attachments(node, path, "a role", &ROLE_MEMBERS);
        let trust = node.member("trust").and_then(|trust| {
            let path = path.member("trust");
            self.named_or_in_place(&trust.value, &path, PolicyKind::Trust, || {
                PolicyName::Trust(format!("acs:ram::{account}:role/{}", member.name).into())
            })
        });
        let service_linked = self.form.optional_bool(node, "service_linked", path);
        Role {
            name: member.name.clone().into_owned(),
            attachments,
            trust,
            service_linked: service_linked.ok().flatten().unwrap_or_default(),
        }
    }

    /// What is attached to a user, group or role, after a look at which members it has.
    fn attachments(
        &mut self,
        node: &'n Node<'n>,
        path: &Path<'_>,
        what: &str,
        known: &[&str],
    ) -> Attachments {
        let mut attachments = Attachments::default();
        let Ok(members) = self.form.object(node, path, what) else {
            return attachments;
        };
        self.form.known(members, path, known);
        let kind = PolicyKind::Identity;
        let policies = self.policies(node, "policies", path, kind);
        attachments.policies = policies.unwrap_or_default();
        if let Some(member) = node.member("resource_groups") {
            let path = path.member("resource_groups");
            let groups = self.form.object(&member.value, &path, "`resource_groups`");
            for group in groups.unwrap_or_default() {
                let path = path.member(&group.name);
                self.name(check_resource_group(&group.name), group, &path);
                let policies = self.policy_list(&group.value, &path, kind);
                if !policies.is_empty() {
                    let id = group.name.clone().into_owned();
                    attachments.resource_groups.insert(id, policies);
                }
            }
        }
        attachments
    }

    /// Reports a name that cannot be one.
    pub(super) fn name(
        &mut self,
        read: Result<(), StoreError>,
        member: &Member<'_>,
        path: &Path<'_>,
    ) {
        if let Err(error) = read {
            let code = Code::UnreadableName;
            self.form.report(code, member.name_span, path, || {
                Note::new(error.told_of(&quoted(&member.name)))
            });
        }
    }

    /// The id that is the value of a member, if it is there; one that cannot be is reported.
    pub(super) fn id(
        &mut self,
        node: &Node<'_>,
        name: &str,
        path: &Path<'_>,
        check: impl FnOnce(&str) -> Result<(), StoreError>,
    ) -> Option<String> {
        let id = self.form.optional_text(node, name, path).ok().flatten()?;
        if let (Err(error), Some(member)) = (check(&id), node.member(name)) {
            let (code, path) = (Code::UnreadableName, path.member(name));
            self.form.report(code, member.value.span, &path, || {
                Note::new(error.told_of(&quoted(&id)))
            });
        }
        Some(id)
    }

    /// Reports what is there under an equal name already.
    fn once(&mut self, new: bool, what: &str, member: &Member<'_>, path: &Path<'_>) {
        if !new {
            let code = Code::DuplicateInStore;
            self.form.report(code, member.name_span, path, || {
                Note::new(format!(
                    "there are two {what} named {}",
                    quoted(&member.name)
                ))
                .help(format!("{what} are told apart without regard to case"))
            });
        }
    }
}
