//! An account: its users, groups and roles, and what is attached to each.
//!
//! Must not know policies beyond their references.

use std::collections::{BTreeMap, BTreeSet};

use super::documents::PolicyRef;

/// The policies attached to a user, group or role.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Attachments {
    pub(super) policies: BTreeSet<PolicyRef>,
    /// By the group's id.
    pub(super) resource_groups: BTreeMap<String, BTreeSet<PolicyRef>>,
}

impl Attachments {
    /// Those attached at account scope.
    pub fn policies(&self) -> impl ExactSizeIterator<Item = PolicyRef> {
        self.policies.iter().copied()
    }

    /// Those attached at the scope of resource groups, by the id of the group.
    pub fn resource_groups(
        &self,
    ) -> impl ExactSizeIterator<Item = (&str, impl ExactSizeIterator<Item = PolicyRef>)> {
        self.resource_groups
            .iter()
            .map(|(id, policies)| (id.as_str(), policies.iter().copied()))
    }

    /// Those attached at the scope of one resource group.
    pub fn in_resource_group(&self, id: &str) -> impl Iterator<Item = PolicyRef> {
        self.resource_groups.get(id).into_iter().flatten().copied()
    }
}

/// A group of an account, by its place among the account's groups; taking a group away may give
/// another its place.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct GroupRef(pub(super) u32);

impl GroupRef {
    /// The place, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A user.
#[derive(Clone, Debug, Default)]
pub struct User {
    /// As it is written; users are told apart without regard to case.
    pub(super) name: String,
    pub(super) attachments: Attachments,
    pub(super) groups: BTreeSet<GroupRef>,
}

/// A group of users.
#[derive(Clone, Debug, Default)]
pub struct Group {
    pub(super) name: String,
    pub(super) attachments: Attachments,
}

/// A role.
#[derive(Clone, Debug, Default)]
pub struct Role {
    /// As it is written; roles are told apart without regard to case.
    pub(super) name: String,
    pub(super) attachments: Attachments,
    pub(super) trust: Option<PolicyRef>,
    pub(super) service_linked: bool,
}

impl User {
    /// Its name as it is written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is attached to it.
    pub fn attachments(&self) -> &Attachments {
        &self.attachments
    }

    /// The groups that it is in, in no telling order.
    pub fn groups(&self) -> impl ExactSizeIterator<Item = GroupRef> {
        self.groups.iter().copied()
    }
}

impl Group {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is attached to it.
    pub fn attachments(&self) -> &Attachments {
        &self.attachments
    }
}

impl Role {
    /// Its name as it is written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is attached to it.
    pub fn attachments(&self) -> &Attachments {
        &self.attachments
    }

    /// Its trust policy. Without one nobody can assume the role.
    pub fn trust(&self) -> Option<PolicyRef> {
        self.trust
    }

    /// Whether it belongs to a service: only a service can assume it, and control policies do not
    /// bind it (7.6).
    pub fn is_service_linked(&self) -> bool {
        self.service_linked
    }
}

/// Users, groups and roles of one account.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// By name in lower case.
    pub(super) users: BTreeMap<String, User>,
    pub(super) groups: Vec<Group>,
    pub(super) groups_by_name: BTreeMap<String, GroupRef>,
    /// By name in lower case.
    pub(super) roles: BTreeMap<String, Role>,
}

impl Account {
    /// The users with their names in lower case, in the order of these.
    pub fn users(&self) -> impl ExactSizeIterator<Item = (&str, &User)> {
        self.users.iter().map(|(name, user)| (name.as_str(), user))
    }

    /// The user of a name, in any case.
    pub fn user(&self, name: &str) -> Option<&User> {
        self.users.get(&name.to_ascii_lowercase())
    }

    /// The groups, in the order of their names.
    pub fn groups(&self) -> impl ExactSizeIterator<Item = (GroupRef, &str)> {
        self.groups_by_name
            .iter()
            .map(|(name, group)| (*group, name.as_str()))
    }

    /// The group of a reference.
    pub fn group(&self, group: GroupRef) -> Option<&Group> {
        self.groups.get(group.index())
    }

    /// The reference of a group's name.
    pub fn find_group(&self, name: &str) -> Option<GroupRef> {
        self.groups_by_name.get(name).copied()
    }

    /// The roles with their names in lower case, in the order of these.
    pub fn roles(&self) -> impl ExactSizeIterator<Item = (&str, &Role)> {
        self.roles.iter().map(|(name, role)| (name.as_str(), role))
    }

    /// The role of a name, in any case.
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.get(&name.to_ascii_lowercase())
    }

    /// Takes a group away, with all memberships in it; the last group gets its place. Gives whether
    /// there was one.
    pub(super) fn remove_group(&mut self, name: &str) -> bool {
        let Some(gone) = self.groups_by_name.remove(name) else {
            return false;
        };
        let last = GroupRef(u32::try_from(self.groups.len().saturating_sub(1)).unwrap_or(u32::MAX));
        if gone.index() < self.groups.len() {
            self.groups.swap_remove(gone.index());
        }
        for user in self.users.values_mut() {
            user.groups.remove(&gone);
            if user.groups.remove(&last) {
                user.groups.insert(gone);
            }
        }
        if let Some(moved) = self.groups.get(gone.index()) {
            self.groups_by_name.insert(moved.name.clone(), gone);
        }
        true
    }
}
