//! Store files to stores.
//!
//! Must not know what a store says: reading and diagnostics are the reader's.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ramgate::{Code, Files, Store};
use ramgate_syntax::{Diagnostics, Limits, Mode, ReadSources, SourceDiagnostics, read_store};
use ramgate_testkit::files::Folder;
use serde_json::value::RawValue;

use crate::console::Console;
use crate::failure::Failure;
use crate::input::{Input, Source};
use crate::render;

/// The file in a folder that is a store.
pub(crate) const FILE: &str = "store.json";

/// A text with what is said about it.
pub(crate) type Told = (Source, Diagnostics);

/// How a store came out.
pub(crate) struct Opened {
    /// The store, unless something is wrong with it.
    pub(crate) store: Option<Store>,
    /// What is said about it and about the files of its policies; nothing of those that are clean.
    pub(crate) told: Vec<Told>,
    /// Every file that was read.
    pub(crate) files: Vec<PathBuf>,
}

/// Reads a store, and says on standard error what import mode tolerates.
///
/// # Errors
/// Everything that is wrong with it and with the files of its policies, at once.
pub(crate) fn load(
    input: &Input,
    limits: &Limits,
    mode: Option<Mode>,
    console: &mut Console,
) -> Result<(Store, Vec<PathBuf>), Failure> {
    let opened = open(input, limits, mode)?;
    let Some(store) = opened.store else {
        let mut failure = failure(&opened.told);
        let mut all = opened.told.iter().flat_map(|(_, found)| found);
        if all.any(|of| of.code() == Code::TextTooLong) {
            let text = format!("a file of the store has more than {} bytes", limits.bytes());
            failure.append(Failure::new(text).with_help("`--max-bytes` allows more"));
        }
        return Err(failure);
    };
    for (source, found) in &opened.told {
        for drawn in render::diagnostics::draw(source, found) {
            console.talk(drawn);
        }
    }
    Ok((store, opened.files))
}

/// Reads a store.
///
/// # Errors
/// When its own file cannot be read. Everything else is told.
pub(crate) fn open(input: &Input, limits: &Limits, mode: Option<Mode>) -> Result<Opened, Failure> {
    let input = file_of(input);
    let source = input.read_up_to(limits.bytes())?;
    Ok(read(&input, &source, limits, mode))
}

/// Reads a store whose own file has been read.
pub(crate) fn read(input: &Input, source: &Source, limits: &Limits, mode: Option<Mode>) -> Opened {
    let mut beside = Beside::of(input, limits);
    let (store, found) = match read_store(&source.text, limits, mode, &mut beside) {
        Ok(ReadSources { value, warnings }) => (Some(value), warnings),
        Err(found) => (None, found),
    };
    let mut files = beside.read;
    files.extend(input.path().map(Path::to_owned));
    Opened {
        store,
        told: told(source, &beside.folder, &found),
        files,
    }
}

/// Whether a text looks like a store rather than a policy: an object with a member that only a
/// store has and none that only a policy has. A file of the name that stores have is one.
pub(crate) fn is_store(input: &Input, text: &[u8]) -> bool {
    const OF_STORES: [&str; 6] = [
        "policies",
        "accounts",
        "resource_directory",
        "resources",
        "context_keys",
        "options",
    ];
    const OF_POLICIES: [&str; 2] = ["Version", "Statement"];
    if input.path().and_then(Path::file_name) == Some(FILE.as_ref()) {
        return true;
    }
    let members = serde_json::from_slice::<BTreeMap<String, &RawValue>>(text);
    let Ok(members) = members else {
        return false;
    };
    let has = |names: &[&str]| names.iter().any(|name| members.contains_key(*name));
    has(&OF_STORES) && !has(&OF_POLICIES)
}

/// The `store.json` of a folder; anything else as it is.
fn file_of(input: &Input) -> Input {
    match input.path() {
        Some(path) if path.is_dir() => Input::File(path.join(FILE)),
        _ => input.clone(),
    }
}

/// Whether it is a folder that is a store.
pub(crate) fn is_folder(path: &Path) -> bool {
    path.is_dir() && fs::metadata(path.join(FILE)).is_ok_and(|of| of.is_file())
}

/// Every text that something is said about, under the name by which it would be given.
pub(crate) fn told(source: &Source, folder: &Path, found: &SourceDiagnostics) -> Vec<Told> {
    let each = found.sources().iter().map(|of| {
        let source = match of.name() {
            None => source.clone(),
            Some(name) => Source {
                name: folder.join(name).display().to_string(),
                text: of.text().to_vec(),
            },
        };
        (source, of.diagnostics().clone())
    });
    each.collect()
}

/// Everything that was told, as what keeps a command from going on.
pub(crate) fn failure(told: &[Told]) -> Failure {
    let mut failure = Failure::none();
    for (source, found) in told {
        for drawn in render::diagnostics::draw(source, found) {
            failure.push_drawn(drawn);
        }
    }
    failure
}

/// The files beside a file, or those of the working directory beside standard input; it keeps what
/// was read.
pub(crate) struct Beside {
    pub(crate) folder: PathBuf,
    files: Folder,
    read: Vec<PathBuf>,
}

impl Beside {
    pub(crate) fn of(input: &Input, limits: &Limits) -> Self {
        let folder = input.path().and_then(Path::parent);
        let folder = folder.unwrap_or(Path::new("")).to_owned();
        Self {
            files: Folder::new(&folder).with_limit(limits.bytes()),
            folder,
            read: Vec::new(),
        }
    }
}

impl Files for Beside {
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        let text = self.files.read(path)?;
        self.read.push(self.folder.join(path));
        Ok(text)
    }
}
