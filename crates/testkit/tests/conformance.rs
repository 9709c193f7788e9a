//! Every suite under `testdata/conformance` on the reference. A case is data: adding one needs no
//! Rust.

#![allow(clippy::expect_used, reason = "this is a test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use ramgate_syntax::{Limits, read_suite_with};
use ramgate_testkit::files::Folder;
use ramgate_testkit::{Reference, suite};

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/conformance");
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    let trials = files.into_iter().map(|file| {
        let name = file.strip_prefix(&folder).unwrap_or(&file);
        Trial::test(name.display().to_string(), move || run(&file))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

/// The suites of a folder and of the folders in it. What belongs to a store is none: `store.json`,
/// and what is in a folder beside it.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("a folder of suites");
    let paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry of a folder").path())
        .collect();
    if paths.iter().any(|path| path.ends_with("store.json")) {
        return;
    }
    for path in paths {
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
}

fn run(file: &Path) -> Result<(), Failed> {
    let text = fs::read(file)?;
    let mut files = Folder::of(file);
    let suite = read_suite_with(&text, &Limits::default(), None, &mut files)
        .map_err(|error| Failed::from(error.to_string()))?;
    let report = suite::run(&Reference, &Reference, &suite.value)?;
    let failures: Vec<String> = report
        .failures()
        .map(|(case, failure)| format!("{case}: {failure}"))
        .collect();
    if failures.is_empty() {
        Ok(())
    } else {
        Err(failures.join("\n").into())
    }
}
