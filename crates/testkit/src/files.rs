//! The files that a suite refers to, relative to the folder that it is in.
//!
//! Must not know what stands in them.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ramgate_syntax::{Files, Limits};

/// Reads files by their paths from a folder on.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    limit: usize,
}

impl Folder {
    /// The files of a folder.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            limit: Limits::default().bytes(),
        }
    }

    /// The files of the folder that a file is in.
    pub fn of(file: &Path) -> Self {
        Self::new(file.parent().unwrap_or(Path::new("")))
    }

    /// The same, where a file may have so many bytes. One that has more is cut off just behind
    /// them, so that the reader's own limit sees it.
    #[must_use]
    pub fn with_limit(self, bytes: usize) -> Self {
        Self {
            limit: bytes,
            ..self
        }
    }
}

impl Files for Folder {
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        let file = File::open(self.path.join(path)).map_err(|error| said(&error))?;
        let most = u64::try_from(self.limit).unwrap_or(u64::MAX);
        let mut bytes = Vec::new();
        file.take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| said(&error))?;
        Ok(bytes)
    }
}

fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        _ => format!("it cannot be read: {error}"),
    }
}
