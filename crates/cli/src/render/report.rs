//! How suites went.
//!
//! Must not know how a suite is run.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::value::RawValue;

use super::text::count;
use super::{json, style, text};

/// How one suite went.
#[derive(Debug, Serialize)]
pub(crate) struct SuiteReport {
    /// The suite's file.
    pub(crate) file: String,
    /// What it is about.
    pub(crate) about: Option<String>,
    /// How many cases it has.
    pub(crate) cases: usize,
    /// How many documents that must not load.
    pub(crate) refused: usize,
    /// What does not hold.
    pub(crate) failures: Vec<FailedCase>,
}

/// A case, or a document that must not load, that does not hold.
#[derive(Debug)]
pub(crate) struct FailedCase {
    /// What it is called.
    pub(crate) name: String,
    /// What the suite asks for.
    pub(crate) expected: String,
    /// What came out.
    pub(crate) found: String,
    /// Why it came out, for people and as JSON; nothing for a document.
    pub(crate) explanation: Option<Explanation>,
}

/// Why something came out.
#[derive(Debug)]
pub(crate) struct Explanation {
    /// For people.
    pub(crate) human: String,
    /// As JSON.
    pub(crate) json: Option<Box<RawValue>>,
}

impl Serialize for FailedCase {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Members<'c> {
            name: &'c str,
            expected: &'c str,
            found: &'c str,
            explanation: Option<&'c RawValue>,
        }
        Members {
            name: &self.name,
            expected: &self.expected,
            found: &self.found,
            explanation: self.explanation.as_ref().and_then(|of| of.json.as_deref()),
        }
        .serialize(serializer)
    }
}

/// A suite on one line, and below it what does not hold.
pub(crate) fn human(report: &SuiteReport) -> String {
    let word = if report.failures.is_empty() {
        style::in_style(style::GOOD, "ok  ")
    } else {
        style::in_style(style::BAD, "FAIL")
    };
    let mut page = format!("{word} {}: {}", text::visible(&report.file), size(report));
    if !report.failures.is_empty() {
        let failures = count(report.failures.len(), "does not hold", "do not hold");
        // Writing to a string does not fail.
        let _ = write!(page, ", {failures}");
    }
    for failed in &report.failures {
        let name = style::in_style(style::NAME, text::visible(&failed.name));
        // Writing to a string does not fail.
        let _ = write!(
            page,
            "\n\n  {name}\n    expected {}\n    found    {}",
            text::visible(&failed.expected),
            text::visible(&failed.found)
        );
        if let Some(explanation) = &failed.explanation {
            for line in explanation.human.lines() {
                page.push('\n');
                if !line.is_empty() {
                    page.push_str("      ");
                    page.push_str(line);
                }
            }
        }
    }
    if !report.failures.is_empty() {
        page.push('\n');
    }
    page
}

fn size(report: &SuiteReport) -> String {
    counted(report.cases, report.refused)
}

fn counted(cases: usize, refused: usize) -> String {
    let cases = count(cases, "case", "cases");
    match refused {
        0 => cases,
        refused => format!("{cases}, {}", count(refused, "refusal", "refusals")),
    }
}

/// A suite as one object.
pub(crate) fn json(report: &SuiteReport) -> String {
    json::line(report)
}

/// All suites together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    /// Suites that were run.
    pub(crate) suites: usize,
    /// Their cases.
    pub(crate) cases: usize,
    /// Their documents that must not load.
    pub(crate) refused: usize,
    /// Those that do not hold.
    pub(crate) failed: usize,
}

impl Sum {
    /// Adds a suite.
    pub(crate) fn add(&mut self, report: &SuiteReport) {
        self.suites += 1;
        self.cases += report.cases;
        self.refused += report.refused;
        self.failed += report.failures.len();
    }

    /// One line about it.
    pub(crate) fn human(&self) -> String {
        let suites = count(self.suites, "suite", "suites");
        let cases = counted(self.cases, self.refused);
        match self.failed {
            0 => format!("{suites}, {cases}: all hold"),
            failed => {
                let failed = count(failed, "does not hold", "do not hold");
                format!("{suites}, {cases}: {failed}")
            }
        }
    }
}
