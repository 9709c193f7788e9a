//! What a statement about everything weighs, at each place where it can stand.
//!
//! Must not know how the places are asked one after the other.

use ramgate_model::{Arn, DecisionKind, Effect, Principal};
use ramgate_syntax::store::{NodeKind, ResourceKind};
use ramgate_syntax::tree::{
    Entries, Entry, Policy, PolicyKind, PrincipalElement, PrincipalGroup, Statement,
};
use ramgate_syntax::{Span, Store};

use super::{Broken, Trial, change};
use crate::authority::StoreEvaluator;
use crate::call::{OwnedCall, StoreCase};
use crate::generate;
use crate::rebuild::{self, Own, OwnedHolder, Step};

/// A Deny of everything, attached to the caller, to one of its groups, to the root of a directory
/// that binds it, to its session, or to the key or secret, lets nothing pass that needs to be
/// authorized.
///
/// # Errors
/// When it does.
pub fn a_deny_of_everything_denies<E: StoreEvaluator>(
    evaluator: &E,
    case: &StoreCase,
) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "a Deny of everything lets nothing pass",
        case,
    };
    let is_exempt = |action: &str| action.eq_ignore_ascii_case("kms:DescribeRegions");
    let mut call = case.call.clone();
    call.checks.retain(|check| !is_exempt(&check.action));
    if call.checks.is_empty() {
        return Ok(());
    }
    for (store, call) in denied(&case.store, &call) {
        let found = trial.decide(&trial.made(store)?, &call)?;
        if found.kind == DecisionKind::Allow {
            return Err(trial.broken("a deny", found));
        }
    }
    Ok(())
}

/// The store, or the call, with a Deny of everything at each place that binds the caller.
fn denied(store: &Store, call: &OwnedCall) -> Vec<(Option<Store>, OwnedCall)> {
    let Ok(principal) = Principal::new(&call.principal) else {
        return Vec::new();
    };
    let deny = policy(PolicyKind::Identity, Effect::Deny, None);
    let with = |more: Vec<Step>| {
        let mut steps = rebuild::steps(store);
        for step in &more {
            if let Step::Control(kind, name, _) = step {
                steps.retain(|step| !change::is_control_of(step, *kind, name));
            }
        }
        let new = Step::Policy(change::NEW.to_owned(), Box::new(deny.clone()));
        steps.push(new);
        steps.extend(more);
        (rebuild::build(store.keys(), steps), call.clone())
    };
    let attached = |account: &str, holder| {
        Step::Attach(account.to_owned(), holder, change::NEW.to_owned(), None)
    };
    let mut found = Vec::new();
    match principal {
        Principal::User { account, name } => {
            let known = store.account(account);
            if let Some(user) = known.and_then(|account| account.user(name)) {
                let holder = OwnedHolder::User(user.name().to_owned());
                found.push(with(vec![attached(account, holder)]));
                let groups = user.groups().filter_map(|group| known?.group(group));
                if let Some(group) = groups.last() {
                    let holder = OwnedHolder::Group(group.name().to_owned());
                    found.push(with(vec![attached(account, holder)]));
                }
            }
        }
        Principal::Role { account, name, .. } => {
            let mut bounded = call.clone();
            bounded.session_policy = Some(policy(PolicyKind::Session, Effect::Deny, None));
            found.push((Some(store.clone()), bounded));
            let known = store.account(account);
            if let Some(role) = known.and_then(|account| account.role(name)) {
                let holder = OwnedHolder::Role(role.name().to_owned());
                found.push(with(vec![attached(account, holder)]));
            }
        }
        _ => return found,
    }
    if is_bound(store, &principal) {
        let policies = vec![change::NEW.to_owned()];
        let root = Step::Control(NodeKind::Root, String::new(), policies);
        found.push(with(vec![root]));
    }
    if let ([check], Some(account)) = (call.checks.as_slice(), principal.account())
        && let Some((arn, kind)) = key_or_secret(store, &check.resource)
        && !check.action.eq_ignore_ascii_case("sts:AssumeRole")
    {
        let everyone = format!("acs:ram::{account}:*");
        let own = policy(kind, Effect::Deny, Some(&everyone));
        found.push((replaced(store, &arn, own), call.clone()));
    }
    found
}

/// Whether the account of the caller is a member of the directory and control policies bind the
/// caller.
fn is_bound(store: &Store, principal: &Principal<'_>) -> bool {
    let (Some(directory), Some(id)) = (store.directory(), principal.account()) else {
        return false;
    };
    let is_linked = match principal {
        Principal::Role { name, .. } => {
            let role = store.account(id).and_then(|account| account.role(name));
            role.is_some_and(ramgate_syntax::store::Role::is_service_linked)
        }
        _ => false,
    };
    directory.member(id).is_some() && directory.management_account() != Some(id) && !is_linked
}

/// An Allow for everyone of the account that owns a key or secret grants nothing to its users and
/// roles by itself (Q1): it is to them as if the policy said nothing.
///
/// # Errors
/// When it grants.
pub fn delegating_grants_nothing<E: StoreEvaluator>(
    evaluator: &E,
    case: &StoreCase,
) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "an Allow for everyone of the owning account grants nothing by itself",
        case,
    };
    let [check] = case.call.checks.as_slice() else {
        return Ok(());
    };
    let owner = Arn::new(&check.resource).map_or("", |arn| arn.account());
    let is_own = match Principal::new(&case.call.principal) {
        Ok(Principal::User { account, .. } | Principal::Role { account, .. }) => account == owner,
        _ => false,
    };
    let Some((arn, kind)) = key_or_secret(&case.store, &check.resource).filter(|_| is_own) else {
        return Ok(());
    };
    let mut silent = policy(kind, Effect::Allow, None);
    silent.statements.clear();
    let silent = trial.made(replaced(&case.store, &arn, silent))?;
    let expected = trial.decide(&silent, &case.call)?;
    for everyone in ["*", "root"] {
        let everyone = format!("acs:ram::{owner}:{everyone}");
        let own = policy(kind, Effect::Allow, Some(&everyone));
        let delegating = trial.made(replaced(&case.store, &arn, own))?;
        trial.same(&expected, &trial.decide(&delegating, &case.call)?)?;
    }
    Ok(())
}

/// The key or secret as the store writes it, and the kind of its policy.
fn key_or_secret(store: &Store, resource: &str) -> Option<(String, PolicyKind)> {
    let arn = Arn::new(resource).ok()?;
    let kind = ResourceKind::of(&arn).policy_kind()?;
    Some((store.resource(&arn)?.arn().to_owned(), kind))
}

/// The store where a key or secret has this policy in place of its own.
fn replaced(store: &Store, arn: &str, policy: Policy) -> Option<Store> {
    let mut steps = rebuild::steps(store);
    steps.retain(|step| !matches!(step, Step::ResourcePolicy(of, _) if of == arn));
    let own = Own::Document(Box::new(policy));
    steps.push(Step::ResourcePolicy(arn.to_owned(), own));
    rebuild::build(store.keys(), steps)
}

/// A policy of one statement about everything, for whom it is attached to, or for this principal.
fn policy(kind: PolicyKind, effect: Effect, principal: Option<&str>) -> Policy {
    let principal = principal.map(|name| {
        PrincipalElement::Groups(vec![PrincipalGroup {
            kind: "RAM".to_owned(),
            kind_span: Span::default(),
            entries: Entries::List(vec![Entry::new(name)]),
            entries_span: Span::default(),
        }])
    });
    Policy {
        kind,
        unknown_members: Vec::new(),
        statements: vec![Statement {
            effect,
            principal,
            ..generate::allow_everything()
        }],
        span: Span::default(),
    }
}
