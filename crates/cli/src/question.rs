//! What is asked, from flags, from a file or from a line of a batch.
//!
//! Must not know what is decided. Flags are put into the form of a file and read like one, so that
//! the same can be asked both ways.

mod flags;
mod unreadable;

use ramgate::catalogue::{Catalogue, OperationError};
use ramgate::{Checks, Code, KeyRegistry, Policy, ReadError};
use ramgate_syntax::{
    Diagnostics, Limits, LineIndex, Mode, Read, ReadOptions, RequestDocument, Span, read_request,
    read_store_request,
};

use crate::input::Source;
use crate::render;

pub(crate) use unreadable::Unreadable;

/// How questions are to be read.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'s> {
    /// The mode of session policies.
    pub(crate) mode: Mode,
    /// The keys that the store declares; nothing where there is no store.
    pub(crate) keys: Option<&'s KeyRegistry>,
}

/// A call: its checks and, where that matters, who makes it.
#[derive(Debug)]
pub(crate) struct Question {
    document: RequestDocument,
    /// The session policy, if it is not in the document.
    session_policy: Option<Policy>,
    /// What import mode tolerates about it, drawn for a terminal.
    warnings: Vec<String>,
}

impl Question {
    /// The request that a file holds.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn from_source(source: &Source, how: Reading<'_>) -> Result<Self, Unreadable> {
        let line_of = |span: Span| {
            let line = LineIndex::new(&source.text).line_column(span.start()).line;
            u64::try_from(line).ok()
        };
        let read = how.read(&source.text).map_err(|diagnostics| {
            let line = line_of(
                diagnostics
                    .first()
                    .map(ramgate::Diagnostic::span)
                    .unwrap_or_default(),
            );
            let drawn = render::diagnostics::draw(source, &diagnostics).collect();
            Unreadable::of_diagnostics(&diagnostics, line, drawn)
        })?;
        let warnings = render::diagnostics::draw(source, &read.warnings).collect();
        let document = expanded(read.value).map_err(|error| {
            let span = error.span().unwrap_or_default();
            let drawn = vec![render::diagnostics::operation(source, &error)];
            Unreadable::of_operation(&error, line_of(span), drawn)
        })?;
        Ok(Self {
            document,
            session_policy: None,
            warnings,
        })
    }

    /// The request on a line of a batch.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn from_line(
        number: u64,
        text: &[u8],
        how: Reading<'_>,
    ) -> Result<Self, Unreadable> {
        let line = Some(number);
        let read = how
            .read(text)
            .map_err(|found| Unreadable::of_diagnostics(&found, line, Vec::new()))?;
        let warnings = read.warnings.iter();
        let warnings = warnings.map(|of| render::diagnostics::on_line(number, of));
        Ok(Self {
            document: expanded(read.value)
                .map_err(|error| Unreadable::of_operation(&error, line, Vec::new()))?,
            session_policy: None,
            warnings: warnings.collect(),
        })
    }

    /// The request of a case of a suite.
    ///
    /// # Errors
    /// When its operation cannot be read.
    pub(crate) fn from_case(request: &RequestDocument) -> Result<Self, OperationError> {
        Ok(Self {
            document: Catalogue::kms().expand(request)?,
            session_policy: None,
            warnings: Vec::new(),
        })
    }

    /// Hands the checks to a function.
    ///
    /// # Errors
    /// When they cannot be read, which is known since the question was made.
    pub(crate) fn ask<R>(&self, look: impl FnOnce(Checks<'_>) -> R) -> Result<R, ReadError> {
        self.document.with_checks(look)
    }

    /// Who calls; there is somebody where there is a store.
    pub(crate) fn principal(&self) -> Option<&str> {
        self.document.principal()
    }

    /// The resource group of the resource, if it is given.
    pub(crate) fn resource_group(&self) -> Option<&str> {
        self.document.resource_group()
    }

    /// The policy that the caller's session was created with.
    pub(crate) fn session_policy(&self) -> Option<&Policy> {
        let own = self.session_policy.as_ref();
        own.or(self.document.session_policy())
    }

    /// What import mode tolerates, drawn for a terminal.
    pub(crate) fn warnings(&self) -> &[String] {
        &self.warnings
    }
}

impl Reading<'_> {
    fn read(&self, text: &[u8]) -> Result<Read<RequestDocument>, Diagnostics> {
        match self.keys {
            Some(keys) => read_store_request(text, &ReadOptions::new(self.mode).with_keys(keys)),
            None => read_request(text, &Limits::default()).map(|value| Read {
                value,
                warnings: Diagnostics::default(),
            }),
        }
    }
}

/// The request with the checks of its operation, if it names one.
fn expanded(document: RequestDocument) -> Result<RequestDocument, OperationError> {
    if document.operation().is_none() {
        return Ok(document);
    }
    Catalogue::kms().expand(&document)
}

/// The code under which an operation cannot be read.
pub(crate) const OPERATION: Code = Code::BadOperation;
