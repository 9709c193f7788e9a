//! What makes no difference.
//!
//! Must not know how anything is decided.

use ramgate_model::{ContextKey, DecisionKind, Principal};
use ramgate_syntax::Span;
use ramgate_syntax::tree::{Policy, PolicyKind};

use super::{Broken, Trial, change};
use crate::authority::StoreEvaluator;
use crate::call::StoreCase;
use crate::case::{OwnedValue, OwnedValues};
use crate::generate::{self, Dice};
use crate::rebuild;

/// The order in which a store is built does not matter.
///
/// # Errors
/// When it does.
pub fn order_does_not_matter<E: StoreEvaluator>(
    evaluator: &E,
    case: &StoreCase,
    dice: &mut Dice<'_>,
) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "the order in which a store is built does not matter",
        case,
    };
    let store = trial.made(rebuild::shuffled(dice, &case.store))?;
    trial.same(&trial.plain()?, &trial.decide(&store, &case.call)?)
}

/// Users, roles and resources that a call does not name make no difference to it.
///
/// # Errors
/// When one does.
pub fn strangers_do_not_matter<E: StoreEvaluator>(
    evaluator: &E,
    case: &StoreCase,
) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "whom and what a call does not name makes no difference",
        case,
    };
    let mut steps = rebuild::steps(&case.store);
    change::keep_concerned(&mut steps, &case.call);
    let store = trial.made(rebuild::build(case.store.keys(), steps))?;
    trial.same(&trial.plain()?, &trial.decide(&store, &case.call)?)
}

/// A session policy that allows everything changes nothing (7.5).
///
/// # Errors
/// When it does.
pub fn an_unbounded_session_is_free<E: StoreEvaluator>(
    evaluator: &E,
    case: &StoreCase,
) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "a session policy that allows everything changes nothing",
        case,
    };
    let is_role = matches!(
        Principal::new(&case.call.principal),
        Ok(Principal::Role { .. })
    );
    if !is_role {
        return Ok(());
    }
    let authority = trial.prepare(&case.store)?;
    let mut call = case.call.clone();
    call.session_policy = None;
    let free = trial.ask(&authority, &call)?;
    call.session_policy = Some(Policy {
        kind: PolicyKind::Session,
        unknown_members: Vec::new(),
        statements: vec![generate::allow_everything()],
        span: Span::default(),
    });
    trial.same(&free, &trial.ask(&authority, &call)?)
}

/// Neither the case of a role's name matters, nor the name of its session, nor the case of an
/// action, of `acs` and of a service (2.3, 2.33, 2.35, Q26).
///
/// # Errors
/// When one does.
pub fn spelling_does_not_matter<E: StoreEvaluator>(
    evaluator: &E,
    case: &StoreCase,
) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "the case of names and the name of a session do not matter",
        case,
    };
    let mut call = case.call.clone();
    let caller = match Principal::new(&call.principal) {
        Ok(Principal::Role {
            account,
            name,
            session,
        }) => {
            let name = name.to_ascii_uppercase();
            let session = match session {
                Some(_) => String::new(),
                None => "/another".to_owned(),
            };
            Some(format!("acs:ram::{account}:role/{name}{session}"))
        }
        _ => None,
    };
    call.principal = caller.unwrap_or(call.principal);
    for check in &mut call.checks {
        check.action = check.action.to_ascii_uppercase();
        check.context.reverse();
        let mut segments: Vec<String> = check.resource.splitn(5, ':').map(str::to_owned).collect();
        if let [acs, service, _, _, id] = segments.as_mut_slice() {
            if service.eq_ignore_ascii_case("ram") {
                id.make_ascii_uppercase();
            }
            acs.make_ascii_uppercase();
            service.make_ascii_uppercase();
        }
        check.resource = segments.join(":");
    }
    let authority = trial.prepare(&case.store)?;
    let expected = trial.ask(&authority, &case.call)?;
    trial.same(&expected, &trial.ask(&authority, &call)?)
}

/// Where a request does not name the caller under `acs:PrincipalARN`, it is as if it did.
///
/// # Errors
/// When it is not.
pub fn the_name_of_the_caller_is_supplied<E: StoreEvaluator>(
    evaluator: &E,
    case: &StoreCase,
) -> Result<(), Broken> {
    const KEY: &str = "acs:PrincipalARN";
    let trial = Trial {
        evaluator,
        law: "the name of the caller is supplied",
        case,
    };
    let name = match Principal::new(&case.call.principal) {
        Ok(Principal::Role { account, name, .. }) => {
            format!("acs:ram::{account}:role/{}", name.to_ascii_lowercase())
        }
        Ok(Principal::User { .. } | Principal::Root { .. }) => case.call.principal.clone(),
        _ => return Ok(()),
    };
    let mut call = case.call.clone();
    for check in &mut call.checks {
        let mut keys = check.context.iter().map(|(key, _)| ContextKey::new(key));
        if keys.all(|key| key != ContextKey::new(KEY)) {
            let name = OwnedValue::Text(name.clone());
            check.context.push((KEY.to_owned(), OwnedValues::One(name)));
        }
    }
    let authority = trial.prepare(&case.store)?;
    let expected = trial.ask(&authority, &case.call)?;
    trial.same(&expected, &trial.ask(&authority, &call)?)
}

/// Of several checks the first that is not allowed decides; if all are allowed, the last speaks
/// (2.13).
///
/// # Errors
/// When it does not.
pub fn checks_are_decided_one_by_one<E: StoreEvaluator>(
    evaluator: &E,
    case: &StoreCase,
) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "of several checks the first that is not allowed decides, else the last",
        case,
    };
    let authority = trial.prepare(&case.store)?;
    let mut expected = None;
    for check in &case.call.checks {
        let mut call = case.call.clone();
        call.checks = vec![check.clone()];
        let answer = trial.ask(&authority, &call)?;
        let ends = answer.kind != DecisionKind::Allow;
        expected = Some(answer);
        if ends {
            break;
        }
    }
    let found = trial.ask(&authority, &case.call)?;
    match expected {
        Some(expected) => trial.same(&expected, &found),
        None => Err(trial.broken("a readable call", found)),
    }
}
