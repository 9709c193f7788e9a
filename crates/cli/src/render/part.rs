//! One part of a statement in words: what it asks for and what the request has.
//!
//! Must not know which part matters.

use ramgate::{ConditionReport, ElementReport, Failing, PrincipalReport, StatementReport, Truth};

use super::{doubt, text};

/// What a statement was asked about.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'e> {
    /// Who asks; empty where nobody is asked for.
    pub(crate) principal: &'e str,
    /// The action of the request.
    pub(crate) action: &'e str,
    /// The resource of the request; `*` for none.
    pub(crate) resource: &'e str,
}

/// The first part that keeps a statement from applying.
pub(crate) fn failing(statement: &StatementReport, asked: Asked<'_>) -> Option<String> {
    let (part, truth) = match statement.failing()? {
        Failing::Principal(report) if report.delegates() => return Some(delegating(report)),
        Failing::Principal(report) => (principal(report, asked), report.truth()),
        Failing::Action => (action(statement, asked), statement.action().truth()),
        Failing::Resource => (resource(statement, asked), statement.resource().truth()),
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
    if let Some(report) = statement.principal()
        && report.truth() == Truth::Unknown
    {
        doubts.push(principal(report, asked));
    }
    if statement.action().truth() == Truth::Unknown {
        doubts.push(action(statement, asked));
    }
    if statement.resource().truth() == Truth::Unknown {
        doubts.push(resource(statement, asked));
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

/// A statement that names everyone of the caller's account (Q1).
fn delegating(report: &PrincipalReport) -> String {
    let expected = text::listed(report.expected().iter().map(String::as_str));
    format!("Principal: {expected} leaves the answer to identity policies")
}

fn principal(report: &PrincipalReport, asked: Asked<'_>) -> String {
    let expected = expected(false, report.expected());
    format!(
        "Principal: {expected}, is {}",
        text::quoted(asked.principal)
    )
}

fn action(statement: &StatementReport, asked: Asked<'_>) -> String {
    element(["Action", "NotAction"], statement.action(), asked.action)
}

fn resource(statement: &StatementReport, asked: Asked<'_>) -> String {
    element(
        ["Resource", "NotResource"],
        statement.resource(),
        asked.resource,
    )
}

fn element([positive, negated]: [&str; 2], report: &ElementReport, actual: &str) -> String {
    let name = if report.is_negated() {
        negated
    } else {
        positive
    };
    let expected = expected(report.is_negated(), report.expected());
    format!("{name}: {expected}, is {}", text::quoted(actual))
}

fn condition(report: &ConditionReport) -> String {
    let expected = expected(report.is_negated(), report.expected());
    let actual = match report.actual() {
        None => "absent".to_owned(),
        Some(values) => format!("is {}", text::listed(values.iter().map(String::as_str))),
    };
    let operator = text::visible(report.operator());
    let condition = match report.key() {
        Some(key) => format!("{operator} {}: {expected}, {actual}", text::quoted(key)),
        None => format!("{operator}: nothing that can be read"),
    };
    match doubt::of(report) {
        Some(doubt) => format!("{condition} ({doubt})"),
        None => condition,
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
