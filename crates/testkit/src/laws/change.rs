//! Policy sets changed in ways that a law speaks of.
//!
//! Must not know the laws.

use ramgate_model::StatementNumber;
use ramgate_syntax::tree::{Policy, PolicyKind, Statement};
use ramgate_syntax::{PolicySet, Span};

/// The set with every policy's statements changed.
fn each(set: &PolicySet, change: impl Fn(&[Statement]) -> Vec<Statement>) -> PolicySet {
    let mut changed = PolicySet::with_keys(set.keys().clone());
    for (name, policy) in set.policies() {
        let policy = Policy {
            statements: change(&policy.statements),
            ..policy.clone()
        };
        // The names come from a set, where they differ.
        let _ = changed.add(name, policy);
    }
    changed
}

/// Every policy backwards, and the new number of each statement.
pub(super) fn reversed(
    set: &PolicySet,
) -> (PolicySet, impl Fn(StatementNumber) -> StatementNumber) {
    let backwards = each(set, |statements| statements.iter().rev().cloned().collect());
    let counts: Vec<usize> = set
        .policies()
        .map(|(_, policy)| policy.statements.len())
        .collect();
    let mut numbers: Vec<u32> = Vec::new();
    for count in counts {
        let before = numbers.len();
        let range = before..before + count;
        numbers.extend(range.rev().filter_map(|number| u32::try_from(number).ok()));
    }
    let renumbered = move |old: StatementNumber| {
        let at = usize::try_from(old.get()).unwrap_or(usize::MAX);
        numbers.get(at).copied().map_or(old, StatementNumber::new)
    };
    (backwards, renumbered)
}

/// Every statement twice in a row.
pub(super) fn doubled(set: &PolicySet) -> PolicySet {
    each(set, |statements| {
        statements
            .iter()
            .flat_map(|statement| [statement.clone(), statement.clone()])
            .collect()
    })
}

/// One statement more, in a policy of its own behind the others.
pub(super) fn with(set: &PolicySet, statement: &Statement) -> PolicySet {
    let mut more = set.clone();
    let last = set.policies().last().map_or("", |(name, _)| name);
    let policy = Policy {
        kind: PolicyKind::Identity,
        unknown_members: Vec::new(),
        statements: vec![statement.clone()],
        span: Span::default(),
    };
    // A longer name than the last one of the set is a new one.
    let _ = more.add(format!("{last}~"), policy);
    more
}

#[cfg(test)]
mod tests {
    use ramgate_model::StatementNumber;
    use ramgate_syntax::tree::Mode;

    use super::{doubled, reversed, with};
    use crate::generate::{Dice, policy_set};

    #[test]
    fn changes_keep_every_statement() {
        for seed in 0..100 {
            let set = policy_set(&mut Dice::seeded(seed), Mode::Import);
            let statements: Vec<_> = set.statements().map(|(.., statement)| statement).collect();
            let (backwards, renumbered) = reversed(&set);
            let reordered: Vec<_> = backwards.statements().map(|(.., s)| s).collect();
            for (old, statement) in (0..).zip(&statements) {
                let new = renumbered(StatementNumber::new(old)).get();
                assert_eq!(reordered[usize::try_from(new).unwrap()], *statement);
            }
            assert_eq!(doubled(&set).statements().count(), statements.len() * 2);
            if let Some(first) = statements.first() {
                let more = with(&set, first);
                assert_eq!(more.statements().last().unwrap().3, *first);
                assert_eq!(more.statements().count(), statements.len() + 1);
            }
        }
    }
}
