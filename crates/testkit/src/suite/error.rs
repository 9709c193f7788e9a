//! Why a suite cannot be run, though it can be read.
//!
//! Must not know how it is run.

use std::fmt;

use ramgate_catalogue::OperationError;
use ramgate_syntax::Span;
use ramgate_syntax::suite::SuiteCase;

/// A suite cannot be run.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RunError {
    case: Option<(String, Span)>,
    why: String,
    help: Option<String>,
}

impl RunError {
    pub(super) fn evaluator(error: impl fmt::Display) -> Self {
        Self {
            case: None,
            why: error.to_string(),
            help: None,
        }
    }

    pub(super) fn operation(case: &SuiteCase, error: &OperationError) -> Self {
        Self {
            case: Some((case.name.clone(), error.span().unwrap_or(case.span))),
            why: error.to_string(),
            help: error.help(),
        }
    }

    /// The name of the case whose request cannot be read, and where in the suite the fault stands;
    /// nothing if it is the evaluator that does not take the suite.
    pub fn unreadable_case(&self) -> Option<(&str, Span)> {
        self.case
            .as_ref()
            .map(|(name, span)| (name.as_str(), *span))
    }

    /// Why.
    pub fn reason(&self) -> &str {
        &self.why
    }

    /// What can be done about it, where that can be said.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.case {
            Some((name, _)) => write!(
                f,
                "the request of the case `{name}` cannot be read: {}",
                self.why
            ),
            None => f.write_str(&self.why),
        }
    }
}

impl std::error::Error for RunError {}
