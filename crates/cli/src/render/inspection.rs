//! What an image holds.
//!
//! The text is stable: a line is added, never given another meaning. Must not know how an image is
//! laid out.

use std::fmt::Write as _;
use std::path::Path;

use ramgate::{ImageSummary, OtherActions};
use serde::Serialize;

use super::json;
use super::text::{count, grouped, visible};

/// Requests of these sizes serve as examples of the worst case.
const SIZES: [u64; 3] = [128, 1024, 8192];

/// One line a fact, then tables of automata, of sections, and of the policies that have statements.
pub(crate) fn human(summary: &ImageSummary, policies: &[(&str, u32)]) -> String {
    let mut page = String::new();
    let mut row = |name: &str, value: String| {
        // Writing to a string does not fail.
        let _ = writeln!(page, "{name:<26}{value}");
    };
    row("format version", summary.format_version.to_string());
    row("bytes", grouped(summary.bytes));
    row("policies", grouped(summary.policies));
    row(
        "statements",
        format!(
            "{} ({} Deny)",
            grouped(summary.statements),
            grouped(summary.denies)
        ),
    );
    row("context keys", grouped(summary.keys));
    row("conditions", grouped(summary.predicates));
    row(
        "action classes",
        format!(
            "{} (of {} named actions; other actions: {})",
            grouped(summary.action_classes),
            grouped(summary.action_literals),
            others(summary.other_actions),
        ),
    );
    row("exact patterns", grouped(summary.exact_patterns));
    row("prefix patterns", grouped(summary.prefix_patterns));
    row("automaton patterns", grouped(summary.automaton_patterns));
    row("glob patterns", grouped(summary.glob_patterns));
    row(
        "kept out of automata",
        format!(
            "{} (would explode), {} (over budget)",
            grouped(summary.too_explosive),
            grouped(summary.over_budget)
        ),
    );
    row(
        "postings",
        format!(
            "{} as lists, {} as bits",
            grouped(summary.list_postings),
            grouped(summary.bitmap_postings)
        ),
    );
    row(
        "address ranges",
        format!(
            "{} IPv4, {} IPv6",
            grouped(summary.ranges_v4),
            grouped(summary.ranges_v6)
        ),
    );
    let worst = summary.worst_case;
    row(
        "steps for n bytes",
        format!(
            "at most {} + {} n",
            grouped(worst.fixed),
            grouped(worst.per_byte)
        ),
    );
    for size in SIZES {
        row(&format!("  n = {size}"), grouped(worst.steps(size)));
    }
    automata(&mut page, summary);
    sections(&mut page, &summary.sections);
    statements(&mut page, policies);
    page
}

fn statements(page: &mut String, policies: &[(&str, u32)]) {
    // Writing to a string does not fail.
    let _ = writeln!(page, "{:<26}{:>12}", "policy", "statements");
    for (policy, statements) in policies {
        let _ = writeln!(page, "  {:<24}{:>12}", visible(policy), grouped(statements));
    }
}

fn automata(page: &mut String, summary: &ImageSummary) {
    // Writing to a string does not fail.
    let _ = writeln!(page, "{:<26}{}", "automata", summary.automata.len());
    for (at, automaton) in summary.automata.iter().enumerate() {
        let sorts = if automaton.sorts_actions {
            "actions".to_owned()
        } else {
            format!("{} patterns", grouped(automaton.patterns))
        };
        let _ = writeln!(
            page,
            "  {:<24}{sorts}, {} states, {} byte classes, {} bytes",
            format!("automaton {at}"),
            grouped(automaton.states),
            automaton.byte_classes,
            grouped(automaton.bytes)
        );
    }
}

/// What each section takes.
pub(super) fn sections(page: &mut String, sections: &[(&str, u32, usize)]) {
    // Writing to a string does not fail.
    let _ = writeln!(page, "{:<26}{:>12}{:>14}", "section", "records", "bytes");
    for (name, records, bytes) in sections {
        let _ = writeln!(
            page,
            "  {name:<24}{:>12}{:>14}",
            grouped(records),
            grouped(bytes)
        );
    }
}

fn others(actions: OtherActions) -> &'static str {
    match actions {
        OtherActions::OneClass => "one class",
        OtherActions::Automaton => "by automaton",
        OtherActions::Tested => "tested one by one",
    }
}

/// What was written where.
pub(crate) fn written(path: &Path, summary: &ImageSummary) -> String {
    format!(
        "wrote `{}`: {}, {}, {} bytes",
        path.display(),
        count(as_usize(summary.policies), "policy", "policies"),
        count(as_usize(summary.statements), "statement", "statements"),
        grouped(summary.bytes)
    )
}

fn as_usize(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

#[derive(Serialize)]
struct Written<'w> {
    image: &'w str,
    bytes: usize,
    policies: u32,
    statements: u32,
}

/// The same as JSON.
pub(crate) fn written_json(path: &Path, summary: &ImageSummary) -> String {
    json::line(&Written {
        image: &path.to_string_lossy(),
        bytes: summary.bytes,
        policies: summary.policies,
        statements: summary.statements,
    })
}
