//! Why a catalogue cannot be read.
//!
//! Must not know what a catalogue says.

use std::error::Error;
use std::fmt;

use ramgate_syntax::{LineColumn, Span};

/// A text cannot be read as a catalogue. It names the first fault.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CatalogueError {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) path: String,
    pub(crate) span: Span,
    pub(crate) place: LineColumn,
}

impl CatalogueError {
    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it, where that can be said.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Where it is in the document, such as `actions[3].resources[0]`; empty for the document
    /// itself.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where it is in the text.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Line and column.
    pub fn place(&self) -> LineColumn {
        self.place
    }
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

impl Error for CatalogueError {}
