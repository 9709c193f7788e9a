//! Accounts: users, groups, roles and what is attached to each.
//!
//! Must not know policies beyond their names, trust policies apart.

use ramgate_syntax::Store;
use ramgate_syntax::store::{Holder, Scope};
use ramgate_syntax::tree::{Mode, PolicyKind};

use super::names::{ACCOUNTS, GROUPS, ROLES, USERS, resource_group};
use super::{Declared, attachable, policy};
use crate::generate::Dice;

/// Adds accounts with everybody in them.
pub(super) fn populate(dice: &mut Dice<'_>, mode: Mode, store: &mut Store, declared: &Declared) {
    let count = 1 + dice.below(ACCOUNTS.len());
    for account in ACCOUNTS.iter().take(count) {
        let _ = store.add_account(account);
        let groups = first(dice, GROUPS);
        for group in &groups {
            let _ = store.add_group(account, group);
            attach(dice, store, account, Holder::Group(group), declared);
        }
        for user in first(dice, USERS) {
            let _ = store.add_user(account, user);
            attach(dice, store, account, Holder::User(user), declared);
            for group in &groups {
                if dice.chance(40) {
                    let _ = store.set_membership(account, user, group, true);
                }
            }
        }
        for role in first(dice, ROLES) {
            let _ = store.add_role(account, role);
            attach(dice, store, account, Holder::Role(role), declared);
            trust(dice, mode, store, account, role, declared);
            let linked = dice.chance(if role == "linked" { 60 } else { 5 });
            let _ = store.set_service_linked(account, role, linked);
        }
    }
}

/// The first of these names, most often all of them.
fn first(dice: &mut Dice<'_>, names: &[&'static str]) -> Vec<&'static str> {
    let count = if dice.chance(70) {
        names.len()
    } else {
        dice.below(names.len())
    };
    names.iter().copied().take(count).collect()
}

fn attach(
    dice: &mut Dice<'_>,
    store: &mut Store,
    account: &str,
    holder: Holder<'_>,
    declared: &Declared,
) {
    let count = if dice.chance(70) {
        1 + dice.below(3)
    } else {
        0
    };
    for _ in 0..count {
        let policy = attachable(dice, declared);
        let _ = store.attach(account, holder, policy, Scope::Account);
    }
    while dice.chance(55) {
        let policy = attachable(dice, declared);
        let scope = Scope::ResourceGroup(resource_group(dice));
        let _ = store.attach(account, holder, policy, scope);
    }
}

fn trust(
    dice: &mut Dice<'_>,
    mode: Mode,
    store: &mut Store,
    account: &str,
    role: &str,
    declared: &Declared,
) {
    if !declared.trust.is_empty() && dice.chance(40) {
        let _ = store.set_trust(account, role, dice.word(&declared.trust));
    } else if dice.chance(80) {
        let policy = policy(dice, mode, PolicyKind::Trust);
        let _ = store.set_trust_document(account, role, policy);
    }
}
