//! Explanations as JSON: a decision with every statement.
//!
//! Must not know how a decision is reached.

use ramgate::{ConditionReport, ElementReport, Failing, StatementReport, Truth};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::json;
use crate::session::Explained;

#[derive(Serialize)]
struct Members<'e> {
    decision: &'e str,
    stage: &'e str,
    determined_by: Vec<String>,
    check: Check<'e>,
    statements: Vec<Statement<'e>>,
}

#[derive(Serialize)]
struct Check<'e> {
    index: usize,
    of: usize,
    action: &'e str,
    resource: &'e str,
}

#[derive(Serialize)]
struct Statement<'e> {
    id: String,
    sid: Option<&'e str>,
    effect: &'e str,
    applies: bool,
    action: Element<'e>,
    resource: Element<'e>,
    conditions: Vec<Condition<'e>>,
    failing: Option<&'e str>,
    e_rule: bool,
}

#[derive(Serialize)]
struct Element<'e> {
    truth: &'static str,
    negated: bool,
    expected: &'e [String],
}

#[derive(Serialize)]
struct Condition<'e> {
    operator: &'e str,
    key: Option<&'e str>,
    truth: &'static str,
    expected: &'e [String],
    actual: Option<&'e [String]>,
}

/// An explanation on one line.
pub(crate) fn json(explained: &Explained) -> String {
    json::line(&members(explained))
}

/// An explanation as a part of something else.
pub(crate) fn raw(explained: &Explained) -> Option<Box<RawValue>> {
    to_raw_value(&members(explained)).ok()
}

fn members(explained: &Explained) -> Members<'_> {
    let explanation = &explained.explanation;
    let (index, of) = explained.check;
    let statements = explanation.statements();
    Members {
        decision: explanation.decision().kind().name(),
        stage: explanation.decision().stage().name(),
        determined_by: statements
            .iter()
            .filter(|statement| explanation.determined_by().contains(&statement.number()))
            .map(id)
            .collect(),
        check: Check {
            index,
            of,
            action: &explained.action,
            resource: &explained.resource,
        },
        statements: statements.iter().map(statement).collect(),
    }
}

fn id(report: &StatementReport) -> String {
    format!("{}#{}", report.policy(), report.index())
}

fn statement<'e>(report: &'e StatementReport) -> Statement<'e> {
    let element = |element: &'e ElementReport| Element {
        truth: name(element.truth()),
        negated: element.is_negated(),
        expected: element.expected(),
    };
    Statement {
        id: id(report),
        sid: report.sid(),
        effect: report.effect().name(),
        applies: report.applies(),
        action: element(report.action()),
        resource: element(report.resource()),
        conditions: report.conditions().iter().map(condition).collect(),
        failing: report.failing().map(|failing| match failing {
            Failing::Action => "action",
            Failing::Resource => "resource",
            Failing::Condition(_) => "condition",
            Failing::UnknownMember => "unknown_member",
        }),
        e_rule: report.uses_e_rule(),
    }
}

fn condition(report: &ConditionReport) -> Condition<'_> {
    Condition {
        operator: report.operator(),
        key: report.key(),
        truth: name(report.truth()),
        expected: report.expected(),
        actual: report.actual(),
    }
}

fn name(truth: Truth) -> &'static str {
    match truth {
        Truth::False => "false",
        Truth::Unknown => "unknown",
        Truth::True => "true",
    }
}
