//! The example folder holds what the templates render, and its suites use just that.
//!
//! Must not know how the suites come out; that is for whoever runs them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot read its data has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ramgate_syntax::{Limits, read_suite};
use ramgate_templates::{Template, templates};
use serde_json::Value;

fn read(file: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/kms");
    let path = folder.join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn rendered(template: &Template) -> String {
    template.render(&template.example()).unwrap()
}

#[test]
fn policies_are_the_rendered_templates() {
    for template in templates() {
        let file = format!("policies/{}.json", template.name());
        assert_eq!(read(&file), rendered(template), "{file}");
    }
}

#[test]
fn the_readme_names_every_policy() {
    let readme = read("README.md");
    for template in templates() {
        let link = format!("(policies/{}.json)", template.name());
        assert!(readme.contains(&link), "{link}");
    }
}

/// The policies of a suite, and the statements that its cases name.
fn policies_and_statements(file: &str) -> (BTreeMap<String, Value>, BTreeSet<String>) {
    let suite: Value = serde_json::from_str(&read(file)).unwrap();
    let policies = suite["policies"].as_object().unwrap();
    let cases = suite["cases"].as_array().unwrap();
    let statements = cases
        .iter()
        .flat_map(|case| case["determined_by"].as_array().unwrap())
        .map(|statement| statement.as_str().unwrap().to_owned())
        .collect();
    let policies = policies
        .iter()
        .map(|(name, policy)| (name.clone(), policy.clone()));
    (policies.collect(), statements)
}

/// The same for the templates, but those left out.
fn expected(left_out: &str) -> (BTreeMap<String, Value>, BTreeSet<String>) {
    let kept = templates()
        .iter()
        .filter(|t| left_out.is_empty() || !t.name().starts_with(left_out));
    let policies: BTreeMap<String, Value> = kept
        .map(|t| {
            (
                t.name().to_owned(),
                serde_json::from_str(&rendered(t)).unwrap(),
            )
        })
        .collect();
    let statements = policies.iter().flat_map(|(name, policy)| {
        let count = policy["Statement"].as_array().unwrap().len();
        (0..count).map(move |i| format!("{name}#{i}"))
    });
    let statements = statements.collect();
    (policies, statements)
}

#[test]
fn suite_has_every_policy_and_every_statement_decides_in_it() {
    assert_eq!(policies_and_statements("suite.json"), expected(""));
}

#[test]
fn scoped_suite_leaves_out_full_access() {
    let (policies, statements) = policies_and_statements("scoped.json");
    let (all, declared) = expected("full-access");
    assert_eq!(policies, all);
    assert!(policies.len() == 10 && statements.is_subset(&declared));
}

#[test]
fn suites_load() {
    for (file, least) in [("suite.json", 40), ("scoped.json", 10)] {
        let suite = read_suite(read(file), &Limits::default(), None);
        let suite = suite.unwrap_or_else(|diagnostics| panic!("{file}: {diagnostics}"));
        assert!(suite.value.cases.len() >= least, "{file}");
    }
}
