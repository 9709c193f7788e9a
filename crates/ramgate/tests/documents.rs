//! What the documents promise of each other and of the code: rule ids, sections, links.
//!
//! Must not know what a rule means.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a document that cannot be read is a failed test"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ramgate_image::layout::SECTIONS;

/// Rules that no request and no document of one policy set can show.
const WITHOUT_CASE: &[&str] = &["1.31"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry of a folder").path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

/// What stands in backticks in the first column of the tables of a page.
fn first_column(page: &str) -> Vec<&str> {
    page.lines()
        .filter_map(|line| line.strip_prefix("| ")?.split('|').next())
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect()
}

#[test]
fn every_rule_of_a_suite_has_an_id_and_every_numbered_rule_a_suite() {
    let page = read(&root().join("docs/semantics.md"));
    let ids: BTreeSet<&str> = first_column(&page).into_iter().collect();
    let mut suites = Vec::new();
    files(&root().join("testdata/conformance"), ".json", &mut suites);
    let mut cited = BTreeSet::new();
    for suite in suites {
        let text: serde_json::Value = serde_json::from_str(&read(&suite)).expect("JSON");
        for rule in text["rules"].as_array().into_iter().flatten() {
            let rule = rule.as_str().expect("the id of a rule");
            assert!(ids.contains(rule), "{}: no rule `{rule}`", suite.display());
            cited.insert(rule.to_owned());
        }
    }
    let numbered = |id: &&str| {
        let lettered = id.strip_prefix(['Q', 'C', 'T', 'K']).unwrap_or(id);
        lettered.starts_with(|c: char| ('1'..='6').contains(&c)) && !id.starts_with(['Q', 'C'])
    };
    let uncited: Vec<_> = ids
        .into_iter()
        .filter(numbered)
        .filter(|id| !cited.contains(*id) && !WITHOUT_CASE.contains(id))
        .collect();
    assert_eq!(uncited, Vec::<&str>::new(), "rules without a suite");
}

#[test]
fn the_page_of_the_image_format_names_the_sections() {
    let page = read(&root().join("docs/image-format.md"));
    let from = page.find("\n## Sections").expect("a section on sections");
    let table = page.get(from..).expect("the rest of the page");
    let names: Vec<_> = first_column(table)
        .into_iter()
        .take(SECTIONS.len())
        .collect();
    assert_eq!(names, SECTIONS);
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut pages = Vec::new();
    for folder in ["docs", "examples", "testdata"] {
        files(&root().join(folder), ".md", &mut pages);
    }
    for entry in fs::read_dir(root()).expect("the root") {
        let path = entry.expect("an entry of a folder").path();
        if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(path);
        }
    }
    assert!(pages.len() > 10);
    for page in pages {
        let text = read(&page);
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            if file.starts_with("http") {
                continue;
            }
            let target = match file {
                "" => page.clone(),
                file => page.parent().expect("a folder").join(file),
            };
            assert!(target.exists(), "{}: {link}", page.display());
            if !anchor.is_empty() {
                let known = read(&target).lines().any(|line| {
                    line.starts_with('#') && slug(line.trim_start_matches('#').trim()) == anchor
                });
                assert!(known, "{}: {link}", page.display());
            }
        }
    }
}

/// A heading as links name it.
fn slug(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}
