//! One policy set: which statements apply, and what follows (6.1).
//!
//! Must not know how a statement is judged.

use ramgate_model::{ContextEntry, DecisionKind, Effect, Request, StatementNumber};
use ramgate_syntax::PolicySet;

use crate::statement::{self, Question, StatementTruths};

/// What a policy set says to a request, with every judgement on the way.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Evaluation {
    /// The decision.
    pub kind: DecisionKind,
    /// The statements that determined it, ascending: every applicable Deny of an explicit deny,
    /// every applicable Allow of an allow, none of an implicit deny.
    pub determining: Vec<StatementNumber>,
    /// How each statement was judged, in the order of the statements' numbers.
    pub statements: Vec<StatementTruths>,
}

/// Evaluates a request against all policies of a set (6.1).
///
/// Judges every statement in every part, whatever the others say.
pub fn evaluate(set: &PolicySet, request: &Request<'_>) -> Evaluation {
    let context: Vec<ContextEntry<'_>> = request.context().entries().copied().collect();
    let question = Question {
        caller: None,
        action: *request.action(),
        resource: *request.resource(),
        context: &context,
    };
    let statements: Vec<StatementTruths> = set
        .statements()
        .map(|(_, _, policy, statement)| {
            statement::judge(set.keys(), policy.kind, policy, statement, &question)
        })
        .collect();
    let (kind, determining) = outcome(
        (0..)
            .map(StatementNumber::new)
            .zip(&statements)
            .filter(|(_, statement)| statement.applies())
            .map(|(number, statement)| (number, statement.effect)),
    );
    Evaluation {
        kind,
        determining,
        statements,
    }
}

/// What follows from the statements that apply, and those of them that determine it: any Deny, else
/// any Allow, else nothing.
pub(crate) fn outcome<S>(
    applicable: impl IntoIterator<Item = (S, Effect)>,
) -> (DecisionKind, Vec<S>) {
    let (mut denies, mut allows) = (Vec::new(), Vec::new());
    for (statement, effect) in applicable {
        match effect {
            Effect::Deny => denies.push(statement),
            Effect::Allow => allows.push(statement),
        }
    }
    if !denies.is_empty() {
        (DecisionKind::ExplicitDeny, denies)
    } else if !allows.is_empty() {
        (DecisionKind::Allow, allows)
    } else {
        (DecisionKind::ImplicitDeny, Vec::new())
    }
}
