//! Decisions on calls.
//!
//! Must not know how a decision is reached.

use ramgate::{Decision, DecisionKind, Stage};
use serde::Serialize;

use super::statement_json::CheckMembers;
use super::{decision, json, style, text};
use crate::session::CallDecided;

/// What a decision on a call says.
#[derive(Serialize)]
struct Members<'d> {
    decision: &'d str,
    stage: &'d str,
    determined_by: &'d [String],
    attached_to: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<CheckMembers<'d>>,
}

/// A decision as JSON; the statement is the first determining one. Of several checks it says which
/// decided.
pub(crate) fn json(decided: &CallDecided) -> String {
    json::line(&Members {
        decision: decided.decision.kind().name(),
        stage: decided.decision.stage().name(),
        determined_by: decided.statement.as_slice(),
        attached_to: decided.attached_to.as_deref(),
        check: (decided.check.of > 1).then(|| CheckMembers::of(&decided.check)),
    })
}

/// A decision for people: what, by what, attached to what, at which stage.
pub(crate) fn human(decided: &CallDecided) -> String {
    let made = head(
        &decided.decision,
        decided.statement.as_deref(),
        decided.attached_to.as_deref(),
    );
    if decided.check.of < 2 {
        return made;
    }
    let check = format!("[{}]", decision::asked(&decided.check));
    format!("{made} {}", style::in_style(style::FAINT, check))
}

/// Decision, determining statement or why there is none, stage.
pub(super) fn head(
    decision: &Decision,
    statement: Option<&str>,
    attached_to: Option<&str>,
) -> String {
    let kind = style::decision(decision.kind());
    let stage = style::in_style(style::FAINT, format!("({})", decision.stage()));
    match statement {
        None => format!("{kind}: {} {stage}", why(decision)),
        Some(statement) => {
            let statement = style::in_style(style::NAME, text::visible(statement));
            let attached_to = match attached_to {
                Some(to) => format!(", attached to {}", text::visible(to)),
                None => String::new(),
            };
            format!("{kind} by {statement}{attached_to} {stage}")
        }
    }
}

/// Why no statement determines a decision.
fn why(decision: &Decision) -> &'static str {
    match (decision.kind(), decision.stage()) {
        (DecisionKind::Allow, Stage::Root) => "the root of an account may do everything in it",
        (DecisionKind::Allow, _) => "it needs no authorization",
        (_, Stage::ControlPolicy) => "a node of the resource directory does not allow it",
        (_, Stage::SessionPolicy) => "the session policy does not allow it",
        (_, Stage::AssumeRolePolicy) => {
            "nothing lets the caller assume the role, and a root assumes none"
        }
        _ => "nothing allows it",
    }
}
