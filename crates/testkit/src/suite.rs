//! Suites run against an evaluator: what was expected, what came out.
//!
//! Must not know how suites are read, nor how a failure is shown.

mod calls;
mod error;
mod policies;
mod refused;

use std::borrow::Cow;
use std::fmt;

use ramgate_catalogue::Catalogue;
use ramgate_model::{DecisionKind, Stage};
use ramgate_syntax::suite::SuiteCase;
use ramgate_syntax::{RequestDocument, SuiteDocument};

use crate::authority::StoreEvaluator;
use crate::decider::Evaluator;

pub use error::RunError;
pub use policies::decide_checks;

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

/// Runs all cases of a suite, and reads the documents that must not load. The cases of a suite of
/// policies are decided by the one evaluator, those of a suite over a store by the other.
///
/// # Errors
/// When the evaluator does not take the suite's policies or store, or a case cannot be asked: its
/// operation is none, or needs a resource that it does not name.
pub fn run<P, S>(on_policies: &P, on_store: &S, suite: &SuiteDocument) -> Result<Report, RunError>
where
    P: Evaluator,
    S: StoreEvaluator,
{
    let requests = suite
        .cases
        .iter()
        .map(readable)
        .collect::<Result<Vec<_>, _>>()?;
    let cases = suite.cases.iter().zip(requests.iter().map(Cow::as_ref));
    let failures: Vec<Option<Failure>> = match &suite.store {
        None => {
            let decider = on_policies
                .prepare(&suite.policies)
                .map_err(RunError::evaluator)?;
            let ids = policies::StatementIds::of(&suite.policies);
            let run = |(case, request)| policies::run_case(&decider, &ids, case, request);
            cases.map(run).collect()
        }
        Some(store) => {
            let authority = on_store.prepare(store).map_err(RunError::evaluator)?;
            let places = calls::Places::of(store);
            let run = |(case, request)| calls::run_case(&authority, &places, case, request);
            cases.map(run).collect()
        }
    };
    let named = |(case, failure): (&SuiteCase, _)| Outcome {
        name: case.name.clone(),
        failure,
    };
    let refused = suite.refused.iter().map(|document| Outcome {
        name: document.name.clone(),
        failure: refused::run(document, suite.mode),
    });
    Ok(Report {
        cases: suite.cases.iter().zip(failures).map(named).collect(),
        refused: refused.collect(),
    })
}

/// The request of a case with the checks of its operation, if it asks for one.
fn readable(case: &SuiteCase) -> Result<Cow<'_, RequestDocument>, RunError> {
    if case.request.operation().is_none() {
        return Ok(Cow::Borrowed(&case.request));
    }
    let expanded = Catalogue::kms().expand(&case.request);
    expanded
        .map(Cow::Owned)
        .map_err(|error| RunError::operation(case, &error))
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
