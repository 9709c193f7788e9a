//! What a command reads: files, and standard input in the place of one.
//!
//! Must not know what stands in them.

use std::convert::Infallible;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::failure::Failure;

/// A file, or standard input where the argument is `-`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

/// A text that was read, with the name under which diagnostics speak of it.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// The file's path as it was given, or `<stdin>`.
    pub(crate) name: String,
    /// What was read; it need not be UTF-8.
    pub(crate) text: Vec<u8>,
}

impl From<OsString> for Input {
    fn from(argument: OsString) -> Self {
        if argument == "-" {
            Self::Stdin
        } else {
            Self::File(argument.into())
        }
    }
}

impl FromStr for Input {
    type Err = Infallible;

    fn from_str(argument: &str) -> Result<Self, Infallible> {
        Ok(Self::from(OsString::from(argument)))
    }
}

impl Input {
    /// What it is called in messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// The path, unless it is standard input.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdin => None,
            Self::File(path) => Some(path),
        }
    }

    /// Opens it for reading.
    ///
    /// # Errors
    /// When it cannot be opened, or is a directory.
    pub(crate) fn open(&self) -> Result<Box<dyn Read>, Failure> {
        match self {
            Self::Stdin => Ok(Box::new(io::stdin())),
            Self::File(path) => {
                let open = || {
                    let file = File::open(path)?;
                    if file.metadata()?.is_dir() {
                        return Err(io::ErrorKind::IsADirectory.into());
                    }
                    Ok(file)
                };
                let file = open().map_err(|error| Failure::reading(&self.name(), &error))?;
                Ok(Box::new(file))
            }
        }
    }

    /// Reads it up to a number of bytes and one more, by which the reader of the text sees that
    /// there is too much.
    ///
    /// # Errors
    /// When it cannot be opened or read.
    pub(crate) fn read_up_to(&self, bytes: usize) -> Result<Source, Failure> {
        let limit = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_add(1);
        let mut text = Vec::new();
        self.open()?
            .take(limit)
            .read_to_end(&mut text)
            .map_err(|error| Failure::reading(&self.name(), &error))?;
        Ok(Source {
            name: self.name(),
            text,
        })
    }

    /// Whether a person at a terminal types what is read.
    pub(crate) fn is_typed(&self) -> bool {
        *self == Self::Stdin && io::stdin().is_terminal()
    }
}

/// Standard input can stand for one input only.
///
/// # Errors
/// When it stands for several.
pub(crate) fn one_stdin<'i>(inputs: impl IntoIterator<Item = &'i Input>) -> Result<(), Failure> {
    let uses = inputs
        .into_iter()
        .filter(|input| **input == Input::Stdin)
        .count();
    if uses > 1 {
        let text = format!("standard input can be read once, and `-` is given {uses} times");
        Err(Failure::new(text).with_help("name files for the others"))
    } else {
        Ok(())
    }
}
