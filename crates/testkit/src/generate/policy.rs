//! Policy sets, policy by policy.
//!
//! Must not know requests.

use ramgate_syntax::tree::{Mode, Policy, PolicyKind};
use ramgate_syntax::{KeyRegistry, PolicySet, Span};

use super::keys::declared_keys;
use super::statement::{About, crowd, statement};
use super::{Dice, fault};

const NAMES: &[&str] = &["a", "b", "c"];

/// A policy set as a mode would load it: one or two statements about one thing, which no other
/// statement hides, or several policies about everything.
pub fn policy_set(dice: &mut Dice<'_>, mode: Mode) -> PolicySet {
    let keys = if dice.chance(50) {
        declared_keys()
    } else {
        KeyRegistry::new()
    };
    let mut set = PolicySet::with_keys(keys);
    let about = match dice.below(7) {
        0 => About::Actions,
        1 | 2 => About::Resources,
        3 | 4 => About::Conditions,
        _ => About::All,
    };
    let policies = match about {
        About::All => 1 + dice.below(NAMES.len()),
        _ => 1,
    };
    for name in NAMES.iter().take(policies) {
        let statements = match about {
            About::All => usize::from(mode == Mode::Strict) + dice.below(4) + crowd(dice, 30),
            _ => 1 + usize::from(dice.chance(30)),
        };
        let statements = (0..statements).map(|_| statement(dice, mode, about));
        let mut policy = Policy {
            kind: PolicyKind::Identity,
            unknown_members: Vec::new(),
            statements: statements.collect(),
            span: Span::default(),
        };
        if mode == Mode::Import && dice.chance(3) {
            policy.unknown_members.push(fault::member());
        }
        // The names differ, so none is refused.
        let _ = set.add(*name, policy);
    }
    set
}

#[cfg(test)]
mod tests {
    use ramgate_model::Truth;
    use ramgate_reference::StatementTruths;

    use super::{Dice, Mode, policy_set};
    use crate::OwnedRequest;

    /// Without a context nothing can be wrong but the policy.
    fn unknown_statements(mode: Mode) -> usize {
        let mut dice = Dice::seeded(5);
        (0..300)
            .map(|_| {
                let set = policy_set(&mut dice, mode);
                let request = OwnedRequest::new("kms:Decrypt", "acs:kms:r1:1:key/a");
                let judged = request.lend(|request| ramgate_reference::evaluate(&set, request));
                let statements = judged.unwrap().statements;
                let unknown = |truths: &&StatementTruths| {
                    [
                        truths.action,
                        truths.resource,
                        truths.conditions.truth(),
                        truths.members,
                    ]
                    .contains(&Truth::Unknown)
                };
                statements.iter().filter(unknown).count()
            })
            .sum()
    }

    #[test]
    fn only_import_has_faults() {
        assert_eq!(unknown_statements(Mode::Strict), 0);
        assert!(unknown_statements(Mode::Import) > 100);
    }
}
