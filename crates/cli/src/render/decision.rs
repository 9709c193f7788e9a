//! Decisions.
//!
//! Must not know how a decision is reached.

use ramgate::{Decision, DecisionKind};
use serde::Serialize;

use super::{json, style, text};
use crate::question::Unreadable;
use crate::session::Check;

/// What a decision says.
#[derive(Serialize)]
struct Members<'d> {
    decision: &'d str,
    stage: &'d str,
    determined_by: &'d [&'d str],
}

/// A decision as JSON; the statement is the first determining one.
pub(crate) fn json(decision: &Decision, statement: Option<&str>) -> String {
    json::line(&Members {
        decision: decision.kind().name(),
        stage: decision.stage().name(),
        determined_by: statement.as_slice(),
    })
}

/// A decision for people: what, by what, at which stage.
pub(crate) fn human(decision: &Decision, statement: Option<&str>, statements: u32) -> String {
    let kind = style::decision(decision.kind());
    let stage = style::in_style(style::FAINT, format!("({})", decision.stage()));
    match (decision.kind(), statement) {
        (DecisionKind::ImplicitDeny, _) | (_, None) => {
            format!("{kind}: {} {stage}", nothing_applies(statements))
        }
        (_, Some(statement)) => {
            let statement = style::in_style(style::NAME, text::visible(statement));
            format!("{kind} by {statement} {stage}")
        }
    }
}

/// Why nothing was decided.
pub(crate) fn nothing_applies(statements: u32) -> String {
    match statements {
        0 => "there are no statements".to_owned(),
        1 => "the only statement does not apply".to_owned(),
        count => format!("none of {count} statements applies"),
    }
}

/// A check in words; of several, which one.
pub(crate) fn asked(check: &Check) -> String {
    let (action, resource) = (text::visible(&check.action), text::visible(&check.resource));
    match check.of {
        0 | 1 => format!("{action} on {resource}"),
        of => format!("check {} of {of}: {action} on {resource}", check.index + 1),
    }
}

#[derive(Serialize)]
struct ErrorLine<'e> {
    error: ErrorMembers<'e>,
}

#[derive(Serialize)]
struct ErrorMembers<'e> {
    code: &'e str,
    message: &'e str,
    line: Option<u64>,
}

/// What stands in the place of a decision on a request that cannot be read, as JSON.
pub(crate) fn error_json(unreadable: &Unreadable) -> String {
    json::line(&ErrorLine {
        error: ErrorMembers {
            code: unreadable.code,
            message: &unreadable.message,
            line: unreadable.line,
        },
    })
}

/// The same for people.
pub(crate) fn error_human(unreadable: &Unreadable) -> String {
    let error = style::in_style(style::BAD, format!("error[{}]", unreadable.code));
    match unreadable.line {
        Some(line) => format!("{error} on line {line}: {}", unreadable.message),
        None => format!("{error}: {}", unreadable.message),
    }
}
