//! Why a request cannot be read.
//!
//! Must not know how it is read.

use std::fmt::Write as _;

use ramgate::catalogue::OperationError;
use ramgate::{Code, Diagnostic, Diagnostics};

use super::OPERATION;
use crate::render;

/// Why a request cannot be read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// The code of the first thing that is wrong.
    pub(crate) code: &'static str,
    /// What it is, and how many more there are.
    pub(crate) message: String,
    /// The line on which it stands, counted from 1; nothing for flags.
    pub(crate) line: Option<u64>,
    /// Everything that is wrong, drawn for a terminal.
    pub(crate) drawn: Vec<String>,
}

impl Unreadable {
    /// A request that was read and cannot be asked, which there is not.
    pub(crate) fn other(line: u64) -> Self {
        Self {
            code: Code::NotJson.as_str(),
            message: "the request cannot be read".to_owned(),
            line: Some(line),
            drawn: Vec::new(),
        }
    }

    /// Something that flags say.
    pub(super) fn of_flags(code: Code, message: String) -> Self {
        Self {
            code: code.as_str(),
            drawn: vec![render::diagnostics::coded(code, &message)],
            message,
            line: None,
        }
    }

    /// What diagnostics say.
    pub(super) fn of_diagnostics(
        diagnostics: &Diagnostics,
        line: Option<u64>,
        drawn: Vec<String>,
    ) -> Self {
        let first = diagnostics.first();
        let mut message = first.map(said).unwrap_or_default();
        let more = (diagnostics.len() + diagnostics.omitted()).saturating_sub(1);
        if more > 0 {
            // Writing to a string does not fail.
            let _ = write!(message, " (and {more} more)");
        }
        Self {
            code: first.map_or("", |first| first.code().as_str()),
            message,
            line,
            drawn,
        }
    }

    /// What the catalogue says of an operation.
    pub(super) fn of_operation(
        error: &OperationError,
        line: Option<u64>,
        drawn: Vec<String>,
    ) -> Self {
        let mut message = error.to_string();
        if let Some(help) = error.help() {
            // Writing to a string does not fail.
            let _ = write!(message, ": {help}");
        }
        Self {
            code: OPERATION.as_str(),
            message,
            line,
            drawn,
        }
    }
}

/// What a diagnostic says, with its advice.
pub(super) fn said(diagnostic: &Diagnostic) -> String {
    match diagnostic.help() {
        Some(help) => format!("{}: {help}", diagnostic.message()),
        None => diagnostic.message().to_owned(),
    }
}
