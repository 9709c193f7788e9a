//! What an image holds, as JSON. Members are added, never given another meaning.
//!
//! Must not know how an image is laid out.

use ramgate::{AutomatonSummary, ImageSummary, OtherActions};
use serde::Serialize;

use super::json;

#[derive(Serialize)]
struct Members {
    format_version: u32,
    bytes: usize,
    policies: u32,
    statements: u32,
    denies: u32,
    keys: u32,
    predicates: u32,
    actions: Actions,
    patterns: Patterns,
    postings: Postings,
    address_ranges: AddressRanges,
    worst_case: WorstCase,
    automata: Vec<Automaton>,
    sections: Vec<Section>,
}

#[derive(Serialize)]
struct Actions {
    classes: u32,
    named: u32,
    others: &'static str,
}

#[derive(Serialize)]
struct Patterns {
    exact: u32,
    prefix: u32,
    automaton: u32,
    glob: u32,
    too_explosive: u32,
    over_budget: u32,
}

#[derive(Serialize)]
struct Postings {
    lists: u32,
    bitmaps: u32,
}

#[derive(Serialize)]
struct AddressRanges {
    v4: u32,
    v6: u32,
}

#[derive(Serialize)]
struct WorstCase {
    fixed: u64,
    per_byte: u64,
}

#[derive(Serialize)]
struct Automaton {
    sorts_actions: bool,
    patterns: u32,
    states: u32,
    byte_classes: u32,
    bytes: usize,
}

#[derive(Serialize)]
struct Section {
    name: &'static str,
    records: u32,
    bytes: usize,
}

/// The facts as one object.
pub(crate) fn json(summary: &ImageSummary) -> String {
    let sections = summary.sections.iter();
    json::line(&Members {
        format_version: summary.format_version,
        bytes: summary.bytes,
        policies: summary.policies,
        statements: summary.statements,
        denies: summary.denies,
        keys: summary.keys,
        predicates: summary.predicates,
        actions: Actions {
            classes: summary.action_classes,
            named: summary.action_literals,
            others: match summary.other_actions {
                OtherActions::OneClass => "one_class",
                OtherActions::Automaton => "automaton",
                OtherActions::Tested => "tested",
            },
        },
        patterns: Patterns {
            exact: summary.exact_patterns,
            prefix: summary.prefix_patterns,
            automaton: summary.automaton_patterns,
            glob: summary.glob_patterns,
            too_explosive: summary.too_explosive,
            over_budget: summary.over_budget,
        },
        postings: Postings {
            lists: summary.list_postings,
            bitmaps: summary.bitmap_postings,
        },
        address_ranges: AddressRanges {
            v4: summary.ranges_v4,
            v6: summary.ranges_v6,
        },
        worst_case: WorstCase {
            fixed: summary.worst_case.fixed,
            per_byte: summary.worst_case.per_byte,
        },
        automata: summary.automata.iter().map(automaton).collect(),
        sections: sections
            .map(|&(name, records, bytes)| Section {
                name,
                records,
                bytes,
            })
            .collect(),
    })
}

fn automaton(automaton: &AutomatonSummary) -> Automaton {
    Automaton {
        sorts_actions: automaton.sorts_actions,
        patterns: automaton.patterns,
        states: automaton.states,
        byte_classes: automaton.byte_classes,
        bytes: automaton.bytes,
    }
}
