//! Cases over policies that are the identity policies of every caller.
//!
//! Must not know stores.

use ramgate_model::{Checks, DecisionKind, StatementNumber};
use ramgate_syntax::suite::SuiteCase;
use ramgate_syntax::{PolicySet, RequestDocument};

use super::{Failure, expectation};
use crate::decider::{Answer, Decider, Determined};

/// The answer to a call of several checks (2.13): the first that is not allowed decides; if all
/// are allowed, the last one speaks.
pub fn decide_checks(decider: &impl Decider, checks: Checks<'_>) -> Option<Answer> {
    let mut last = None;
    for request in checks.requests() {
        let answer = decider.decide(request);
        if answer.kind != DecisionKind::Allow {
            return Some(answer);
        }
        last = Some(answer);
    }
    last
}

pub(super) fn run_case(
    decider: &impl Decider,
    ids: &StatementIds,
    case: &SuiteCase,
    request: &RequestDocument,
) -> Option<Failure> {
    let answer = request.with_checks(|checks| decide_checks(decider, checks));
    let expected = || expectation(case.decision, case.stage, case.determined_by.as_deref());
    match answer {
        Ok(Some(answer)) if ids.holds(case, &answer) => None,
        Ok(Some(answer)) => Some(Failure {
            expected: expected(),
            found: ids.describe(&answer),
        }),
        // Requests of a suite that was read can be read, and have at least one check.
        Ok(None) => Some(Failure {
            expected: expected(),
            found: "nothing to check".to_owned(),
        }),
        Err(error) => Some(Failure {
            expected: expected(),
            found: error.to_string(),
        }),
    }
}

/// What the statements of a set are called: `readers#1`.
pub(super) struct StatementIds(Vec<String>);

impl StatementIds {
    pub(super) fn of(set: &PolicySet) -> Self {
        let ids = set
            .statements()
            .map(|(name, index, ..)| format!("{name}#{index}"));
        Self(ids.collect())
    }

    fn id(&self, number: StatementNumber) -> String {
        let id = usize::try_from(number.get())
            .ok()
            .and_then(|at| self.0.get(at));
        id.cloned()
            .unwrap_or_else(|| format!("statement {} of none", number.get()))
    }

    /// The numbers of these ids, ascending and each once; nothing if one is no statement.
    fn numbers(&self, ids: &[String]) -> Option<Vec<StatementNumber>> {
        let mut numbers = Vec::new();
        for id in ids {
            let at = self.0.iter().position(|known| known == id)?;
            numbers.push(StatementNumber::new(u32::try_from(at).ok()?));
        }
        numbers.sort_unstable();
        numbers.dedup();
        Some(numbers)
    }

    /// A stage counts if both say one; statements count if the case names them.
    fn holds(&self, case: &SuiteCase, answer: &Answer) -> bool {
        let stage = match (case.stage, answer.stage) {
            (Some(expected), Some(found)) => expected == found,
            _ => true,
        };
        let statements = match &case.determined_by {
            None => true,
            Some(ids) => self
                .numbers(ids)
                .is_some_and(|numbers| answer.determined_by.agrees_with(&numbers)),
        };
        case.decision == answer.kind && stage && statements
    }

    fn describe(&self, answer: &Answer) -> String {
        match &answer.determined_by {
            Determined::All(all) => {
                let ids: Vec<String> = all.iter().map(|number| self.id(*number)).collect();
                expectation(answer.kind, answer.stage, Some(&ids))
            }
            Determined::First(first) => {
                let ids: Vec<String> = first.iter().map(|number| self.id(*number)).collect();
                let text = expectation(answer.kind, answer.stage, Some(&ids));
                match first {
                    Some(_) => format!("{text} first of all"),
                    None => text,
                }
            }
        }
    }
}
