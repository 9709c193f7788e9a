//! Every suite under `testdata/conformance` and every example suite, against the reference and
//! against the engine in each of its forms. A case is data: adding one needs no Rust.

#![allow(clippy::expect_used, clippy::panic, reason = "this is a test")]

mod evaluators;
mod suite_files;

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use ramgate_syntax::{Limits, SuiteDocument, read_suite_with};
use ramgate_testkit::files::Folder;
use ramgate_testkit::{Evaluator, Reference, StoreEvaluator, suite};

use suite_files::suite_files;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = suite_files("testdata/conformance");
    files.extend([
        root.join("examples/kms/suite.json"),
        root.join("examples/kms/scoped.json"),
        root.join("examples/company/suite.json"),
    ]);
    files.sort();
    let mut trials = Vec::new();
    for file in files {
        let name = file
            .strip_prefix(&root)
            .unwrap_or(&file)
            .display()
            .to_string();
        let name = name.trim_start_matches("testdata/conformance/").to_owned();
        let text = fs::read(&file).expect("a suite that can be read");
        let mut files = Folder::of(&file);
        match read_suite_with(&text, &Limits::default(), None, &mut files) {
            Ok(suite) => {
                let suite = Arc::new(suite.value);
                trials.push(trial(&name, Reference, &suite));
                for engine in evaluators::ENGINES {
                    trials.push(trial(&name, *engine, &suite));
                }
            }
            Err(error) => {
                let error = error.to_string();
                trials.push(Trial::test(name, move || Err(Failed::from(error))));
            }
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trial<E>(name: &str, evaluator: E, suite: &Arc<SuiteDocument>) -> Trial
where
    E: Evaluator + StoreEvaluator + Copy + Send + 'static,
{
    let suite = Arc::clone(suite);
    let of = Evaluator::name(&evaluator);
    Trial::test(format!("{name} | {of}"), move || {
        let report = suite::run(&evaluator, &evaluator, &suite)
            .map_err(|error| Failed::from(error.to_string()))?;
        let failures: Vec<String> = report
            .failures()
            .map(|(case, failure)| format!("{case}: {failure}"))
            .collect();
        if failures.is_empty() {
            Ok(())
        } else {
            Err(failures.join("\n").into())
        }
    })
}
