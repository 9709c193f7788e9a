//! Every suite of `testdata/conformance` holds for the reference.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};

use ramgate_syntax::{Limits, read_suite};
use ramgate_testkit::{Reference, suite};

fn suites() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/conformance");
    let mut folders = vec![root];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn the_reference_keeps_every_suite() {
    let mut failures = Vec::new();
    let mut cases = 0;
    for path in suites() {
        let name = path.display();
        let text = fs::read_to_string(&path).unwrap();
        let suite = match read_suite(&text, &Limits::default(), None) {
            Ok(read) => read.value,
            Err(diagnostics) => {
                failures.push(format!("{name}: {diagnostics:?}"));
                continue;
            }
        };
        let Ok(report) = suite::run(&Reference, &suite);
        cases += report.cases.len() + report.refused.len();
        for (case, failure) in report.failures() {
            failures.push(format!("{name}: {case}: {failure}"));
        }
    }
    assert!(cases > 0, "there are no suites");
    assert!(
        failures.is_empty(),
        "{} of {cases}:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
