//! One statement: the AND of its principals, its action, its resource and its conditions (6.1).
//!
//! Must not know the other statements.

use ramgate_model::{Action, ContextEntry, Effect, Resource, Truth};
use ramgate_syntax::KeyRegistry;
use ramgate_syntax::tree::{Policy, PolicyKind, Statement};

use crate::condition::{self, ConditionTruths};
use crate::principal::{self, Caller};
use crate::{pattern, published};

/// What a statement is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Who asks. Nothing where the policies are those of the caller; statements that name
    /// principals are then unknown.
    pub caller: Option<Caller<'a>>,
    /// What is to be done.
    pub action: Action<'a>,
    /// To what.
    pub resource: Resource<'a>,
    /// Under which circumstances.
    pub context: &'a [ContextEntry<'a>],
}

/// How one statement was judged, part by part.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StatementTruths {
    /// What it does when it applies.
    pub effect: Effect,
    /// `Principal`; true in kinds that do not have the element.
    pub principal: Truth,
    /// `Action` or `NotAction`.
    pub action: Truth,
    /// `Resource` or `NotResource`.
    pub resource: Truth,
    /// The conditions, block by block.
    pub conditions: ConditionTruths,
    /// Whether statement and document have members of the language only: unknown if not (1.21).
    pub members: Truth,
    /// Whether a statement of this kind and effect has any effect on the action (7.3).
    pub effective: Truth,
}

impl StatementTruths {
    /// The statement as a whole.
    pub fn truth(&self) -> Truth {
        Truth::all([
            self.members,
            self.principal,
            self.action,
            self.resource,
            self.conditions.truth(),
            self.effective,
        ])
    }

    /// Whether the statement applies: an Allow only if true, a Deny unless false (E-rule).
    pub fn applies(&self) -> bool {
        match self.effect {
            Effect::Allow => self.truth() == Truth::True,
            Effect::Deny => self.truth() != Truth::False,
        }
    }
}

/// Judges a statement of `policy`, which stands where policies of this kind do.
pub fn judge(
    keys: &KeyRegistry,
    kind: PolicyKind,
    policy: &Policy,
    statement: &Statement,
    question: &Question<'_>,
) -> StatementTruths {
    let foreign = !policy.unknown_members.is_empty() || !statement.unknown_members.is_empty();
    let effect = statement.effect;
    let named = statement.principal.as_ref();
    StatementTruths {
        effect,
        principal: principal::judge(kind, effect, named, question.caller.as_ref()),
        action: pattern::action(kind, &statement.action, &question.action),
        resource: pattern::resource(kind, &statement.resource, &question.resource),
        conditions: condition::judge(keys, &statement.conditions, question.context),
        members: if foreign { Truth::Unknown } else { Truth::True },
        effective: published::takes_effect(kind, effect, &question.action).into(),
    }
}
