//! Diagnostics as JSON, one a line, and how many there are.
//!
//! Must not know how faults are found.

use ramgate::{Diagnostic, Diagnostics, Severity};
use ramgate_syntax::LineIndex;
use serde::Serialize;

use super::diagnostics::page;
use super::{json, text};
use crate::input::Source;

#[derive(Serialize)]
struct Finding<'f> {
    file: &'f str,
    line: usize,
    column: usize,
    end: Place,
    code: &'static str,
    severity: &'static str,
    message: &'f str,
    help: Option<&'f str>,
    path: &'f str,
    page: String,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
}

/// Every diagnostic of a text as an object on a line of its own. Lines and columns count from 1,
/// columns in characters; `end` is behind the last one.
pub(crate) fn json<'d>(
    source: &'d Source,
    found: &'d Diagnostics,
) -> impl Iterator<Item = String> + 'd {
    let lines = LineIndex::new(&source.text);
    found
        .iter()
        .map(move |diagnostic| json::line(&finding(source, &lines, diagnostic)))
}

fn finding<'d>(source: &'d Source, lines: &LineIndex<'_>, of: &'d Diagnostic) -> Finding<'d> {
    let start = lines.line_column(of.span().start());
    let end = lines.line_column(of.span().end());
    Finding {
        file: &source.name,
        line: start.line,
        column: start.column,
        end: Place {
            line: end.line,
            column: end.column,
        },
        code: of.code().as_str(),
        severity: of.severity().name(),
        message: of.message(),
        help: of.help(),
        path: of.path(),
        page: page(of.code()),
    }
}

/// What a file holds that was checked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Checked {
    /// A policy.
    Policy,
    /// A store, whose policies may stand in files of their own.
    Store,
}

/// What was checked and what was found.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    policies: usize,
    stores: usize,
    /// Findings that keep a policy or store from loading.
    pub(crate) errors: usize,
    /// Findings that do not.
    pub(crate) warnings: usize,
}

impl Totals {
    /// Counts something that was read.
    pub(crate) fn count(&mut self, checked: Checked) {
        match checked {
            Checked::Policy => self.policies += 1,
            Checked::Store => self.stores += 1,
        }
    }

    /// Whether anything was read.
    pub(crate) fn is_any(&self) -> bool {
        self.policies + self.stores > 0
    }

    /// Counts the diagnostics of one more text. Those that were left out are as grave as the
    /// gravest that was kept.
    pub(crate) fn add(&mut self, found: &Diagnostics) {
        let errors = found
            .iter()
            .filter(|diagnostic| diagnostic.severity() == Severity::Error)
            .count();
        self.errors += errors;
        self.warnings += found.len() - errors;
        if errors > 0 {
            self.errors += found.omitted();
        } else {
            self.warnings += found.omitted();
        }
    }

    /// One line about it, and about how many could not be read.
    pub(crate) fn human(&self, unreadable: usize) -> String {
        let policies = text::count(self.policies, "policy", "policies");
        let stores = text::count(self.stores, "store", "stores");
        let files = match (self.policies, self.stores) {
            (_, 0) => policies,
            (0, _) => stores,
            _ => format!("{policies} and {stores}"),
        };
        let files = match unreadable {
            0 => format!("{files} checked"),
            unreadable => format!("{files} checked, {} not read", text::grouped(unreadable)),
        };
        if self.errors + self.warnings == 0 {
            return format!("{files}, no findings");
        }
        let errors = text::count(self.errors, "error", "errors");
        let warnings = text::count(self.warnings, "warning", "warnings");
        format!("{files}: {errors}, {warnings}")
    }
}
