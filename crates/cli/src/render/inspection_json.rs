//! What an image holds, as JSON, by the names that people see. Members are added, never given
//! another meaning.
//!
//! Must not know how an image is laid out.

use ramgate::{AutomatonSummary, ImageSummary, OtherActions};
use serde::Serialize;

use super::json;

#[derive(Serialize)]
struct Members<'m> {
    format_version: u32,
    bytes: usize,
    policies: u32,
    statements: u32,
    denies: u32,
    context_keys: u32,
    conditions: u32,
    action_classes: u32,
    named_actions: u32,
    other_actions: &'static str,
    exact_patterns: u32,
    prefix_patterns: u32,
    automaton_patterns: u32,
    glob_patterns: u32,
    kept_out_of_automata: KeptOut,
    postings: Postings,
    address_ranges: AddressRanges,
    steps: Steps,
    automata: Vec<Automaton>,
    sections: Vec<Section>,
    statements_by_policy: Vec<PolicyStatements<'m>>,
}

#[derive(Serialize)]
struct KeptOut {
    would_explode: u32,
    over_budget: u32,
}

#[derive(Serialize)]
struct Postings {
    lists: u32,
    bits: u32,
}

#[derive(Serialize)]
struct AddressRanges {
    ipv4: u32,
    ipv6: u32,
}

#[derive(Serialize)]
struct PolicyStatements<'m> {
    policy: &'m str,
    statements: u32,
}

#[derive(Serialize)]
struct Steps {
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
pub(crate) fn json(summary: &ImageSummary, policies: &[(&str, u32)]) -> String {
    let policies = policies.iter();
    let sections = summary.sections.iter();
    json::line(&Members {
        format_version: summary.format_version,
        bytes: summary.bytes,
        policies: summary.policies,
        statements: summary.statements,
        denies: summary.denies,
        context_keys: summary.keys,
        conditions: summary.predicates,
        action_classes: summary.action_classes,
        named_actions: summary.action_literals,
        other_actions: match summary.other_actions {
            OtherActions::OneClass => "one_class",
            OtherActions::Automaton => "automaton",
            OtherActions::Tested => "tested",
        },
        exact_patterns: summary.exact_patterns,
        prefix_patterns: summary.prefix_patterns,
        automaton_patterns: summary.automaton_patterns,
        glob_patterns: summary.glob_patterns,
        kept_out_of_automata: KeptOut {
            would_explode: summary.too_explosive,
            over_budget: summary.over_budget,
        },
        postings: Postings {
            lists: summary.list_postings,
            bits: summary.bitmap_postings,
        },
        address_ranges: AddressRanges {
            ipv4: summary.ranges_v4,
            ipv6: summary.ranges_v6,
        },
        steps: Steps {
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
        statements_by_policy: policies
            .map(|&(policy, statements)| PolicyStatements { policy, statements })
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
