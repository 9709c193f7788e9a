//! Statements with what holds of each of their parts, and checks, as JSON.
//!
//! Must not know how a decision is reached.

use ramgate::{ConditionReport, ElementReport, Failing, PrincipalReport, StatementReport, Truth};
use serde::Serialize;

use super::part::Asked;
use crate::session::Check;

/// A check.
#[derive(Serialize)]
pub(super) struct CheckMembers<'e> {
    index: usize,
    of: usize,
    action: &'e str,
    resource: &'e str,
}

impl<'e> CheckMembers<'e> {
    /// The members of a check.
    pub(super) fn of(check: &'e Check) -> Self {
        Self {
            index: check.index,
            of: check.of,
            action: &check.action,
            resource: &check.resource,
        }
    }
}

/// A statement.
#[derive(Serialize)]
pub(super) struct Statement<'e> {
    id: String,
    sid: Option<&'e str>,
    effect: &'e str,
    applies: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<Principal<'e>>,
    action: Element<'e>,
    resource: Element<'e>,
    conditions: Vec<Condition<'e>>,
    failing: Option<&'e str>,
    first_failing: Option<FirstFailing<'e>>,
    e_rule: bool,
}

#[derive(Serialize)]
struct Principal<'e> {
    truth: &'static str,
    expected: &'e [String],
    delegates: bool,
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

/// The first part that keeps a statement from applying, with what was expected and what is there.
#[derive(Serialize)]
struct FirstFailing<'e> {
    element: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'e str>,
    truth: &'static str,
    expected: &'e [String],
    actual: Actual<'e>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Actual<'e> {
    One([&'e str; 1]),
    Many(&'e [String]),
    Absent(&'static str),
}

impl<'e> Statement<'e> {
    /// The members of a statement under its id.
    pub(super) fn of(report: &'e StatementReport, id: String, asked: Asked<'e>) -> Self {
        Self {
            id,
            sid: report.sid(),
            effect: report.effect().name(),
            applies: report.applies(),
            principal: report.principal().map(principal),
            action: element(report.action()),
            resource: element(report.resource()),
            conditions: report.conditions().iter().map(condition).collect(),
            failing: report.failing().map(element_name),
            first_failing: report
                .failing()
                .map(|failing| first_failing(report, failing, asked)),
            e_rule: report.uses_e_rule(),
        }
    }
}

fn principal(report: &PrincipalReport) -> Principal<'_> {
    Principal {
        truth: name(report.truth()),
        expected: report.expected(),
        delegates: report.delegates(),
    }
}

fn element(report: &ElementReport) -> Element<'_> {
    Element {
        truth: name(report.truth()),
        negated: report.is_negated(),
        expected: report.expected(),
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

fn element_name(failing: Failing<'_>) -> &'static str {
    match failing {
        Failing::Principal(_) => "principal",
        Failing::Action => "action",
        Failing::Resource => "resource",
        Failing::Condition(_) => "condition",
        Failing::UnknownMember => "unknown_member",
    }
}

fn first_failing<'e>(
    report: &'e StatementReport,
    failing: Failing<'e>,
    asked: Asked<'e>,
) -> FirstFailing<'e> {
    let plain = |truth: Truth, expected: &'e [String], actual: Actual<'e>| FirstFailing {
        element: element_name(failing),
        operator: None,
        key: None,
        truth: name(truth),
        expected,
        actual,
    };
    let of = |element: &'e ElementReport, actual: &'e str| {
        plain(element.truth(), element.expected(), Actual::One([actual]))
    };
    match failing {
        Failing::Principal(principal) => plain(
            principal.truth(),
            principal.expected(),
            Actual::One([asked.principal]),
        ),
        Failing::Action => of(report.action(), asked.action),
        Failing::Resource => of(report.resource(), asked.resource),
        Failing::Condition(condition) => FirstFailing {
            operator: Some(condition.operator()),
            key: condition.key(),
            ..plain(
                condition.truth(),
                condition.expected(),
                match condition.actual() {
                    Some(values) => Actual::Many(values),
                    None => Actual::Absent("absent"),
                },
            )
        },
        Failing::UnknownMember => plain(Truth::Unknown, &[], Actual::Absent("absent")),
    }
}

fn name(truth: Truth) -> &'static str {
    match truth {
        Truth::False => "false",
        Truth::Unknown => "unknown",
        Truth::True => "true",
    }
}
