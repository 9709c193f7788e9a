//! What is attached to the users, roles, groups, nodes and resources that have been written.
//!
//! Goes through the store in the order in which they were. Must not know what the policies say.

use ramgate_image::record::NONE;
use ramgate_image::store::StoreWriter;
use ramgate_image::store::record::SERVICE_LINKED;
use ramgate_syntax::Store;
use ramgate_syntax::store::Account;
use zerocopy::little_endian::U32;

use super::lists::Lists;

pub(super) fn write(image: &mut StoreWriter, store: &Store, lists: &mut Lists<'_>) {
    write_nodes(image, store, lists);
    let mut next = Next::default();
    for (_, account) in store.accounts() {
        write_account(image, account, lists, &mut next);
    }
    for (at, (_, resource)) in store.resources().enumerate() {
        let group = resource.resource_group().map(|id| image.text(id));
        if let Some(record) = image.resources.get_mut(at) {
            let policy = resource
                .policy()
                .map_or(NONE, |policy| lists.number(policy));
            record.policy = U32::new(policy);
            record.resource_group = group.unwrap_or(record.resource_group);
        }
    }
}

/// The next user, role and group.
#[derive(Default)]
struct Next {
    user: usize,
    role: usize,
    group: usize,
}

fn write_nodes(image: &mut StoreWriter, store: &Store, lists: &Lists<'_>) {
    let Some(directory) = store.directory() else {
        return;
    };
    let nodes = directory.in_order();
    let nodes = nodes.into_iter().filter_map(|at| directory.node(at));
    for (at, node) in nodes.enumerate() {
        let policies = lists.policies(image, node.policies());
        if let Some(record) = image.nodes.get_mut(at) {
            record.policies = U32::new(policies);
        }
    }
}

fn write_account(
    image: &mut StoreWriter,
    account: &Account,
    lists: &mut Lists<'_>,
    next: &mut Next,
) {
    let first_group = u32::try_from(next.group).unwrap_or(NONE);
    let mut positions = vec![NONE; account.groups().len()];
    for (position, (at, _)) in (first_group..).zip(account.groups()) {
        if let Some(place) = positions.get_mut(at.index()) {
            *place = position;
        }
        let Some(group) = account.group(at) else {
            continue;
        };
        let list = lists.attachments(image, group.attachments(), &[]);
        if let Some(record) = image.groups.get_mut(next.group) {
            record.attachments = U32::new(list);
        }
        next.group += 1;
    }
    let mut groups = Vec::new();
    for (_, user) in account.users() {
        groups.clear();
        let found = user.groups().filter_map(|at| positions.get(at.index()));
        groups.extend(found.copied());
        groups.sort_unstable();
        let list = lists.attachments(image, user.attachments(), &groups);
        if let Some(record) = image.users.get_mut(next.user) {
            record.attachments = U32::new(list);
        }
        next.user += 1;
    }
    for (_, role) in account.roles() {
        let list = lists.attachments(image, role.attachments(), &[]);
        if let Some(record) = image.roles.get_mut(next.role) {
            record.attachments = U32::new(list);
            record.trust = U32::new(role.trust().map_or(NONE, |trust| lists.number(trust)));
            record.flags = U32::new(if role.is_service_linked() {
                SERVICE_LINKED
            } else {
                0
            });
        }
        next.role += 1;
    }
}
