//! What the documents promise of each other and of the code: rule ids, sections, records, links.
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
use ramgate_image::record as of_sets;
use ramgate_image::store::{STORE_SECTIONS, record as of_stores};

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
        lettered.starts_with(|c: char| ('1'..='7').contains(&c)) && !id.starts_with(['Q', 'C'])
    };
    let uncited: Vec<_> = ids
        .into_iter()
        .filter(numbered)
        .filter(|id| !cited.contains(*id))
        .collect();
    assert_eq!(uncited, Vec::<&str>::new(), "rules without a suite");
}

/// The rows of a table of sections: name, record, bytes.
fn sections_under<'p>(page: &'p str, heading: &str, count: usize) -> Vec<[&'p str; 3]> {
    let from = page.find(heading).expect("a heading of sections");
    page.get(from..)
        .expect("the rest of the page")
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .take(count)
        .map(|row| {
            let mut cells = row.split('|').map(|cell| cell.trim().trim_matches('`'));
            std::array::from_fn(|_| cells.next().expect("a cell"))
        })
        .collect()
}

/// The name and size of each of these records.
macro_rules! sizes {
    ($($room:ident: $($record:ident)*;)*) => {
        [$($((stringify!($record), size_of::<$room::$record>())),*),*]
    };
}

#[test]
fn the_page_of_the_image_format_names_sections_and_sizes() {
    let records = sizes! {
        of_sets: Summary Policy Statement Rank Element PrincipalElement PrincipalEntry TextRef Key
            Predicate StringSet Number Instant RangeV4 RangeV6 PatternIndex PatternEntry PrefixEntry
            Automaton Run Target Head Posting ActionLiteral ActionClass;
        of_stores: StoreSummary DeclaredKey StoredPolicy Account User Role Group Scoped Node
            StoredResource UnitSpan;
    };
    let page = read(&root().join("docs/image-format.md"));
    for (heading, sections) in [
        ("\n## Sections\n", SECTIONS),
        ("\n## Sections of a store\n", STORE_SECTIONS),
    ] {
        let rows = sections_under(&page, heading, sections.len());
        let names: Vec<_> = rows.iter().map(|[name, ..]| *name).collect();
        assert_eq!(names, sections);
        for [name, record, bytes] in rows {
            let size = match record {
                "byte" => 1,
                "position" | "rank" | "entry" => 4,
                "64 bits" => 8,
                _ => {
                    let known = records.iter().find(|(known, _)| *known == record);
                    known.unwrap_or_else(|| panic!("{name}: {record}")).1
                }
            };
            assert_eq!(bytes, size.to_string(), "{name}");
        }
        assert!(page.contains(&format!("{} of a ", sections.len())));
    }
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
