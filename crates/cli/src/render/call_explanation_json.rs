//! Explanations of calls as JSON: a decision with every stage, and a denial in RAM's own fields.
//!
//! Must not know how a decision is reached.

use ramgate::Decision;
use ramgate::store::{PolicyReport, StageEffect, StageReport};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::denial::{AccessDeniedDetail, DecodedDiagnosticMessage};
use super::json;
use super::part::Asked;
use super::statement_json::{CheckMembers, Statement};
use crate::session::CallExplained;

#[derive(Serialize)]
struct Members<'e> {
    decision: &'static str,
    stage: &'static str,
    determined_by: Vec<String>,
    attached_to: Option<String>,
    principal: &'e str,
    check: CheckMembers<'e>,
    #[serde(rename = "AccessDeniedDetail")]
    detail: Option<AccessDeniedDetail<'e>>,
    #[serde(rename = "DecodedDiagnosticMessage")]
    message: Option<DecodedDiagnosticMessage<'e>>,
    stages: Vec<StageMembers<'e>>,
    other_flow: Option<OtherFlow>,
}

#[derive(Serialize)]
struct StageMembers<'e> {
    stage: &'static str,
    place: String,
    outcome: &'static str,
    effect: &'static str,
    policies: Vec<PolicyMembers<'e>>,
}

#[derive(Serialize)]
struct PolicyMembers<'e> {
    policy: String,
    attached_to: String,
    allows_count: bool,
    statements: Vec<Statement<'e>>,
}

/// What is decided where the scopes of identity policies are merged the other way (Q3).
#[derive(Serialize)]
struct OtherFlow {
    account_scope_short_circuit: bool,
    decision: &'static str,
    stage: &'static str,
    determined_by: Option<String>,
    attached_to: Option<String>,
}

/// An explanation on one line.
pub(crate) fn json(explained: &CallExplained<'_>) -> String {
    with_members(explained, |members| json::line(members))
}

/// An explanation as a part of something else.
pub(crate) fn raw(explained: &CallExplained<'_>) -> Option<Box<RawValue>> {
    with_members(explained, |members| to_raw_value(members).ok())
}

fn with_members<R>(explained: &CallExplained<'_>, look: impl FnOnce(&Members<'_>) -> R) -> R {
    let principal = explained.call.principal().to_string();
    let explanation = &explained.explanation;
    let decision = explanation.decision();
    let denied = !decision.is_allowed();
    look(&Members {
        decision: decision.kind().name(),
        stage: decision.stage().name(),
        determined_by: explained.ids(),
        attached_to: explained.attached_to(&decision),
        principal: &principal,
        check: CheckMembers::of(&explained.check),
        detail: denied.then(|| AccessDeniedDetail::of(explained)),
        message: denied.then(|| DecodedDiagnosticMessage::of(explained)),
        stages: explanation
            .stages()
            .iter()
            .map(|of| stage(explained, of, explained.asked(&principal)))
            .collect(),
        other_flow: explanation.other_flow().map(|other| {
            let short_circuits = explanation.short_circuits();
            other_flow(explained, &other, !short_circuits)
        }),
    })
}

fn stage<'e>(
    explained: &'e CallExplained<'_>,
    report: &'e StageReport,
    asked: Asked<'e>,
) -> StageMembers<'e> {
    let policies = report.policies().iter();
    StageMembers {
        stage: report.stage().name(),
        place: explained.authorizer.place(report.place()).to_string(),
        outcome: report.outcome().name(),
        effect: match report.effect() {
            StageEffect::Passes => "passes",
            StageEffect::Ends => "ends",
            StageEffect::NotReached => "not_reached",
            StageEffect::Decides => "decides",
            StageEffect::Counts => "counts",
            StageEffect::Hidden => "hidden",
        },
        policies: policies.map(|of| policy(explained, of, asked)).collect(),
    }
}

fn policy<'e>(
    explained: &'e CallExplained<'_>,
    report: &'e PolicyReport,
    asked: Asked<'e>,
) -> PolicyMembers<'e> {
    let origin = report.origin();
    let statements = report.statements().iter();
    PolicyMembers {
        policy: explained.policy(origin),
        attached_to: explained.attachment(origin),
        allows_count: report.allows_count(),
        statements: statements
            .map(|of| Statement::of(of, explained.id(origin, of.number()), asked))
            .collect(),
    }
}

fn other_flow(
    explained: &CallExplained<'_>,
    decision: &Decision,
    account_scope_short_circuit: bool,
) -> OtherFlow {
    OtherFlow {
        account_scope_short_circuit,
        decision: decision.kind().name(),
        stage: decision.stage().name(),
        determined_by: explained.first_id(decision),
        attached_to: explained.attached_to(decision),
    }
}
