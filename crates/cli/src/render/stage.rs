//! Stages for people: what each said, and what that did to the whole.
//!
//! Must not know how a stage is decided.

use std::collections::BTreeSet;

use ramgate::store::{PolicyReport, StageEffect, StagePlace, StageReport};
use ramgate::{DecisionKind, Effect, Stage, StatementReport};

use super::part::Asked;
use super::{explanation, part, style, text};
use crate::session::CallExplained;

/// How many statements of a stage are shown that do not apply, unless all are asked for.
const NEAREST: usize = 8;

/// The lines of a stage: what it said, its policies, their statements.
pub(super) fn lines(explained: &CallExplained<'_>, stage: &StageReport, all: bool) -> Vec<String> {
    let mut lines = vec![title(explained, stage)];
    if stage.effect() == StageEffect::NotReached {
        return lines;
    }
    if stage.policies().is_empty() {
        lines.push("  no policy is attached".to_owned());
        return lines;
    }
    let shown = Shown::of(stage, all);
    for policy in stage.policies().iter().enumerate() {
        policy_lines(explained, stage, policy, &shown, &mut lines);
    }
    if !shown.omitted.is_empty() {
        let more = text::count(shown.omitted.len(), "statement does", "statements do");
        lines.push(format!(
            "  {more} not apply either; `--all` shows every one"
        ));
    }
    lines
}

/// The stage in RAM's words and what it said; of control policies, where.
pub(super) fn title(explained: &CallExplained<'_>, stage: &StageReport) -> String {
    let name = style::in_style(style::NAME, stage.stage());
    let place = match stage.place() {
        place @ StagePlace::Node(_) => {
            let place = explained.authorizer.place(place).to_string();
            format!(" at {}", text::visible(&place))
        }
        _ => String::new(),
    };
    let outcome = style::decision(stage.outcome());
    let allows = stage.outcome() == DecisionKind::Allow;
    let decided = explained.explanation.decision().kind();
    let said = match stage.effect() {
        StageEffect::NotReached => style::in_style(style::FAINT, "not reached"),
        StageEffect::Passes => format!("{outcome}, the call goes on"),
        StageEffect::Ends => format!("{outcome}, which ends the call"),
        // Where everything counts together, an Allow may not be enough.
        StageEffect::Decides | StageEffect::Counts if allows => match decided {
            DecisionKind::ExplicitDeny => format!("{outcome}, which a Deny overrules"),
            DecisionKind::ImplicitDeny => format!("{outcome}, which does not suffice"),
            DecisionKind::Allow if stage.effect() == StageEffect::Counts => outcome,
            DecisionKind::Allow => format!("{outcome}, which decides"),
        },
        // The root can always see and change the policy of a key.
        StageEffect::Counts
            if stage.outcome() == DecisionKind::ExplicitDeny && decided == DecisionKind::Allow =>
        {
            format!("{outcome}, which does not bind the root here")
        }
        StageEffect::Decides => format!("{outcome}, which decides"),
        StageEffect::Counts => outcome,
        StageEffect::Hidden => format!("{outcome}, hidden by the answer at account scope"),
    };
    format!("{name}{place}: {said}")
}

fn policy_lines(
    explained: &CallExplained<'_>,
    stage: &StageReport,
    (at, policy): (usize, &PolicyReport),
    shown: &Shown,
    lines: &mut Vec<String>,
) {
    let statements = policy.statements().iter().enumerate();
    let statements: Vec<_> = statements
        .filter(|(index, _)| !shown.omitted.contains(&(at, *index)))
        .map(|(_, statement)| statement)
        .collect();
    let note = match policy.statements() {
        [] => ", has no statements",
        _ if statements.is_empty() => return,
        _ => "",
    };
    let name = explained.policy(policy.origin());
    let name = style::in_style(style::NAME, text::visible(&name));
    let attached_to = match stage.place() {
        // The title says where.
        StagePlace::Node(_) | StagePlace::Session => String::new(),
        _ => format!(
            ", attached to {}",
            text::visible(&explained.attachment(policy.origin()))
        ),
    };
    lines.push(format!("  {name}{attached_to}{note}"));
    for statement in statements {
        statement_lines(explained, stage, policy, statement, lines);
    }
}

fn statement_lines(
    explained: &CallExplained<'_>,
    stage: &StageReport,
    policy: &PolicyReport,
    statement: &StatementReport,
    lines: &mut Vec<String>,
) {
    let caller = explained.call.principal().to_string();
    let asked = explained.asked(&caller);
    let effect = style::effect(statement.effect());
    let sid = match statement.sid() {
        Some(sid) => format!(" {}", text::quoted(sid)),
        None => String::new(),
    };
    let head = format!("    #{} {effect}{sid}", statement.number().get());
    if !statement.applies() {
        lines.push(head);
        lines.extend(part::failing(statement, asked).map(|why| format!("        {why}")));
        return;
    }
    let allows = statement.effect() == Effect::Allow;
    let beside = if allows && !policy.allows_count() {
        idle(stage, asked)
    } else if allows && stage.outcome() == DecisionKind::ExplicitDeny {
        ", and does not count beside a Deny".to_owned()
    } else {
        String::new()
    };
    lines.push(format!("{head} applies{beside}"));
    for doubt in part::doubts(statement, asked) {
        lines.push(format!(
            "        {doubt}: not certain, and a Deny applies all the same (E-rule)"
        ));
    }
}

/// Why an Allow has no effect where it stands.
fn idle(stage: &StageReport, asked: Asked<'_>) -> String {
    if stage.stage() == Stage::AssumeRolePolicy {
        return ", and does not count: only a service assumes a service-linked role".to_owned();
    }
    let action = text::quoted(asked.action);
    format!(", and does not count: {action} is not among the operations that such a policy grants")
}

/// Which statements of a stage are shown: all but these, by the positions of their policies and
/// their own.
struct Shown {
    omitted: BTreeSet<(usize, usize)>,
}

impl Shown {
    /// Those that apply, and of the others the nearest.
    fn of(stage: &StageReport, all: bool) -> Self {
        let policies = stage.policies().iter().enumerate();
        let statements = policies.flat_map(|(at, policy)| {
            let statements = policy.statements().iter().enumerate();
            statements.map(move |(index, of)| ((at, index), of))
        });
        let mut others: Vec<_> = statements.filter(|(_, of)| !of.applies()).collect();
        if all || others.len() <= NEAREST {
            others.clear();
        }
        // Where nothing allows, what might have allowed comes first.
        let wants_allow = stage.outcome() == DecisionKind::ImplicitDeny;
        others.sort_by_key(|(_, of)| {
            let beside = wants_allow && of.effect() == Effect::Deny;
            (beside, explanation::distance(of))
        });
        let omitted = others.into_iter().skip(NEAREST).map(|(at, _)| at);
        Self {
            omitted: omitted.collect(),
        }
    }
}
