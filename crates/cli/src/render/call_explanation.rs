//! Explanations of calls for people, on a screen: the decision, and every stage that led to it.
//!
//! Must not know how a decision is reached.

use std::collections::HashSet;

use ramgate::store::StagePlace;
use ramgate::{Decision, DecisionKind};

use super::{call, decision, stage, style, text};
use crate::session::CallExplained;

/// An explanation: the decision, then stage by stage what was said and what that did to the whole.
pub(crate) fn human(explained: &CallExplained<'_>, all: bool) -> String {
    let explanation = &explained.explanation;
    let made = explanation.decision();
    let mut lines = vec![
        head(explained, &made),
        style::in_style(style::FAINT, decision::asked(&explained.check)),
    ];
    let caller = explained.call.principal().to_string();
    let caller = format!("asked by {}", text::visible(&caller));
    lines.push(style::in_style(style::FAINT, caller));
    if made.kind() != DecisionKind::ImplicitDeny && explanation.determined_by().len() > 1 {
        let ids = explained.ids();
        let ids: Vec<_> = ids.iter().map(|id| text::visible(id)).collect();
        lines.push(format!("determined by {}", ids.join(", ")));
    }
    let mut seen: HashSet<StagePlace> = HashSet::new();
    let mut block = true;
    for report in explanation.stages() {
        // The way up from the caller's account may end where that from the owner's did.
        let again = matches!(report.place(), StagePlace::Node(_)) && !seen.insert(report.place());
        let shown = if again {
            vec![format!("{} (as above)", stage::title(explained, report))]
        } else {
            stage::lines(explained, report, all)
        };
        // Lines that stand alone stand together.
        if block || shown.len() > 1 {
            lines.push(String::new());
        }
        block = shown.len() > 1;
        lines.extend(shown);
    }
    if let Some(other) = explanation.other_flow() {
        let flow = if explanation.short_circuits() {
            "where a Deny counts at either scope, account or resource group"
        } else {
            "where an answer at account scope hides the policies of the resource group \
             (`account_scope_short_circuit`)"
        };
        lines.push(String::new());
        lines.push(format!("note: {flow}, it is {}", head(explained, &other)));
    }
    lines.join("\n")
}

fn head(explained: &CallExplained<'_>, decision: &Decision) -> String {
    let statement = explained.first_id(decision);
    let attached_to = explained.attached_to(decision);
    call::head(decision, statement.as_deref(), attached_to.as_deref())
}
