//! Calls near a store: by who is in it and who is not, to what it knows and what it does not.
//!
//! Must not know what the store answers.

mod caller;
mod relevant;

use ramgate_model::{Action, Arn, ContextKey, Principal, Resource};
use ramgate_syntax::Store;
use ramgate_syntax::tree::{Mode, PolicyKind, Statement};

use super::store::names;
use super::store::policies::ACTIONS;
use super::{Dice, pattern, policy, request};
use crate::call::OwnedCall;
use crate::case::OwnedRequest;

/// A readable call near the store.
pub fn call(dice: &mut Dice<'_>, mode: Mode, store: &Store) -> OwnedCall {
    let resource = resource(dice, store);
    let principal = caller::near(dice, store, &resource);
    let mut call = OwnedCall::new(principal, OwnedRequest::new("", ""));
    call.checks = vec![check(dice, store, &call.principal, resource)];
    while call.checks.len() < 4 && dice.chance(10) {
        let resource = self::resource(dice, store);
        let further = check(dice, store, &call.principal, resource);
        call.checks.push(further);
    }
    if dice.chance(25) {
        let id = if dice.chance(20) {
            dice.word(&["rg-9", ""])
        } else {
            names::resource_group(dice)
        };
        call.resource_group = Some(id.to_owned());
    }
    let is_session = matches!(Principal::new(&call.principal), Ok(Principal::Role { .. }));
    if is_session && dice.chance(35) {
        call.session_policy = Some(policy(dice, mode, PolicyKind::Session));
    }
    call
}

/// What the call is about: mostly something that the store knows.
fn resource(dice: &mut Dice<'_>, store: &Store) -> String {
    let drawn = match dice.below(20) {
        0..=9 => {
            let known: Vec<&str> = store.resources().map(|(_, of)| of.arn()).collect();
            let name = dice.pick(&known).copied().unwrap_or("*");
            respell(dice, name)
        }
        10..=14 => role(dice, store),
        15 | 16 => names::resource(dice),
        17 => pattern::arn(dice),
        18 => format!(
            "acs:kms:r1:{}:key/a",
            dice.word(&["", "*", names::STRANGER])
        ),
        _ => "*".to_owned(),
    };
    if Resource::new(&drawn).is_ok() {
        drawn
    } else {
        "*".to_owned()
    }
}

/// A role of the store, or one that is not in it.
fn role(dice: &mut Dice<'_>, store: &Store) -> String {
    let roles: Vec<(&str, &str)> = store
        .accounts()
        .flat_map(|(id, account)| account.roles().map(move |(_, role)| (id, role.name())))
        .collect();
    let region = dice.word(&["", "", "*", "r1"]);
    match dice.pick(&roles) {
        Some((account, name)) if dice.chance(90) => {
            let name = if dice.chance(20) {
                pattern::shout(name)
            } else {
                (*name).to_owned()
            };
            format!("acs:ram:{region}:{account}:role/{name}")
        }
        _ => format!(
            "acs:ram:{region}:1:role/{}",
            dice.word(&["none", "", "App/s"])
        ),
    }
}

/// The same name in another spelling, or nearly the same.
fn respell(dice: &mut Dice<'_>, name: &str) -> String {
    match dice.below(12) {
        0..=8 => name.to_owned(),
        9 => name.replacen("acs:kms", "ACS:Kms", 1),
        10 => name.replacen(":r1:", ":r2:", 1),
        _ => pattern::mutate(dice, name),
    }
}

fn check(dice: &mut Dice<'_>, store: &Store, principal: &str, resource: String) -> OwnedRequest {
    let relevant = relevant::statements(store, principal, &resource);
    let focus = dice.pick(&relevant).copied();
    let action = action(dice, &resource, focus);
    let resource = match focus {
        Some(focus) if dice.chance(10) => request::resource(dice, Some(focus)),
        _ => resource,
    };
    let mut check = OwnedRequest::new(action, resource);
    request::supply_all(dice, &mut check, focus, &relevant, 60);
    // The flow supplies the name of the caller.
    let caller = ContextKey::new("acs:PrincipalARN");
    if dice.chance(85) {
        let supplied = |key: &str| ContextKey::new(key) != caller;
        check.context.retain(|(key, _)| supplied(key));
    }
    check
}

fn action(dice: &mut Dice<'_>, resource: &str, focus: Option<&Statement>) -> String {
    let arn = Arn::new(resource).ok();
    let is_role = arn.is_some_and(|arn| {
        arn.folds_relative_id() && arn.relative_id().to_ascii_lowercase().starts_with("role/")
    });
    let drawn = match dice.below(10) {
        _ if dice.chance(2) => "kms:DescribeRegions".to_owned(),
        0..=6 if is_role => "sts:AssumeRole".to_owned(),
        7..=9 if focus.is_some() => request::action(dice, focus),
        0 | 1 => "kms:Decrypt".to_owned(),
        2 if arn.is_some_and(|arn| arn.relative_id().starts_with("secret")) => {
            "kms:GetSecretValue".to_owned()
        }
        _ => dice.word(ACTIONS).to_owned(),
    };
    let drawn = if dice.chance(10) {
        drawn.to_ascii_uppercase()
    } else {
        drawn
    };
    if Action::new(&drawn).is_ok() {
        drawn
    } else {
        "kms:Decrypt".to_owned()
    }
}
