//! Suites: policies, cases over them, and documents that must not load.
//!
//! Must not know how a case is decided.

mod read;

use std::sync::Arc;

use ramgate_model::{DecisionKind, Stage};

use crate::diagnostics::{Diagnostics, Sink};
use crate::json;
use crate::request::RequestDocument;
use crate::sources::Beside;
use crate::{
    Files, Limits, Mode, NoFiles, Policy, PolicyKind, PolicySet, Read, ReadOptions, ReadSources,
    SourceDiagnostics, Span, Store, read_policy,
};

/// A suite as it was written.
#[derive(Clone, Debug)]
pub struct SuiteDocument {
    /// What the suite is about.
    pub about: Option<String>,
    /// Ids of the rules that it shows.
    pub rules: Vec<String>,
    /// The mode in which its documents are read.
    pub mode: Mode,
    /// The identity policies of every caller; none if there is a store.
    pub policies: PolicySet,
    /// Who has which policies. Every case then says who asks.
    pub store: Option<Arc<Store>>,
    /// The cases, in the order of the text.
    pub cases: Vec<SuiteCase>,
    /// Documents that must not load, in the order of the text.
    pub refused: Vec<RefusedDocument>,
}

/// A request and what must come of it.
#[derive(Clone, Debug)]
pub struct SuiteCase {
    /// What the case is called.
    pub name: String,
    /// What is asked.
    pub request: RequestDocument,
    /// The decision that must come out.
    pub decision: DecisionKind,
    /// The stage that must decide, where given.
    pub stage: Option<Stage>,
    /// The statements that must determine the decision, where given: ids such as `readers#1`,
    /// whose order does not count.
    pub determined_by: Option<Vec<String>>,
    /// Where the case stands.
    pub span: Span,
}

/// A document that must not load.
#[derive(Clone, Debug)]
pub struct RefusedDocument {
    /// What the document is called.
    pub name: String,
    /// The kind of policy that it is read as.
    pub kind: PolicyKind,
    /// Its text.
    pub document: String,
    /// The code of a diagnostic that it must give, where given; there may be no such code.
    pub code: Option<String>,
    /// The text under that diagnostic's span, where given.
    pub at: Option<String>,
    /// Where it stands in the suite.
    pub span: Span,
}

impl RefusedDocument {
    /// Reads the document, which should fail: in the suite's mode, without the length limits of
    /// the kinds.
    ///
    /// # Errors
    /// When it does not load, as it should not.
    pub fn read(&self, mode: Mode) -> Result<Read<Policy>, Diagnostics> {
        let options = ReadOptions::new(mode).with_length_limits(false);
        read_policy(&self.document, self.kind, &options)
    }
}

/// Reads a suite that refers to no files. Its documents are read in its own mode, or in `mode` if
/// that is given, and without the length limits of the kinds; its store in the store's own mode,
/// or in `mode`.
///
/// # Errors
/// Everything that is wrong with it at once, a policy that does not load and a case whose
/// request cannot be read included; the path names them.
pub fn read_suite(
    text: impl AsRef<[u8]>,
    limits: &Limits,
    mode: Option<Mode>,
) -> Result<Read<SuiteDocument>, Diagnostics> {
    match read_suite_with(text, limits, mode, &mut NoFiles) {
        Ok(read) => Ok(Read {
            value: read.value,
            warnings: read.warnings.into_own(),
        }),
        Err(found) => Err(found.into_own()),
    }
}

/// Reads a suite whose store may be a file or have files, as [`read_suite`] does. The path of a
/// store is asked for as it is written, and the files of its policies by paths that begin with
/// its folder.
///
/// # Errors
/// Everything that is wrong with it and with the files, at once.
pub fn read_suite_with(
    text: impl AsRef<[u8]>,
    limits: &Limits,
    mode: Option<Mode>,
    files: &mut dyn Files,
) -> Result<ReadSources<SuiteDocument>, SourceDiagnostics> {
    let text = text.as_ref();
    let mut sink = Sink::new(Mode::Strict);
    let mut beside = Beside::new(files, limits);
    let suite = json::parse(text, limits, &mut sink)
        .and_then(|node| read::suite(&node, mode, &mut beside, &mut sink));
    beside.settle(text, sink, suite)
}

#[cfg(test)]
mod tests;
