//! What can only take away, and what can only add.
//!
//! Must not know stages: only whether an answer allows.

use ramgate_model::DecisionKind::Allow;
use ramgate_model::Effect;
use ramgate_syntax::Mode;

use super::{Broken, Trial, change};
use crate::authority::StoreEvaluator;
use crate::call::StoreCase;
use crate::generate::{self, Dice};
use crate::rebuild::{self, Step};

/// One more Deny, in any policy of the store or in a new one attached anywhere, never turns a deny
/// into an allow.
///
/// # Errors
/// When it does.
pub fn one_more_deny_never_allows<E: StoreEvaluator>(
    evaluator: &E,
    case: &StoreCase,
    dice: &mut Dice<'_>,
    mode: Mode,
) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "one more Deny never allows",
        case,
    };
    let before = trial.plain()?;
    let mut steps = rebuild::steps(&case.store);
    if dice.chance(50) {
        change::add_statement(dice, &mut steps, |dice, kind| {
            generate::deny_of(dice, mode, kind)
        });
    } else {
        change::add_deny(dice, &mut steps, mode);
    }
    let store = trial.made(rebuild::build(case.store.keys(), steps))?;
    let found = trial.decide(&store, &case.call)?;
    if found.kind == Allow && before.kind != Allow {
        return Err(trial.broken(format!("what may follow {before}"), found));
    }
    Ok(())
}

/// One more Allow in any policy of the store never turns an allow into a deny.
///
/// # Errors
/// When it does.
pub fn one_more_allow_never_denies<E: StoreEvaluator>(
    evaluator: &E,
    case: &StoreCase,
    dice: &mut Dice<'_>,
    mode: Mode,
) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "one more Allow never denies",
        case,
    };
    let before = trial.plain()?;
    let mut steps = rebuild::steps(&case.store);
    change::add_statement(dice, &mut steps, |dice, kind| {
        let mut allow = generate::deny_of(dice, mode, kind);
        allow.effect = Effect::Allow;
        allow
    });
    let store = trial.made(rebuild::build(case.store.keys(), steps))?;
    let found = trial.decide(&store, &case.call)?;
    if found.kind != Allow && before.kind == Allow {
        return Err(trial.broken(before, found));
    }
    Ok(())
}

/// Detaching a policy that has no Deny, or taking away all that an account's users, or its roles,
/// have of such policies, never turns a deny into an allow.
///
/// # Errors
/// When it does.
pub fn less_never_allows<E: StoreEvaluator>(
    evaluator: &E,
    case: &StoreCase,
    dice: &mut Dice<'_>,
) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "detaching a policy of Allows never allows",
        case,
    };
    let before = trial.plain()?;
    let mut steps = rebuild::steps(&case.store);
    change::detach_allows(dice, &mut steps);
    let store = trial.made(rebuild::build(case.store.keys(), steps))?;
    let found = trial.decide(&store, &case.call)?;
    if found.kind == Allow && before.kind != Allow {
        return Err(trial.broken(format!("what may follow {before}"), found));
    }
    Ok(())
}

/// What a bounded session may do, it may do without the bound, for the same reason (7.5).
///
/// # Errors
/// When it may not.
pub fn a_session_policy_never_widens<E: StoreEvaluator>(
    evaluator: &E,
    case: &StoreCase,
) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "a session policy never widens",
        case,
    };
    if case.call.session_policy.is_none() {
        return Ok(());
    }
    let bounded = trial.plain()?;
    if bounded.kind != Allow {
        return Ok(());
    }
    let mut call = case.call.clone();
    call.session_policy = None;
    trial.same(&bounded, &trial.decide(&case.store, &call)?)
}

/// What is allowed under control policies is allowed without a directory, for the same reason
/// (7.1).
///
/// # Errors
/// When it is not.
pub fn a_directory_never_widens<E: StoreEvaluator>(
    evaluator: &E,
    case: &StoreCase,
) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "a directory never widens",
        case,
    };
    if case.store.directory().is_none() {
        return Ok(());
    }
    let bound = trial.plain()?;
    if bound.kind != Allow {
        return Ok(());
    }
    let mut steps = rebuild::steps(&case.store);
    steps.retain(|step| {
        !matches!(
            step,
            Step::Directory(_) | Step::Folder(_) | Step::Member(..) | Step::Control(..)
        )
    });
    let store = trial.made(rebuild::build(case.store.keys(), steps))?;
    trial.same(&bound, &trial.decide(&store, &case.call)?)
}
