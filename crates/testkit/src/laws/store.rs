//! Laws that every evaluator of stores keeps.
//!
//! Each function checks one law for one case and says what broke it. Must not know evaluators
//! beyond [`StoreEvaluator`]; the first law compares with the reference, the others compare an
//! evaluator with itself.

mod change;
mod narrowing;
mod reasons;
mod sameness;
mod weight;

use std::fmt;

use ramgate_syntax::{Mode, Store};

use crate::authority::{Authority, CallAnswer, StoreEvaluator};
use crate::call::{OwnedCall, StoreCase};
use crate::generate::Dice;
use crate::reference;

pub use narrowing::{
    a_directory_never_widens, a_session_policy_never_widens, less_never_allows,
    one_more_allow_never_denies, one_more_deny_never_allows,
};
pub use reasons::an_allow_has_a_reason;
pub use sameness::{
    an_unbounded_session_is_free, checks_are_decided_one_by_one, order_does_not_matter,
    spelling_does_not_matter, strangers_do_not_matter, the_name_of_the_caller_is_supplied,
};
pub use weight::{a_deny_of_everything_denies, delegating_grants_nothing};

/// A law that an evaluator broke, and the case on which it did.
#[derive(Clone, Debug)]
pub struct Broken {
    evaluator: &'static str,
    law: &'static str,
    case: Box<StoreCase>,
    expected: String,
    found: String,
}

impl Broken {
    /// The law.
    pub fn law(&self) -> &'static str {
        self.law
    }

    /// The case.
    pub fn case(&self) -> &StoreCase {
        &self.case
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} breaks a law: {}", self.evaluator, self.law)?;
        writeln!(f, "expected: {}", self.expected)?;
        writeln!(f, "found:    {}", self.found)?;
        write!(f, "{}", self.case)
    }
}

impl std::error::Error for Broken {}

/// One law under test on one case.
struct Trial<'c, E> {
    evaluator: &'c E,
    law: &'static str,
    case: &'c StoreCase,
}

impl<E: StoreEvaluator> Trial<'_, E> {
    fn broken(&self, expected: impl fmt::Display, found: impl fmt::Display) -> Broken {
        Broken {
            evaluator: self.evaluator.name(),
            law: self.law,
            case: Box::new(self.case.clone()),
            expected: expected.to_string(),
            found: found.to_string(),
        }
    }

    fn prepare(&self, store: &Store) -> Result<E::Authority, Broken> {
        let prepared = self.evaluator.prepare(store);
        prepared.map_err(|error| self.broken("a decision", error))
    }

    fn ask(&self, authority: &E::Authority, call: &OwnedCall) -> Result<CallAnswer, Broken> {
        call.lend(|call| authority.decide(call))
            .map_err(|error| self.broken("a readable call", error))
    }

    fn decide(&self, store: &Store, call: &OwnedCall) -> Result<CallAnswer, Broken> {
        self.ask(&self.prepare(store)?, call)
    }

    /// What the case itself gives.
    fn plain(&self) -> Result<CallAnswer, Broken> {
        self.decide(&self.case.store, &self.case.call)
    }

    fn same(&self, expected: &CallAnswer, found: &CallAnswer) -> Result<(), Broken> {
        if expected == found {
            Ok(())
        } else {
            Err(self.broken(expected, found))
        }
    }

    /// A store made of the case's; it is to be one.
    fn made(&self, store: Option<Store>) -> Result<Store, Broken> {
        store.ok_or_else(|| self.broken("a store", "steps that build none"))
    }
}

/// The reference makes the same decision in the same stage for the same reason.
///
/// # Errors
/// When it does not.
pub fn agrees<E: StoreEvaluator>(evaluator: &E, case: &StoreCase) -> Result<(), Broken> {
    agrees_on(evaluator, &case.store, std::slice::from_ref(&case.call))
}

/// [`agrees`] on several calls, preparing the evaluator once.
///
/// # Errors
/// On the first call on which it does not agree.
pub fn agrees_on<E: StoreEvaluator>(
    evaluator: &E,
    store: &Store,
    calls: &[OwnedCall],
) -> Result<(), Broken> {
    let mut prepared = None;
    for call in calls {
        let case = StoreCase {
            store: store.clone(),
            call: call.clone(),
        };
        let trial = Trial {
            evaluator,
            law: "decision, stage, statements and attachment are the reference's",
            case: &case,
        };
        let authority = match &prepared {
            Some(authority) => authority,
            None => prepared.insert(trial.prepare(store)?),
        };
        let (found, expected) = call
            .lend(|call| (authority.decide(call), reference::call_answer(store, call)))
            .map_err(|error| trial.broken("a readable call", error))?;
        let all = expected.determined_by.as_slice();
        let same = found.kind == expected.kind
            && found.stage == expected.stage
            && found.determined_by.agrees_with(all)
            && found.attached == expected.attached;
        if !same {
            return Err(trial.broken(&expected, &found));
        }
    }
    Ok(())
}

/// All laws; what is to be changed, and how, is drawn.
///
/// # Errors
/// The first law that is broken.
pub fn all<E: StoreEvaluator>(
    evaluator: &E,
    case: &StoreCase,
    dice: &mut Dice<'_>,
    mode: Mode,
) -> Result<(), Broken> {
    agrees(evaluator, case)?;
    order_does_not_matter(evaluator, case, dice)?;
    one_more_deny_never_allows(evaluator, case, dice, mode)?;
    one_more_allow_never_denies(evaluator, case, dice, mode)?;
    less_never_allows(evaluator, case, dice)?;
    a_session_policy_never_widens(evaluator, case)?;
    a_directory_never_widens(evaluator, case)?;
    an_allow_has_a_reason(evaluator, case)?;
    a_deny_of_everything_denies(evaluator, case)?;
    delegating_grants_nothing(evaluator, case)?;
    strangers_do_not_matter(evaluator, case)?;
    an_unbounded_session_is_free(evaluator, case)?;
    spelling_does_not_matter(evaluator, case)?;
    the_name_of_the_caller_is_supplied(evaluator, case)?;
    checks_are_decided_one_by_one(evaluator, case)
}
