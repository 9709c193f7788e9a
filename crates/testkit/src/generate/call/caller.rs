//! Who calls: somebody in the store, somebody near it, or somebody whom a policy names.
//!
//! Must not know what anybody may do.

use ramgate_model::{Arn, Principal};
use ramgate_syntax::Store;
use ramgate_syntax::tree::{PrincipalElement, Statement};

use super::relevant;
use crate::generate::store::names::{self, PROVIDERS, SERVICES};
use crate::generate::{Dice, pattern};

/// A readable caller near the store and the resource.
pub(super) fn near(dice: &mut Dice<'_>, store: &Store, resource: &str) -> String {
    let owner = Arn::new(resource)
        .map_or("", |arn| arn.account())
        .to_owned();
    let of_resource = relevant::of_resource(store, resource);
    let drawn = match dice.below(20) {
        5..=12 if !of_resource.is_empty() => named(dice, store, &of_resource),
        0..=12 => inside(dice, store, &owner),
        13 | 14 => format!("acs:ram::{}:root", account(dice, store, &owner)),
        15 => names::identity(dice),
        16 => strange(dice),
        _ => inside(dice, store, ""),
    };
    if Principal::new(&drawn).is_ok() {
        drawn
    } else {
        inside(dice, store, &owner)
    }
}

/// Somebody who is nobody of an account.
fn strange(dice: &mut Dice<'_>) -> String {
    match dice.below(5) {
        0 | 1 => dice.word(SERVICES),
        2 | 3 => dice.word(PROVIDERS),
        _ => "*",
    }
    .to_owned()
}

/// The owner's account most often, else any.
fn account(dice: &mut Dice<'_>, store: &Store, owner: &str) -> String {
    if !owner.is_empty() && owner != "*" && dice.chance(60) {
        return owner.to_owned();
    }
    let known: Vec<&str> = store.accounts().map(|(id, _)| id).collect();
    match dice.pick(&known) {
        Some(id) if dice.chance(90) => (*id).to_owned(),
        _ => names::STRANGER.to_owned(),
    }
}

/// A user or role of an account, in another spelling now and then.
fn inside(dice: &mut Dice<'_>, store: &Store, owner: &str) -> String {
    let id = account(dice, store, owner);
    let mut identities = Vec::new();
    if let Some(account) = store.account(&id) {
        let users = account.users().map(|(_, user)| user.name());
        identities.extend(users.map(|name| format!("acs:ram::{id}:user/{name}")));
        let roles = account.roles().map(|(_, role)| role.name());
        identities.extend(roles.map(|name| format!("acs:ram::{id}:role/{name}")));
    }
    match dice.pick(&identities).cloned() {
        Some(identity) => session(dice, identity),
        None => names::identity(dice),
    }
}

/// Somebody whom the statements name, or somebody of an account that they name.
fn named(dice: &mut Dice<'_>, store: &Store, statements: &[&Statement]) -> String {
    let mut principals = Vec::new();
    for statement in statements {
        if let Some(PrincipalElement::Groups(groups)) = &statement.principal {
            let entries = groups.iter().flat_map(|group| group.entries.items());
            principals.extend(entries.filter_map(|entry| entry.text.clone()));
        }
    }
    let Some(name) = dice.pick(&principals).cloned() else {
        return inside(dice, store, "");
    };
    let everyone = name
        .strip_suffix(":*")
        .or_else(|| name.strip_suffix(":root"));
    match everyone.and_then(|all| all.strip_prefix("acs:ram::")) {
        Some(_) if name.ends_with("root") && dice.chance(15) => name,
        Some(account) => inside(dice, store, account),
        None => session(dice, name),
    }
}

/// Roles get a session half of the time.
fn session(dice: &mut Dice<'_>, identity: String) -> String {
    let identity = if dice.chance(15) {
        pattern::shout(&identity)
    } else {
        identity
    };
    if identity.contains(":role/") && dice.chance(50) {
        format!("{identity}/s")
    } else {
        identity
    }
}
