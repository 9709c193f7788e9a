//! Accounts with their users, roles and groups.
//!
//! Must not know policies beyond their numbers.

use std::collections::BTreeMap;

use ramgate_image::hash::hash_member;
use ramgate_image::record::{HashTable, NONE};
use ramgate_image::store::StoreWriter;
use ramgate_image::store::record::{Account, Group, Role, SERVICE_LINKED, User};
use ramgate_image::writer::position;
use ramgate_syntax::Store;
use ramgate_syntax::store::{self as tree, GroupRef};
use zerocopy::little_endian::U32;

use super::lists::Lists;
use super::{NO_TABLE, Nodes, account_table, accounts, run};

/// The hash tables over what was written.
pub(super) struct Written {
    pub(super) accounts: HashTable,
    pub(super) users: HashTable,
    pub(super) roles: HashTable,
}

pub(super) fn write(
    image: &mut StoreWriter,
    store: &Store,
    lists: &mut Lists<'_>,
    nodes: &Nodes<'_>,
) -> Written {
    let ids: Vec<&str> = accounts(store, nodes).into_iter().collect();
    let (mut users, mut roles) = (Vec::new(), Vec::new());
    for (at, id) in (0..).zip(&ids) {
        let firsts = (
            position(&image.users),
            position(&image.roles),
            position(&image.groups),
        );
        if let Some(account) = store.account(id) {
            let groups = write_groups(image, account, lists);
            for (name, user) in account.users() {
                write_user(image, name, user, lists, &groups);
                users.push((at, name));
            }
            for (name, role) in account.roles() {
                write_role(image, name, role, lists);
                roles.push((at, name));
            }
        }
        let record = Account {
            id: image.text(id),
            node: U32::new(nodes.of(id)),
            flags: U32::new(nodes.flags(id)),
            users: run(firsts.0, position(&image.users)),
            roles: run(firsts.1, position(&image.roles)),
            groups: run(firsts.2, position(&image.groups)),
        };
        image.accounts.push(record);
    }
    Written {
        accounts: account_table(image, &ids),
        users: member_table(image, &users),
        roles: member_table(image, &roles),
    }
}

/// Writes the groups of an account and gives their positions.
fn write_groups(
    image: &mut StoreWriter,
    account: &tree::Account,
    lists: &mut Lists<'_>,
) -> BTreeMap<GroupRef, u32> {
    let mut positions = BTreeMap::new();
    for (at, name) in account.groups() {
        let Some(group) = account.group(at) else {
            continue;
        };
        positions.insert(at, position(&image.groups));
        let record = Group {
            name: image.text(name),
            attachments: U32::new(lists.attachments(image, group.attachments(), &[])),
        };
        image.groups.push(record);
    }
    positions
}

fn write_user(
    image: &mut StoreWriter,
    name: &str,
    user: &tree::User,
    lists: &mut Lists<'_>,
    groups: &BTreeMap<GroupRef, u32>,
) {
    let mut groups: Vec<u32> = user
        .groups()
        .filter_map(|group| groups.get(&group).copied())
        .collect();
    groups.sort_unstable();
    let record = User {
        name: image.new_text(name),
        attachments: U32::new(lists.attachments(image, user.attachments(), &groups)),
    };
    image.users.push(record);
}

fn write_role(image: &mut StoreWriter, name: &str, role: &tree::Role, lists: &mut Lists<'_>) {
    let trust = role.trust().map_or(NONE, |trust| lists.number(trust));
    let flags = if role.is_service_linked() {
        SERVICE_LINKED
    } else {
        0
    };
    let record = Role {
        name: image.new_text(name),
        attachments: U32::new(lists.attachments(image, role.attachments(), &[])),
        trust: U32::new(trust),
        flags: U32::new(flags),
    };
    image.roles.push(record);
}

/// The hash table of users or roles, each with the position of its account.
fn member_table(image: &mut StoreWriter, members: &[(u32, &str)]) -> HashTable {
    if members.is_empty() {
        return NO_TABLE;
    }
    let hash_of = |seed, at: u32| {
        members.get(at as usize).map_or(0, |(account, name)| {
            hash_member(seed, *account, name.as_bytes())
        })
    };
    image.hash_table(position(members), hash_of)
}
