//! The layers of the workspace, read from `cargo metadata`: what each crate must not link.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is a test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Every package with the packages that it links, directly or not; development and build
/// dependencies apart.
fn linked() -> BTreeMap<String, BTreeSet<String>> {
    // Packages of other platforms need not be at hand.
    let version = Command::new(std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned()))
        .arg("-vV")
        .output()
        .expect("the version of the compiler");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let mut facts = version.lines();
    let host = facts
        .find_map(|line| line.strip_prefix("host: "))
        .expect("the platform of the compiler");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .args(["--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let names: BTreeMap<String, String> = list(&metadata["packages"])
        .iter()
        .map(|package| (text(&package["id"]), text(&package["name"])))
        .collect();
    let mut direct: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for node in list(&metadata["resolve"]["nodes"]) {
        let of = direct.entry(names[&text(&node["id"])].clone()).or_default();
        for dependency in list(&node["deps"]) {
            let links = list(&dependency["dep_kinds"])
                .iter()
                .any(|kind| kind["kind"].is_null());
            if links {
                of.insert(names[&text(&dependency["pkg"])].clone());
            }
        }
    }
    let reach = |name: &String| {
        let mut seen = BTreeSet::new();
        let mut open = vec![name.clone()];
        while let Some(next) = open.pop() {
            for dependency in direct.get(&next).into_iter().flatten() {
                if seen.insert(dependency.clone()) {
                    open.push(dependency.clone());
                }
            }
        }
        seen
    };
    direct
        .keys()
        .map(|name| (name.clone(), reach(name)))
        .collect()
}

#[test]
fn no_crate_links_what_it_must_not_know() {
    let linked = linked();
    for (package, forbidden) in [
        ("ramgate-model", &["ramgate-"][..]),
        ("ramgate-image", &["ramgate-", "serde", "regex-"]),
        (
            "ramgate-syntax",
            &[
                "ramgate-image",
                "ramgate-compiler",
                "ramgate-engine",
                "ramgate-reference",
                "ramgate-catalogue",
                "regex-",
                "ipnet",
            ],
        ),
        ("ramgate-templates", &["ramgate-", "regex-", "ipnet"]),
        (
            "ramgate-catalogue",
            &[
                "ramgate-image",
                "ramgate-compiler",
                "ramgate-engine",
                "ramgate-reference",
                "regex-",
                "ipnet",
            ],
        ),
        (
            "ramgate-compiler",
            &["ramgate-engine", "ramgate-reference", "ramgate-catalogue"],
        ),
        (
            "ramgate-engine",
            &[
                "ramgate-syntax",
                "ramgate-compiler",
                "ramgate-reference",
                "ramgate-catalogue",
                "arc-swap",
                "serde",
                "ipnet",
                "regex-",
            ],
        ),
        (
            "ramgate-reference",
            &[
                "ramgate-image",
                "ramgate-compiler",
                "ramgate-engine",
                "ramgate-catalogue",
                "regex-",
                "ipnet",
            ],
        ),
        (
            "ramgate",
            &[
                "ramgate-reference",
                "ramgate-testkit",
                "ramgate-templates",
                "ramgate-cli",
            ],
        ),
        // Whoever tests an evaluator brings it along.
        (
            "ramgate-testkit",
            &["ramgate-image", "ramgate-compiler", "ramgate-engine"],
        ),
    ] {
        let links = linked
            .get(package)
            .unwrap_or_else(|| panic!("no package {package}"));
        for name in links {
            let bad = forbidden.iter().any(|prefix| name.starts_with(prefix));
            // Every crate but the vocabulary may link the vocabulary.
            let vocabulary = name == "ramgate-model" && package != "ramgate-model";
            assert!(!bad || vocabulary, "{package} links {name}");
        }
    }
}

#[test]
fn every_library_forbids_unsafe_code() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut seen = 0;
    for entry in std::fs::read_dir(crates).expect("the crates") {
        let root = entry.expect("an entry").path().join("src/lib.rs");
        let Ok(text) = std::fs::read_to_string(&root) else {
            continue;
        };
        seen += 1;
        // The counting allocator of the tests is the one place that needs it.
        let lint = if root.components().any(|part| part.as_os_str() == "testkit") {
            "#![deny(unsafe_code)]"
        } else {
            "#![forbid(unsafe_code)]"
        };
        assert!(text.contains(lint), "{}", root.display());
    }
    assert!(seen >= 10, "{seen}");
}

/// All Rust files below a folder.
fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn the_engine_names_no_allocation_outside_its_lists() {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../engine/src"),
        &mut files,
    );
    for file in files {
        let name = file
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let text = std::fs::read_to_string(&file).expect("a source");
        let may = matches!(
            name.as_str(),
            "explain.rs" | "summary.rs" | "lib.rs" | "sink.rs"
        );
        assert!(may || !text.contains("alloc::"), "{name} speaks of `alloc`");
    }
}
