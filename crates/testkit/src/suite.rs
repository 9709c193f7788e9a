//! Suites run against an evaluator: what was expected, what came out.
//!
//! Must not know how suites are read, nor how a failure is shown.

use std::fmt;

use ramgate_model::{Checks, DecisionKind, Stage, StatementNumber};
use ramgate_syntax::suite::{RefusedDocument, SuiteCase};
use ramgate_syntax::{Mode, PolicySet, Severity, SuiteDocument};

use crate::decider::{Answer, Decider, Determined, Evaluator};

/// How a suite went.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[must_use = "a report that is not looked at tests nothing"]
pub struct Report {
    /// The cases, in the order of the suite.
    pub cases: Vec<Outcome>,
    /// The documents that must not load, in the order of the suite.
    pub refused: Vec<Outcome>,
}

/// How a case, or a document that must not load, went.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Outcome {
    /// What the case is called.
    pub name: String,
    /// What went wrong, if anything did.
    pub failure: Option<Failure>,
}

/// What was expected and what came out, in words of the suite.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// What the suite asks for.
    pub expected: String,
    /// What came out.
    pub found: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

impl Report {
    /// Whether everything holds.
    pub fn holds(&self) -> bool {
        self.failures().next().is_none()
    }

    /// Cases first, then documents, with what went wrong.
    pub fn failures(&self) -> impl Iterator<Item = (&str, &Failure)> {
        let all = self.cases.iter().chain(&self.refused);
        all.filter_map(|outcome| Some((outcome.name.as_str(), outcome.failure.as_ref()?)))
    }
}

/// Runs all cases of a suite, and reads the documents that must not load.
///
/// # Errors
/// When the evaluator does not take the suite's policies.
pub fn run<E: Evaluator>(evaluator: &E, suite: &SuiteDocument) -> Result<Report, E::Error> {
    let decider = evaluator.prepare(&suite.policies)?;
    let ids = StatementIds::of(&suite.policies);
    let cases = suite.cases.iter().map(|case| Outcome {
        name: case.name.clone(),
        failure: run_case(&decider, &ids, case),
    });
    let refused = suite.refused.iter().map(|document| Outcome {
        name: document.name.clone(),
        failure: run_refused(document, suite.mode),
    });
    Ok(Report {
        cases: cases.collect(),
        refused: refused.collect(),
    })
}

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

fn run_case(decider: &impl Decider, ids: &StatementIds, case: &SuiteCase) -> Option<Failure> {
    let answer = case
        .request
        .with_checks(|checks| decide_checks(decider, checks));
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

fn expectation(kind: DecisionKind, stage: Option<Stage>, by: Option<&[String]>) -> String {
    let stage = stage.map(|stage| format!(" in stage {stage}"));
    let by = by.map(|ids| match ids {
        [] => " by no statement".to_owned(),
        ids => format!(" by {}", ids.join(", ")),
    });
    let (stage, by) = (stage.unwrap_or_default(), by.unwrap_or_default());
    format!("{kind}{stage}{by}")
}

/// What the statements of a set are called: `readers#1`.
struct StatementIds(Vec<String>);

impl StatementIds {
    fn of(set: &PolicySet) -> Self {
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

/// A refused document must not load; one diagnostic must have the code, if one is asked for, and
/// stand at the text, if one is asked for.
fn run_refused(document: &RefusedDocument, mode: Mode) -> Option<Failure> {
    let (code, at) = (document.code.as_deref(), document.at.as_deref());
    let failure = |found: String| {
        let code = code.map(|code| format!(" with code {code}"));
        let at = at.map(|at| format!(" at `{at}`"));
        let (code, at) = (code.unwrap_or_default(), at.unwrap_or_default());
        let expected = format!("a refusal{code}{at}");
        Some(Failure { expected, found })
    };
    let Err(diagnostics) = document.read(mode) else {
        return failure("a document that loads".to_owned());
    };
    // What import mode tolerates is said too, but it is not why the document is refused.
    let found: Vec<(&str, &str)> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity() == Severity::Error)
        .map(|diagnostic| {
            let place = document.document.get(diagnostic.span().range());
            (diagnostic.code().as_str(), place.unwrap_or_default())
        })
        .collect();
    let as_asked = found.iter().any(|(found_code, found_at)| {
        code.is_none_or(|code| code == *found_code) && at.is_none_or(|at| at == *found_at)
    });
    if as_asked {
        return None;
    }
    let found: Vec<String> = found
        .into_iter()
        .map(|(code, at)| format!("{code} at `{at}`"))
        .collect();
    failure(found.join(", "))
}
