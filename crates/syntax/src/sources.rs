//! Several texts that are read together: a store and the files of its policies, a suite and its
//! store.
//!
//! Must not know what the texts say, nor how a file is opened: whoever reads brings [`Files`].

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::path;

use crate::codes::Code;
use crate::diagnostics::{Diagnostic, Diagnostics, Note, Sink, quoted};
use crate::path::Path;
use crate::{Limits, Mode, Span};

/// What gives the content of the files that a store or suite names.
///
/// A store that is read as text names files by paths relative to itself. A store or suite that
/// refers to another file by its path reads that by its path, and what is named in there by a
/// path that begins with the folder.
pub trait Files {
    /// The bytes of a file.
    ///
    /// # Errors
    /// When it cannot be read: why, in lower case and without a full stop.
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String>;
}

/// Where there are no files: whatever refers to one cannot be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&mut self, _: &str) -> Result<Vec<u8>, String> {
        Err("files are not read here".to_owned())
    }
}

/// One of several texts, with what is to be said about it.
#[derive(Clone, Debug)]
pub struct SourceText {
    name: Option<String>,
    text: Vec<u8>,
    diagnostics: Diagnostics,
}

impl SourceText {
    /// The path of the file; nothing for the text that was given to the reader.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Its bytes, in which the spans of the diagnostics lie.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// What is to be said about it.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }
}

/// All that is to be said about several texts: first the text that was given to the reader, then
/// the files in the order in which they were read. Texts about which there is nothing to say are
/// left out.
#[derive(Clone, Debug, Default)]
pub struct SourceDiagnostics(Vec<SourceText>);

impl SourceDiagnostics {
    /// The texts.
    pub fn sources(&self) -> &[SourceText] {
        &self.0
    }

    /// All diagnostics, each with the text it is about.
    pub fn iter(&self) -> impl Iterator<Item = (&SourceText, &Diagnostic)> {
        let each = |source| SourceText::diagnostics(source).iter();
        self.0
            .iter()
            .flat_map(move |source| each(source).map(move |item| (source, item)))
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of the diagnostics is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|source| source.diagnostics.has_errors())
    }

    /// What is said about the text that was given to the reader.
    pub(crate) fn into_own(self) -> Diagnostics {
        let own = self.0.into_iter().find(|source| source.name.is_none());
        own.map(|source| source.diagnostics).unwrap_or_default()
    }
}

/// One diagnostic a line, with its file and path.
impl fmt::Display for SourceDiagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, source) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            if let Some(name) = &source.name {
                writeln!(f, "{name}:")?;
            }
            source.diagnostics.fmt(f)?;
        }
        Ok(())
    }
}

impl Error for SourceDiagnostics {}

/// What was read from several texts, and what is to be said about them nevertheless.
#[derive(Clone, Debug)]
pub struct ReadSources<T> {
    /// What was read.
    pub value: T,
    /// Warnings: what import mode tolerated. Empty in strict mode.
    pub warnings: SourceDiagnostics,
}

/// The files that are read beside a text.
pub(crate) struct Beside<'f> {
    files: &'f mut dyn Files,
    limits: Limits,
    /// Paths are relative to this folder.
    folder: String,
    read: Vec<ReadFile>,
    by_name: HashMap<String, FileRef>,
}

/// A file that could be read, and what has been found in it.
struct ReadFile {
    name: String,
    text: Vec<u8>,
    sink: Sink,
}

/// A file that has been read, by its place among them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct FileRef(usize);

impl<'f> Beside<'f> {
    pub(crate) fn new(files: &'f mut dyn Files, limits: &Limits) -> Self {
        Self {
            files,
            limits: *limits,
            folder: String::new(),
            read: Vec::new(),
            by_name: HashMap::new(),
        }
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// Reads a file, once however often it is named.
    pub(crate) fn open(&mut self, path: &str) -> Result<FileRef, String> {
        let path = path::Path::new(&self.folder).join(path);
        self.open_at(&path.to_string_lossy())
    }

    fn open_at(&mut self, name: &str) -> Result<FileRef, String> {
        if let Some(known) = self.by_name.get(name) {
            return Ok(*known);
        }
        let text = self.files.read(name)?;
        let file = FileRef(self.read.len());
        self.by_name.insert(name.to_owned(), file);
        self.read.push(ReadFile {
            name: name.to_owned(),
            text,
            sink: Sink::new(Mode::Strict),
        });
        Ok(file)
    }

    /// Reads the file of a store, or the `store.json` of a folder. Paths in it are relative to
    /// the folder that it is in.
    pub(crate) fn open_store(&mut self, path: &str) -> Result<FileRef, String> {
        let given = path::Path::new(path);
        let (file, folder) = match self.open_at(path) {
            Ok(file) => (file, given.parent().unwrap_or(given)),
            Err(reason) => {
                let within = given.join("store.json");
                let within = within.to_string_lossy();
                let file = self.open_at(&within).map_err(|other| {
                    if other == reason {
                        reason
                    } else {
                        format!("{reason}; and `{within}`: {other}")
                    }
                })?;
                (file, given)
            }
        };
        self.folder = folder.to_string_lossy().into_owned();
        Ok(file)
    }

    /// Hands a file's text to a function, with where to report.
    pub(crate) fn with<R>(
        &mut self,
        file: FileRef,
        ask: impl FnOnce(&[u8], &Limits, &mut Sink) -> R,
    ) -> Option<R> {
        let file = self.read.get_mut(file.0)?;
        Some(ask(&file.text, &self.limits, &mut file.sink))
    }

    /// Hands a file's text to a function that reads more files, with where to report.
    pub(crate) fn with_more<R>(
        &mut self,
        file: FileRef,
        ask: impl FnOnce(&[u8], &mut Self, &mut Sink) -> R,
    ) -> Option<R> {
        let read = self.read.get_mut(file.0)?;
        let text = std::mem::take(&mut read.text);
        let mut sink = std::mem::replace(&mut read.sink, Sink::new(Mode::Strict));
        let answer = ask(&text, self, &mut sink);
        if let Some(read) = self.read.get_mut(file.0) {
            read.text = text;
            read.sink = sink;
        }
        Some(answer)
    }

    /// Whether an error was found in a file.
    pub(crate) fn has_errors(&self) -> bool {
        self.read.iter().any(|file| file.sink.has_errors())
    }

    /// The value, if nothing speaks against it, with the warnings.
    pub(crate) fn settle<T>(
        self,
        text: &[u8],
        sink: Sink,
        value: Option<T>,
    ) -> Result<ReadSources<T>, SourceDiagnostics> {
        let good = !sink.has_errors() && !self.has_errors();
        let own = (None, sink.finish());
        let files = self.read.into_iter();
        let files = files.map(|file| (Some((file.name, file.text)), file.sink.finish()));
        let sources = std::iter::once(own).chain(files);
        let told = sources.filter(|(_, found)| !found.is_empty());
        let found = SourceDiagnostics(
            told.map(|(file, diagnostics)| {
                let (name, text) = match file {
                    Some((name, text)) => (Some(name), text),
                    None => (None, text.to_vec()),
                };
                SourceText {
                    name,
                    text,
                    diagnostics,
                }
            })
            .collect(),
        );
        match value {
            Some(value) if good => Ok(ReadSources {
                value,
                warnings: found,
            }),
            _ => Err(found),
        }
    }
}

/// Reports a file that cannot be read, where it is named.
pub(crate) fn unreadable(path: &str, reason: &str, span: Span, at: &Path<'_>, sink: &mut Sink) {
    sink.report(Code::UnreadableFile, span, at, || {
        Note::new(format!("the file {} cannot be read", quoted(path))).help(reason)
    });
}
