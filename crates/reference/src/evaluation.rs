//! One policy set: which statements apply, and what follows (6.1).
//!
//! Must not know how a statement is judged.

use ramgate_model::{DecisionKind, Effect, Request, StatementNumber};
use ramgate_syntax::PolicySet;

use crate::statement::{self, StatementTruths};

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
    let statements: Vec<StatementTruths> = set
        .statements()
        .map(|(_, _, policy, statement)| statement::judge(set.keys(), policy, statement, request))
        .collect();
    let denies = applicable(&statements, Effect::Deny);
    let allows = applicable(&statements, Effect::Allow);
    let (kind, determining) = if !denies.is_empty() {
        (DecisionKind::ExplicitDeny, denies)
    } else if !allows.is_empty() {
        (DecisionKind::Allow, allows)
    } else {
        (DecisionKind::ImplicitDeny, Vec::new())
    };
    Evaluation {
        kind,
        determining,
        statements,
    }
}

/// The statements of this effect that apply. An Allow applies only if it is true, a Deny unless
/// it is false (E-rule).
fn applicable(statements: &[StatementTruths], effect: Effect) -> Vec<StatementNumber> {
    (0..)
        .map(StatementNumber::new)
        .zip(statements)
        .filter(|(_, statement)| statement.effect == effect && statement.applies())
        .map(|(number, _)| number)
        .collect()
}
