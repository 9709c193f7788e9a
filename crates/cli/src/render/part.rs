//! One part of a statement in words: what it asks for and what the request has.
//!
//! Must not know which part matters.

use ramgate::{ConditionReport, Failing, StatementReport, Truth};

use super::text;
use crate::patterns::{Patterns, StatementPatterns};

/// What a statement was asked about.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'e> {
    /// The action of the request.
    pub(crate) action: &'e str,
    /// The resource of the request; `*` for none.
    pub(crate) resource: &'e str,
    /// The patterns of the statement, where they are at hand.
    pub(crate) patterns: Option<&'e StatementPatterns>,
}

/// The first part that keeps a statement from applying.
pub(crate) fn failing(statement: &StatementReport, asked: Asked<'_>) -> Option<String> {
    let (part, truth) = match statement.failing()? {
        Failing::Action => (action(asked), statement.action()),
        Failing::Resource => (resource(asked), statement.resource()),
        Failing::Condition(report) => (condition(report), report.truth()),
        Failing::UnknownMember => (unknown_member(), Truth::Unknown),
    };
    Some(match truth {
        Truth::Unknown => format!("{part}: not certain, as an Allow must be (E-rule)"),
        Truth::False | Truth::True => part,
    })
}

/// The parts of an applicable statement that are not certain.
pub(crate) fn doubts(statement: &StatementReport, asked: Asked<'_>) -> Vec<String> {
    let mut doubts = Vec::new();
    if !statement.uses_e_rule() {
        return doubts;
    }
    if statement.action() == Truth::Unknown {
        doubts.push(action(asked));
    }
    if statement.resource() == Truth::Unknown {
        doubts.push(resource(asked));
    }
    let unknown = |report: &&ConditionReport| report.truth() == Truth::Unknown;
    doubts.extend(statement.conditions().iter().filter(unknown).map(condition));
    if !statement.is_sound() {
        doubts.push(unknown_member());
    }
    doubts
}

fn unknown_member() -> String {
    "it has a member that is not part of the language".to_owned()
}

fn action(asked: Asked<'_>) -> String {
    let patterns = asked.patterns.map(|patterns| &patterns.action);
    element(["Action", "NotAction"], patterns, asked.action)
}

fn resource(asked: Asked<'_>) -> String {
    let patterns = asked.patterns.map(|patterns| &patterns.resource);
    element(["Resource", "NotResource"], patterns, asked.resource)
}

fn element(names: [&str; 2], patterns: Option<&Patterns>, actual: &str) -> String {
    let [positive, negated] = names;
    let actual = text::quoted(actual);
    let Some(patterns) = patterns else {
        return format!("{positive}: does not match {actual}");
    };
    let name = if patterns.negated { negated } else { positive };
    let expected = expected(patterns.negated, &patterns.texts);
    format!("{name}: {expected}, is {actual}")
}

fn condition(report: &ConditionReport) -> String {
    let expected = expected(report.is_negated(), report.expected());
    let actual = match report.actual() {
        None => "absent".to_owned(),
        Some(values) => format!("is {}", text::listed(values.iter().map(String::as_str))),
    };
    let operator = text::visible(report.operator());
    match report.key() {
        Some(key) => format!("{operator} {}: {expected}, {actual}", text::quoted(key)),
        None => format!("{operator}: nothing that can be read"),
    }
}

fn expected(negated: bool, texts: &[String]) -> String {
    let listed = text::listed(texts.iter().map(String::as_str));
    match (negated, texts.len()) {
        (_, 0) => "expected nothing that can be read".to_owned(),
        (false, 1) => format!("expected {listed}"),
        (false, _) => format!("expected one of {listed}"),
        (true, 1) => format!("expected anything but {listed}"),
        (true, _) => format!("expected none of {listed}"),
    }
}
