//! Why a command has no answer.
//!
//! Must not know subcommands. A failure is what is said on standard error before exit status 2.

use std::path::Path;
use std::{fmt, io};

use crate::render;

/// One or more things that went wrong, drawn for a terminal.
#[derive(Debug, Default)]
pub(crate) struct Failure {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Message { text: String, help: Option<String> },
    Drawn(String),
}

impl Failure {
    /// A failure in words: lower case, no full stop, text of the user in backticks.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            parts: vec![Part::Message { text, help: None }],
        }
    }

    /// The same with advice on its last part.
    pub(crate) fn with_help(mut self, advice: impl Into<String>) -> Self {
        if let Some(Part::Message { help, .. }) = self.parts.last_mut() {
            *help = Some(advice.into());
        }
        self
    }

    /// Nothing went wrong so far.
    pub(crate) fn none() -> Self {
        Self::default()
    }

    /// A file that could not be read.
    pub(crate) fn reading(name: &str, error: &io::Error) -> Self {
        Self::new(format!("cannot read `{name}`: {}", reason(error)))
    }

    /// A file that could not be written.
    pub(crate) fn writing(path: &Path, error: &io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "there is no such directory".to_owned(),
            _ => reason(error),
        };
        Self::new(format!("cannot write `{}`: {reason}", path.display()))
    }

    /// Adds something that has been drawn already, such as a diagnostic.
    pub(crate) fn push_drawn(&mut self, drawn: String) {
        self.parts.push(Part::Drawn(drawn));
    }

    /// Adds everything that another failure says.
    pub(crate) fn append(&mut self, other: Self) {
        self.parts.extend(other.parts);
    }

    /// How many things went wrong.
    pub(crate) fn count(&self) -> usize {
        self.parts.len()
    }

    /// The value, unless something went wrong.
    pub(crate) fn unless<T>(self, value: T) -> Result<T, Self> {
        if self.parts.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

/// Everything that went wrong, one thing after the other, with styles for a terminal.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            match part {
                Part::Drawn(drawn) => f.write_str(drawn)?,
                Part::Message { text, help } => {
                    f.write_str(&render::diagnostics::message(text, help.as_deref()))?;
                }
            }
        }
        Ok(())
    }
}

/// What an error of the operating system says, without its number.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotADirectory => "a part of its path is no directory".to_owned(),
        _ => error.to_string(),
    }
}
