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

#[test]
fn sessions_go_as_they_are_written() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.join("../..").canonicalize().unwrap();
    // Sessions see the examples and the test files, and leave nothing behind.
    let sandbox = tempfile::tempdir().unwrap();
    copy(
        &root.join("examples/kms"),
        &sandbox.path().join("examples/kms"),
    );
    copy(&here.join("tests/files"), &sandbox.path().join("files"));
    std::env::set_current_dir(sandbox.path()).unwrap();
    trycmd::TestCases::new()
        .register_bin("ramgate", Path::new(env!("CARGO_BIN_EXE_ramgate")))
        .case(here.join("tests/cmd/*.md"))
        .case(root.join("docs/cli.md"))
        .run();
}
