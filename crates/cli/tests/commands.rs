//! The sessions in `tests/cmd` and in the user's guide, run as they are written.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::fs;
use std::path::Path;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The files that a page shows: blocks of JSON below a line that is a file's name and a colon.
fn shown_files(page: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let stem = line
            .strip_prefix('`')
            .and_then(|of| of.strip_suffix(".json`:"));
        let Some(stem) = stem else { continue };
        assert_eq!((lines.next(), lines.next()), (Some(""), Some("```json")));
        let block: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        files.push((format!("{stem}.json"), block.join("\n")));
    }
    files
}

#[test]
fn sessions_go_as_they_are_written() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.join("../..").canonicalize().unwrap();
    // Sessions see the examples and the test files, and leave nothing behind.
    let sandbox = tempfile::tempdir().unwrap();
    copy(&root.join("examples"), &sandbox.path().join("examples"));
    copy(&here.join("tests/files"), &sandbox.path().join("files"));
    let guide = root.join("docs/cli.md");
    let page = fs::read_to_string(&guide).unwrap();
    let shown = shown_files(&page);
    assert_eq!(shown.len(), 2);
    for (name, text) in shown {
        fs::write(sandbox.path().join(name), text).unwrap();
    }
    std::env::set_current_dir(sandbox.path()).unwrap();
    trycmd::TestCases::new()
        .register_bin("ramgate", Path::new(env!("CARGO_BIN_EXE_ramgate")))
        .case(here.join("tests/cmd/*.md"))
        .case(guide)
        .run();
}
