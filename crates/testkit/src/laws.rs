//! Laws that every evaluator of RAM policies keeps; those of stores are in [`store`].
//!
//! Each function checks one law for one case and says what broke it. Must not know evaluators
//! beyond [`Evaluator`]; the first law compares with the reference, the others compare an
//! evaluator with itself.

mod change;
pub mod store;

use std::fmt;

use ramgate_model::{DecisionKind, Effect, StatementNumber};
use ramgate_syntax::PolicySet;
use ramgate_syntax::tree::Statement;

use crate::case::{Case, OwnedRequest, OwnedValue, OwnedValues};
use crate::decider::{Answer, Decider, Determined, Evaluator};
use crate::reference;

/// A law that an evaluator broke, and the case on which it did.
#[derive(Clone, Debug)]
pub struct Broken {
    evaluator: &'static str,
    law: &'static str,
    case: Box<Case>,
    expected: String,
    found: String,
}

impl Broken {
    /// The law.
    pub fn law(&self) -> &'static str {
        self.law
    }

    /// The case.
    pub fn case(&self) -> &Case {
        &self.case
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} breaks a law: {}", self.evaluator, self.law)?;
        writeln!(f, "expected: {}", self.expected)?;
        writeln!(f, "found:    {}", self.found)?;
        writeln!(f, "request:  {:?}", self.case.request)?;
        for (name, policy) in self.case.set.policies() {
            writeln!(f, "policy `{name}`: {}", policy.to_json())?;
        }
        write!(f, "keys: {:?}", self.case.set.keys())
    }
}

impl std::error::Error for Broken {}

/// One law under test on one case.
struct Trial<'c, E> {
    evaluator: &'c E,
    law: &'static str,
    case: &'c Case,
}

impl<E: Evaluator> Trial<'_, E> {
    fn broken(&self, expected: impl fmt::Display, found: impl fmt::Display) -> Broken {
        Broken {
            evaluator: self.evaluator.name(),
            law: self.law,
            case: Box::new(self.case.clone()),
            expected: expected.to_string(),
            found: found.to_string(),
        }
    }

    fn decide(&self, set: &PolicySet, request: &OwnedRequest) -> Result<Answer, Broken> {
        let decider = self
            .evaluator
            .prepare(set)
            .map_err(|error| self.broken("a decision", error))?;
        request
            .lend(|request| decider.decide(request))
            .map_err(|error| self.broken("a readable request", error))
    }

    /// What the case itself gives.
    fn plain(&self) -> Result<Answer, Broken> {
        self.decide(&self.case.set, &self.case.request)
    }

    fn same(&self, expected: &Answer, found: &Answer) -> Result<(), Broken> {
        if expected == found {
            Ok(())
        } else {
            Err(self.broken(expected, found))
        }
    }

    /// Whether changing the request in this way changes nothing.
    fn same_for(&self, changed: &OwnedRequest) -> Result<(), Broken> {
        if *changed == self.case.request {
            return Ok(());
        }
        let found = self.decide(&self.case.set, changed)?;
        self.same(&self.plain()?, &found)
    }
}

/// The reference makes the same decision for the same reason.
///
/// # Errors
/// When it does not.
pub fn agrees<E: Evaluator>(evaluator: &E, case: &Case) -> Result<(), Broken> {
    let others = std::slice::from_ref(&case.request);
    agrees_on(evaluator, &case.set, others)
}

/// [`agrees`] on several requests, preparing the evaluator once.
///
/// # Errors
/// On the first request on which it does not agree.
pub fn agrees_on<E: Evaluator>(
    evaluator: &E,
    set: &PolicySet,
    requests: &[OwnedRequest],
) -> Result<(), Broken> {
    let mut prepared = None;
    for request in requests {
        let case = Case {
            set: set.clone(),
            request: request.clone(),
        };
        let trial = Trial {
            evaluator,
            law: "the decision and the statements that determine it are the reference's",
            case: &case,
        };
        let decider = match &prepared {
            Some(decider) => decider,
            None => prepared.insert(
                evaluator
                    .prepare(set)
                    .map_err(|error| trial.broken("a decision", error))?,
            ),
        };
        let (found, expected) = request
            .lend(|request| (decider.decide(request), reference::answer(set, request)))
            .map_err(|error| trial.broken("a readable request", error))?;
        let all = match &expected.determined_by {
            Determined::All(all) => all.as_slice(),
            Determined::First(_) => &[],
        };
        if found.kind != expected.kind || !found.determined_by.agrees_with(all) {
            return Err(trial.broken(&expected, &found));
        }
    }
    Ok(())
}

/// The order of statements does not matter (6.1).
///
/// # Errors
/// When it does.
pub fn order_does_not_matter<E: Evaluator>(evaluator: &E, case: &Case) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "the order of statements does not matter",
        case,
    };
    let mut expected = trial.plain()?;
    let (reversed, renumbered) = change::reversed(&case.set);
    let found = trial.decide(&reversed, &case.request)?;
    match (&mut expected.determined_by, &found.determined_by) {
        (Determined::All(all), Determined::All(_)) => {
            for number in all.iter_mut() {
                *number = renumbered(*number);
            }
            all.sort_unstable();
        }
        // Which of them is the first depends on the order.
        (mine, theirs) => *mine = theirs.clone(),
    }
    trial.same(&expected, &found)
}

/// Saying a statement twice says nothing more (6.1).
///
/// # Errors
/// When it does.
pub fn repetition_does_not_matter<E: Evaluator>(evaluator: &E, case: &Case) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "saying a statement twice says nothing more",
        case,
    };
    let mut expected = trial.plain()?;
    let found = trial.decide(&change::doubled(&case.set), &case.request)?;
    let both = |number: StatementNumber| {
        let first = number.get() * 2;
        [first, first + 1].map(StatementNumber::new)
    };
    expected.determined_by = match expected.determined_by {
        Determined::All(all) => Determined::All(all.into_iter().flat_map(both).collect()),
        Determined::First(first) => {
            Determined::First(first.and_then(|number| both(number).first().copied()))
        }
    };
    trial.same(&expected, &found)
}

/// One more Deny never allows, and keeps what was denied explicitly so; one more Allow never
/// denies. `more` is taken with its own effect.
///
/// # Errors
/// When it does.
pub fn one_more_statement<E: Evaluator>(
    evaluator: &E,
    case: &Case,
    more: &Statement,
) -> Result<(), Broken> {
    use DecisionKind::{Allow, ExplicitDeny, ImplicitDeny};
    let (law, may_follow): (_, fn(DecisionKind, DecisionKind) -> bool) = match more.effect {
        Effect::Deny => ("one more Deny never allows", |before, after| {
            after == before || after == ExplicitDeny
        }),
        Effect::Allow => ("one more Allow never denies", |before, after| {
            after == before || (before, after) == (ImplicitDeny, Allow)
        }),
    };
    let trial = Trial {
        evaluator,
        law,
        case,
    };
    let before = trial.plain()?;
    let found = trial.decide(&change::with(&case.set, more), &case.request)?;
    if may_follow(before.kind, found.kind) {
        Ok(())
    } else {
        Err(trial.broken(format!("what may follow {before}"), found))
    }
}

/// One value and a list of one are the same (1.14, 3.5).
///
/// # Errors
/// When they are not.
pub fn one_value_is_a_list_of_one<E: Evaluator>(evaluator: &E, case: &Case) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "one value and a list of one are the same",
        case,
    };
    let mut changed = case.request.clone();
    for (_, values) in &mut changed.context {
        *values = match values {
            OwnedValues::One(value) => OwnedValues::Many(vec![value.clone()]),
            OwnedValues::Many(list) => match list.as_slice() {
                [value] => OwnedValues::One(value.clone()),
                _ => OwnedValues::Many(list.clone()),
            },
        };
    }
    trial.same_for(&changed)
}

/// A key with an empty list is an absent key (3.3).
///
/// # Errors
/// When it is not.
pub fn an_empty_list_is_absence<E: Evaluator>(evaluator: &E, case: &Case) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "a key with an empty list is an absent key",
        case,
    };
    let mut changed = case.request.clone();
    changed
        .context
        .retain(|(_, values)| !values.as_slice().is_empty());
    trial.same_for(&changed)
}

/// A typed value is its canonical text (3.4).
///
/// # Errors
/// When it is not.
pub fn a_typed_value_is_its_text<E: Evaluator>(evaluator: &E, case: &Case) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "a typed value is its canonical text",
        case,
    };
    let mut changed = case.request.clone();
    for (_, values) in &mut changed.context {
        *values = match values {
            OwnedValues::One(value) => OwnedValues::One(value.as_text()),
            OwnedValues::Many(list) => {
                OwnedValues::Many(list.iter().map(OwnedValue::as_text).collect())
            }
        };
    }
    trial.same_for(&changed)
}

/// The order of keys in the context does not matter, nor the case of an action (2.3).
///
/// # Errors
/// When one does.
pub fn spelling_does_not_matter<E: Evaluator>(evaluator: &E, case: &Case) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "neither the order of keys nor the case of the action matters",
        case,
    };
    let mut changed = case.request.clone();
    changed.context.reverse();
    changed.action = changed.action.to_ascii_uppercase();
    trial.same_for(&changed)
}

/// All laws, with these statements as the ones to be added.
///
/// # Errors
/// The first law that is broken.
pub fn all<E: Evaluator>(evaluator: &E, case: &Case, more: &[Statement]) -> Result<(), Broken> {
    agrees(evaluator, case)?;
    order_does_not_matter(evaluator, case)?;
    repetition_does_not_matter(evaluator, case)?;
    for statement in more {
        one_more_statement(evaluator, case, statement)?;
    }
    one_value_is_a_list_of_one(evaluator, case)?;
    an_empty_list_is_absence(evaluator, case)?;
    a_typed_value_is_its_text(evaluator, case)?;
    spelling_does_not_matter(evaluator, case)
}
