//! Accounts with their users, roles and groups.
//!
//! Must not know what is attached to them.

use ramgate_image::hash::hash_member;
use ramgate_image::record::{HashTable, NONE};
use ramgate_image::store::StoreWriter;
use ramgate_image::store::record::{Account, Group, Role, User};
use ramgate_image::writer::position;
use ramgate_syntax::Store;
use zerocopy::little_endian::U32;

use super::{NO_TABLE, Nodes, account_table, accounts, run};

/// The hash tables over what was written.
pub(super) struct Written {
    pub(super) accounts: HashTable,
    pub(super) users: HashTable,
    pub(super) roles: HashTable,
}

pub(super) fn write(image: &mut StoreWriter, store: &Store, nodes: &Nodes<'_>) -> Written {
    let ids: Vec<&str> = accounts(store, nodes).into_iter().collect();
    let (mut users, mut roles) = (Vec::new(), Vec::new());
    for (at, id) in (0..).zip(&ids) {
        let firsts = (
            position(&image.users),
            position(&image.roles),
            position(&image.groups),
        );
        if let Some(account) = store.account(id) {
            for (_, name) in account.groups() {
                let name = image.text(name);
                image.groups.push(Group {
                    name,
                    attachments: U32::new(NONE),
                });
            }
            for (name, _) in account.users() {
                let written = image.new_text(name);
                image.users.push(User {
                    name: written,
                    attachments: U32::new(NONE),
                });
                users.push((at, name));
            }
            for (name, _) in account.roles() {
                let written = image.new_text(name);
                image.roles.push(Role {
                    name: written,
                    attachments: U32::new(NONE),
                    trust: U32::new(NONE),
                    flags: U32::ZERO,
                });
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
