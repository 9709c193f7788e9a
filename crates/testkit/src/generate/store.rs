//! Stores: accounts with users, groups and roles, a directory, resources, and policies at every
//! place that has some.
//!
//! Must not know calls.

mod accounts;
mod directory;
mod elements;
pub(super) mod names;
pub(super) mod policies;
mod principals;
mod resources;

use ramgate_model::Effect;
use ramgate_syntax::tree::{Mode, Policy, PolicyKind, Statement};
use ramgate_syntax::{KeyRegistry, Store};

use super::keys::declared_keys;
use super::{Dice, statement};

/// The policies that a store declares, by what they can be attached to.
#[derive(Clone, Debug, Default)]
struct Declared {
    identity: Vec<&'static str>,
    trust: Vec<&'static str>,
    resource: Vec<&'static str>,
}

/// A store as a mode would load it. Whatever can be refused is drawn so that it is not, or left
/// out.
pub fn store(dice: &mut Dice<'_>, mode: Mode) -> Store {
    let keys = if dice.chance(50) {
        declared_keys()
    } else {
        KeyRegistry::new()
    };
    let mut store = Store::with_keys(keys);
    store.set_account_scope_short_circuit(dice.chance(25));
    let declared = declare(dice, mode, &mut store);
    accounts::populate(dice, mode, &mut store, &declared);
    if dice.chance(65) {
        directory::found(dice, &mut store, &declared);
    }
    resources::add(dice, mode, &mut store, &declared);
    store
}

/// A policy of a kind, as a mode would load it: of much, or of anything.
pub fn policy(dice: &mut Dice<'_>, mode: Mode, kind: PolicyKind) -> Policy {
    if dice.chance(35) {
        policies::policy(dice, mode, kind)
    } else {
        policies::broad(dice, mode, kind)
    }
}

/// A Deny for a policy of a kind, as a mode would load it.
pub fn deny_of(dice: &mut Dice<'_>, mode: Mode, kind: PolicyKind) -> Statement {
    if !kind.has_principal() && dice.chance(40) {
        return statement::everything(Effect::Deny);
    }
    let mut deny = policies::statement(dice, mode, kind);
    deny.effect = Effect::Deny;
    deny
}

fn declare(dice: &mut Dice<'_>, mode: Mode, store: &mut Store) -> Declared {
    let mut declared = Declared::default();
    let count = 2 + dice.below(names::POLICIES.len() - 1);
    for name in names::POLICIES.iter().take(count) {
        let kind = if dice.chance(20) {
            PolicyKind::Control
        } else {
            PolicyKind::Identity
        };
        if store.put_policy(name, policy(dice, mode, kind)).is_ok() {
            declared.identity.push(name);
        }
    }
    for (name, kind) in [
        ("trust", PolicyKind::Trust),
        ("Trust", PolicyKind::Trust),
        ("key", PolicyKind::Key),
        ("secret", PolicyKind::Secret),
    ] {
        if dice.chance(60) && store.put_policy(name, policy(dice, mode, kind)).is_ok() {
            match kind {
                PolicyKind::Trust => declared.trust.push(name),
                _ => declared.resource.push(name),
            }
        }
    }
    declared
}

/// One of the declared policies, or a system policy.
fn attachable(dice: &mut Dice<'_>, declared: &Declared) -> &'static str {
    if dice.chance(12) {
        dice.word(&["AdministratorAccess", "FullAliyunAccess"])
    } else {
        dice.word(&declared.identity)
    }
}
