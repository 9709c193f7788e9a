//! Every diagnostic code has a page and a fixture, and every fixture gives what it promises.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a fixture that cannot be read is a failed test"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use ramgate_syntax::{
    Code, Diagnostics, Files, Limits, Mode, PolicyKind, ReadOptions, Severity, SourceDiagnostics,
    read_policy, read_request, read_store, read_store_request, read_suite,
};
use serde_json::Value;

fn at_root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

fn page(code: Code) -> String {
    let path = at_root("docs/diagnostics").join(format!("{code}.md"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The stems of the files of a folder with this ending.
fn stems(folder: &str, ending: &str) -> BTreeSet<String> {
    fs::read_dir(at_root(folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(ending).map(str::to_owned))
        .collect()
}

struct Fixture {
    document: Vec<u8>,
    expect: Value,
}

impl Fixture {
    fn load(code: Code) -> Self {
        let read = |ending: &str| {
            let path = at_root("testdata/diagnostics").join(format!("{code}{ending}"));
            fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        Self {
            document: read(".json"),
            expect: serde_json::from_slice(&read(".expect.json")).unwrap(),
        }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.expect.get(name)?.as_str()
    }

    fn limits(&self) -> Limits {
        match self.expect.get("bytes").and_then(Value::as_u64) {
            Some(bytes) => Limits::default().with_bytes(usize::try_from(bytes).unwrap()),
            None => Limits::default(),
        }
    }

    /// The warnings of a document that loads, or the diagnostics of one that does not.
    fn read(&self, mode: Mode) -> Result<Diagnostics, Diagnostics> {
        let limits = self.limits();
        match self.text("read").unwrap() {
            "policy" => {
                let kind = PolicyKind::from_name(self.text("kind").unwrap()).unwrap();
                let options = ReadOptions::new(mode).with_limits(limits);
                read_policy(&self.document, kind, &options).map(|read| read.warnings)
            }
            "request" => read_request(&self.document, &limits).map(|_| Diagnostics::default()),
            "store_request" => {
                let options = ReadOptions::new(mode).with_limits(limits);
                read_store_request(&self.document, &options).map(|read| read.warnings)
            }
            "store" => read_store(&self.document, &limits, Some(mode), &mut Elsewhere)
                .map(|read| of_document(&read.warnings))
                .map_err(|found| of_document(&found)),
            "suite" => read_suite(&self.document, &limits, Some(mode)).map(|read| read.warnings),
            other => panic!("there is nothing to read `{other}`"),
        }
    }
}

/// The files of a store in a fixture: there are none.
struct Elsewhere;

impl Files for Elsewhere {
    fn read(&mut self, _: &str) -> Result<Vec<u8>, String> {
        Err("there is no such file".to_owned())
    }
}

/// What is said about the document itself, which is all there is.
fn of_document(found: &SourceDiagnostics) -> Diagnostics {
    match found.sources() {
        [] => Diagnostics::default(),
        [source] => source.diagnostics().clone(),
        more => panic!("{} texts", more.len()),
    }
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let codes: BTreeSet<_> = Code::ALL.iter().map(ToString::to_string).collect();
    let mut pages = stems("docs/diagnostics", ".md");
    assert!(pages.remove("README"));
    assert_eq!(codes, pages);
    let index = fs::read_to_string(at_root("docs/diagnostics/README.md")).unwrap();
    for &code in Code::ALL {
        let page = page(code);
        let heading = format!("# {code}: {}\n", code.title());
        assert!(page.starts_with(&heading), "{code}: the heading differs");
        for section in ["## Why", "## Example", "## Use instead", "## Rule"] {
            assert!(page.contains(section), "{code} has no {section}");
        }
        let tolerated = page.contains("warning in import mode");
        assert_eq!(tolerated, code.is_tolerated_in_import(), "{code}");
        assert!(index.contains(&format!("| [{code}]({code}.md) | {} |", code.title())));
    }
}

#[test]
fn every_code_has_a_fixture_that_triggers_it() {
    let codes: BTreeSet<_> = Code::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(codes, stems("testdata/diagnostics", ".expect.json"));
    for &code in Code::ALL {
        let fixture = Fixture::load(code);
        let found = fixture.read(Mode::Strict).unwrap_err();
        let mut given: Vec<_> = found.iter().map(|item| item.code().as_str()).collect();
        given.sort_unstable();
        let expected: Vec<_> = fixture.expect["codes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|code| code.as_str().unwrap())
            .collect();
        assert_eq!(given, expected, "{code}");
        let diagnostic = found.iter().find(|item| item.code() == code).unwrap();
        assert_eq!(diagnostic.severity(), Severity::Error);
        let under = fixture.document.get(diagnostic.span().range()).unwrap();
        if let Some(at) = fixture.text("at") {
            assert_eq!(String::from_utf8_lossy(under), at, "{code}");
        }
        if let Some(path) = fixture.text("path") {
            assert_eq!(diagnostic.path(), path, "{code}");
        }
        let message = diagnostic.message();
        assert!(!message.ends_with('.') && !message.is_empty(), "{message}");
        assert!(!message.starts_with(char::is_uppercase), "{message}");
    }
}

#[test]
fn import_mode_tolerates_what_the_code_says() {
    for &code in Code::ALL {
        let fixture = Fixture::load(code);
        match fixture.read(Mode::Import) {
            Ok(warnings) => {
                assert!(code.is_tolerated_in_import(), "{code} loads");
                assert!(warnings.iter().any(|item| item.code() == code), "{code}");
                assert!(!warnings.has_errors());
            }
            Err(found) => {
                assert!(!code.is_tolerated_in_import(), "{code} does not load");
                assert!(found.has_errors());
            }
        }
    }
}
