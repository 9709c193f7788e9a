//! The system policies that exist without being declared.
//!
//! Must not know who has them.

use ramgate_model::Effect;

use crate::Span;
use crate::tree::{
    ConditionElement, Entries, Entry, PatternElement, Policy, PolicyKind, ResourceElement,
    Statement,
};

/// Their names; each allows every action on every resource.
pub(super) const NAMES: [&str; 2] = ["AdministratorAccess", "FullAliyunAccess"];

/// What each of them says.
pub(super) fn everything() -> Policy {
    let any = || PatternElement {
        negated: false,
        entries: Entries::List(vec![Entry::new("*")]),
        span: Span::default(),
    };
    Policy {
        kind: PolicyKind::Identity,
        unknown_members: Vec::new(),
        statements: vec![Statement {
            sid: None,
            effect: Effect::Allow,
            principal: None,
            action: any(),
            resource: ResourceElement::Present(any()),
            conditions: ConditionElement::Blocks(Vec::new()),
            unknown_members: Vec::new(),
            span: Span::default(),
        }],
        span: Span::default(),
    }
}

/// Whether a policy says the same as a built-in one.
pub(super) fn is_everything(policy: &Policy) -> bool {
    let is_any = |element: &PatternElement| {
        !element.negated
            && matches!(element.entries.items(), [entry] if entry.text.as_deref() == Some("*"))
    };
    let [statement] = policy.statements.as_slice() else {
        return false;
    };
    policy.unknown_members.is_empty()
        && statement.unknown_members.is_empty()
        && statement.effect == Effect::Allow
        && statement.principal.is_none()
        && is_any(&statement.action)
        && matches!(&statement.resource, ResourceElement::Present(element) if is_any(element))
        && matches!(&statement.conditions, ConditionElement::Blocks(blocks) if blocks.is_empty())
}
