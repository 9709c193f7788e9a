//! One statement: the AND of its action, its resource and its conditions (6.1).
//!
//! Must not know the other statements.

use ramgate_model::{Effect, Request, Truth};
use ramgate_syntax::KeyRegistry;
use ramgate_syntax::tree::{Policy, Statement};

use crate::condition::{self, ConditionTruths};
use crate::pattern;

/// How one statement was judged, part by part.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StatementTruths {
    /// What it does when it applies.
    pub effect: Effect,
    /// `Action` or `NotAction`.
    pub action: Truth,
    /// `Resource` or `NotResource`.
    pub resource: Truth,
    /// The conditions, block by block.
    pub conditions: ConditionTruths,
    /// Whether statement and document have members of the language only: unknown if not (1.21).
    pub members: Truth,
}

impl StatementTruths {
    /// The statement as a whole.
    pub fn truth(&self) -> Truth {
        Truth::all([
            self.members,
            self.action,
            self.resource,
            self.conditions.truth(),
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

/// Judges a statement of `policy`.
pub fn judge(
    keys: &KeyRegistry,
    policy: &Policy,
    statement: &Statement,
    request: &Request<'_>,
) -> StatementTruths {
    let foreign = !policy.unknown_members.is_empty() || !statement.unknown_members.is_empty();
    StatementTruths {
        effect: statement.effect,
        action: pattern::action(&statement.action, request.action()),
        resource: pattern::resource(policy.kind, &statement.resource, request.resource()),
        conditions: condition::judge(keys, &statement.conditions, request.context()),
        members: if foreign { Truth::Unknown } else { Truth::True },
    }
}
