//! Policies that are decided together within a stage (6.1).
//!
//! Must not know stages.

use std::collections::BTreeMap;

use ramgate_model::{DecisionKind, Effect};
use ramgate_syntax::store::PolicyRef;
use ramgate_syntax::{Policy, PolicyKind, Store};

use super::answer::{Attached, PolicyLabel, StatementId};
use super::asked::Asked;
use crate::evaluation::outcome;
use crate::statement;

/// A policy with its name and where it is attached.
pub(super) struct Attachment<'s> {
    pub(super) label: PolicyLabel,
    pub(super) policy: &'s Policy,
    pub(super) attached: Attached,
}

impl<'s> Attachment<'s> {
    /// A policy of the store.
    pub(super) fn of(store: &'s Store, policy: PolicyRef, attached: Attached) -> Option<Self> {
        let document = store.documents().get(policy)?;
        Some(Self {
            label: PolicyLabel::Stored(document.name().clone()),
            policy: document.policy(),
            attached,
        })
    }
}

/// What policies decide together.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) kind: DecisionKind,
    /// The statements that determine it, in order, and where each one's policy is attached.
    pub(super) determining: Vec<(StatementId, Attached)>,
}

impl Finding {
    /// What no policies decide.
    pub(super) fn nothing() -> Self {
        Self {
            kind: DecisionKind::ImplicitDeny,
            determining: Vec::new(),
        }
    }

    /// What these policies decide, which stand where policies of this kind do. One that is attached
    /// in several places counts once, in the first of them.
    pub(super) fn of(asked: &Asked<'_>, kind: PolicyKind, policies: Vec<Attachment<'_>>) -> Self {
        let mut by_name: BTreeMap<PolicyLabel, (&Policy, Attached)> = BTreeMap::new();
        for one in policies {
            by_name
                .entry(one.label)
                .or_insert((one.policy, one.attached));
        }
        let question = asked.question();
        let mut applicable: Vec<((StatementId, Attached), Effect)> = Vec::new();
        for (label, (policy, attached)) in by_name {
            for (index, statement) in policy.statements.iter().enumerate() {
                let keys = asked.store().keys();
                let truths = statement::judge(keys, kind, policy, statement, &question);
                if truths.applies() {
                    let policy = label.clone();
                    let id = StatementId { policy, index };
                    applicable.push(((id, attached.clone()), statement.effect));
                }
            }
        }
        let (kind, determining) = outcome(applicable);
        Self { kind, determining }
    }
}
