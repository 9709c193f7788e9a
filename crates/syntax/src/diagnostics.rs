//! What is to be said about a document: all of it at once, in the order of the text.
//!
//! Must not know how faults are found, nor how a diagnostic is drawn on a terminal.

mod text;

use std::collections::HashSet;
use std::error::Error;
use std::fmt;

pub(crate) use text::{Note, elided, quoted};

use crate::codes::Code;
use crate::path::Path;
use crate::{Mode, Span};

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// The document loads nevertheless.
    Warning,
    /// The document does not load.
    Error,
}

impl Severity {
    /// The severity as text: `warning`, `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One thing that is to be said about a document.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    code: Code,
    severity: Severity,
    span: Span,
    path: String,
    note: Note,
}

impl Diagnostic {
    /// What it is about.
    pub fn code(&self) -> Code {
        self.code
    }

    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Where it is in the text.
    pub fn span(&self) -> Span {
        self.span
    }

    /// What is wrong; lower case, no full stop, text of the document in backticks.
    pub fn message(&self) -> &str {
        &self.note.message
    }

    /// What to do about it, where that can be said.
    pub fn help(&self) -> Option<&str> {
        self.note.help.as_deref()
    }

    /// Where it is in the document, such as `Statement[0].Action[2]`; empty for the document
    /// itself. Names beyond 60 characters are cut.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Severity, code and message on one line.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.code, self.message())
    }
}

impl Error for Diagnostic {}

/// All diagnostics of a document, in the order of their places.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
    omitted: usize,
}

impl Diagnostics {
    /// Of each severity, no more than this are kept; a document could hold a hundred thousand.
    pub const MAX_KEPT: usize = 1000;

    /// The diagnostics.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.items.iter()
    }

    /// How many are kept.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The first, by place.
    pub fn first(&self) -> Option<&Diagnostic> {
        self.items.first()
    }

    /// How many were left out because there were more than [`Diagnostics::MAX_KEPT`].
    pub fn omitted(&self) -> usize {
        self.omitted
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.items
            .iter()
            .any(|item| item.severity == Severity::Error)
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'d> IntoIterator for &'d Diagnostics {
    type Item = &'d Diagnostic;
    type IntoIter = std::slice::Iter<'d, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// One diagnostic a line, with its path.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, item) in self.items.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            item.fmt(f)?;
            if !item.path.is_empty() {
                write!(f, " (at `{}`)", item.path)?;
            }
        }
        if self.omitted > 0 {
            write!(f, "\nand {} more", self.omitted)?;
        }
        Ok(())
    }
}

impl Error for Diagnostics {}

/// Where the readers put what they find.
#[derive(Debug)]
pub(crate) struct Sink {
    mode: Mode,
    errors: Kept,
    warnings: Kept,
}

#[derive(Debug, Default)]
struct Kept {
    items: Vec<Diagnostic>,
    omitted: usize,
}

impl Sink {
    /// For a document that is read in this mode.
    pub(crate) fn new(mode: Mode) -> Self {
        Self {
            mode,
            errors: Kept::default(),
            warnings: Kept::default(),
        }
    }

    /// From here on, documents are read in this mode.
    pub(crate) fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
    }

    pub(crate) fn mode(&self) -> Mode {
        self.mode
    }

    /// Reports a fault. What is to be said is composed only if it is kept.
    pub(crate) fn report(
        &mut self,
        code: Code,
        span: Span,
        path: &Path<'_>,
        note: impl FnOnce() -> Note,
    ) {
        let (severity, kept) = match self.mode {
            Mode::Import if code.is_tolerated_in_import() => {
                (Severity::Warning, &mut self.warnings)
            }
            _ => (Severity::Error, &mut self.errors),
        };
        if kept.items.len() < Diagnostics::MAX_KEPT {
            kept.items.push(Diagnostic {
                code,
                severity,
                span,
                path: path.to_string(),
                note: note(),
            });
        } else {
            kept.omitted += 1;
        }
    }

    /// How many errors were reported.
    pub(crate) fn error_count(&self) -> usize {
        self.errors.items.len() + self.errors.omitted
    }

    /// Whether an error was reported.
    pub(crate) fn has_errors(&self) -> bool {
        !self.errors.items.is_empty()
    }

    /// Takes over what another has found, but for what has been said of the same place.
    pub(crate) fn merge(&mut self, other: Self) {
        if other.errors.items.is_empty() && other.warnings.items.is_empty() {
            return;
        }
        let place = |item: &Diagnostic| (item.code, item.span.range(), item.path.clone());
        let said = self.errors.items.iter().chain(&self.warnings.items);
        let said: HashSet<_> = said.map(place).collect();
        for (kept, more) in [
            (&mut self.errors, other.errors),
            (&mut self.warnings, other.warnings),
        ] {
            kept.omitted += more.omitted;
            for item in more.items {
                if said.contains(&place(&item)) {
                    continue;
                }
                if kept.items.len() < Diagnostics::MAX_KEPT {
                    kept.items.push(item);
                } else {
                    kept.omitted += 1;
                }
            }
        }
    }

    /// Everything that was reported, in the order of the text.
    pub(crate) fn finish(self) -> Diagnostics {
        let mut items = self.errors.items;
        items.extend(self.warnings.items);
        items.sort_by_key(|item| (item.span.start(), item.span.end(), item.code));
        Diagnostics {
            items,
            omitted: self.errors.omitted + self.warnings.omitted,
        }
    }

    /// The value, if nothing speaks against it, with the warnings.
    pub(crate) fn settle<T>(self, value: Option<T>) -> Result<crate::Read<T>, Diagnostics> {
        match value {
            Some(value) if !self.has_errors() => Ok(crate::Read {
                value,
                warnings: self.finish(),
            }),
            _ => Err(self.finish()),
        }
    }
}
