//! The laws of stores hold for the reference, and each is broken by an evaluator that breaks it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::convert::Infallible;

use proptest::prelude::*;
use ramgate_model::{Checks, ContextKey, DecisionKind, Effect, Principal, Stage};
use ramgate_syntax::store::PolicyName;
use ramgate_syntax::{Mode, Store};
use ramgate_testkit::generate::{self, Dice};
use ramgate_testkit::laws::store::{self as laws, Broken};
use ramgate_testkit::{
    CallAnswer, CallRequest, DeterminedIds, Reference, StoreCase, StoreEvaluator, reference,
    strategies,
};

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_reference_keeps_the_laws(
        (mode, case) in strategies::mode()
            .prop_flat_map(|mode| (Just(mode), strategies::store_case(mode))),
        seed in any::<u64>(),
    ) {
        let kept = laws::all(&Reference, &case, &mut Dice::seeded(seed), mode);
        prop_assert!(kept.is_ok(), "{}", kept.unwrap_err());
    }
}

/// Shrinking finds small cases but draws few large ones.
#[test]
fn the_reference_keeps_the_laws_on_full_stores() {
    for mode in [Mode::Strict, Mode::Import] {
        for seed in 0..1_000 {
            let mut dice = Dice::seeded(seed);
            let case = generate::store_case(&mut dice, mode);
            if let Err(broken) = laws::all(&Reference, &case, &mut dice, mode) {
                panic!("seed {seed} {mode:?}\n{broken}");
            }
        }
    }
}

/// The reference with its answers changed.
struct Changed<F>(F);

impl<F> StoreEvaluator for Changed<F>
where
    F: Fn(&Store, &CallRequest<'_>, CallAnswer) -> CallAnswer + Copy + 'static,
{
    type Authority = Box<dyn Fn(&CallRequest<'_>) -> CallAnswer>;
    type Error = Infallible;

    fn name(&self) -> &'static str {
        "a changed reference"
    }

    fn prepare(&self, store: &Store) -> Result<Self::Authority, Infallible> {
        let (store, change) = (store.clone(), self.0);
        Ok(Box::new(move |call| {
            change(&store, call, reference::call_answer(&store, call))
        }))
    }
}

fn some_case_breaks<F>(
    change: F,
    law: impl Fn(&Changed<F>, &StoreCase, &mut Dice<'_>) -> Result<(), Broken>,
) where
    F: Fn(&Store, &CallRequest<'_>, CallAnswer) -> CallAnswer + Copy + 'static,
{
    let evaluator = Changed(change);
    let broken = (0..500).find_map(|seed| {
        let mut dice = Dice::seeded(seed);
        let case = generate::store_case(&mut dice, Mode::Import);
        law(&evaluator, &case, &mut dice).err()
    });
    let broken = broken.unwrap();
    let text = broken.to_string();
    assert!(
        text.contains(broken.law()) && text.contains("\"accounts\""),
        "{text}"
    );
}

/// Allows where that is so, and denies where it is not.
fn allow_if(allow: bool, answer: CallAnswer) -> CallAnswer {
    let kind = if allow {
        DecisionKind::Allow
    } else {
        DecisionKind::ImplicitDeny
    };
    CallAnswer { kind, ..answer }
}

fn statements(store: &Store) -> usize {
    let policies = store.documents().in_order();
    let policies = policies.filter_map(|(policy, _)| store.documents().get(policy));
    policies
        .map(|document| document.policy().statements.len())
        .sum()
}

#[test]
fn a_wrong_reason_is_no_agreement() {
    some_case_breaks(
        |_, _, mut answer| {
            let last = answer.determined_by.as_slice().last().cloned();
            answer.determined_by = DeterminedIds::First(last);
            answer
        },
        |evaluator, case, _| laws::agrees(evaluator, case),
    );
    some_case_breaks(
        |_, _, mut answer| {
            answer.attached = None;
            answer
        },
        |evaluator, case, _| laws::agrees(evaluator, case),
    );
}

#[test]
fn order() {
    some_case_breaks(
        |store, _, answer| {
            let first = store.documents().find(&PolicyName::Named("a".into()));
            allow_if(first.is_some_and(|policy| policy.index() == 2), answer)
        },
        laws::order_does_not_matter,
    );
}

#[test]
fn more_and_less() {
    let parity = |store: &Store, _: &CallRequest<'_>, answer| {
        allow_if(statements(store).is_multiple_of(2), answer)
    };
    some_case_breaks(parity, |evaluator, case, dice| {
        laws::one_more_deny_never_allows(evaluator, case, dice, Mode::Strict)
    });
    some_case_breaks(parity, |evaluator, case, dice| {
        laws::one_more_allow_never_denies(evaluator, case, dice, Mode::Strict)
    });
    let untrusted = |store: &Store, _: &CallRequest<'_>, answer| {
        let roles = store.accounts().flat_map(|(_, account)| account.roles());
        let trusted = roles.filter(|(_, role)| role.trust().is_some()).count();
        allow_if(trusted < 2, answer)
    };
    some_case_breaks(untrusted, laws::less_never_allows);
}

#[test]
fn bounds() {
    some_case_breaks(
        |_, call, answer| allow_if(call.session_policy.is_some(), answer),
        |evaluator, case, _| laws::a_session_policy_never_widens(evaluator, case),
    );
    some_case_breaks(
        |_, call, answer| allow_if(call.session_policy.is_none(), answer),
        |evaluator, case, _| laws::an_unbounded_session_is_free(evaluator, case),
    );
    some_case_breaks(
        |store, _, answer| allow_if(store.directory().is_some(), answer),
        |evaluator, case, _| laws::a_directory_never_widens(evaluator, case),
    );
}

#[test]
fn reasons() {
    for stage in Stage::ALL {
        some_case_breaks(
            move |_, _, answer| {
                let id = (!matches!(stage, Stage::Root | Stage::Exempt)).then(|| "a#0".to_owned());
                CallAnswer {
                    stage,
                    determined_by: DeterminedIds::First(id),
                    ..allow_if(true, answer)
                }
            },
            |evaluator, case, _| laws::an_allow_has_a_reason(evaluator, case),
        );
    }
}

#[test]
fn strangers() {
    some_case_breaks(
        |store, _, answer| {
            let users = store.accounts().map(|(_, account)| account.users().len());
            allow_if(users.sum::<usize>() > 2, answer)
        },
        |evaluator, case, _| laws::strangers_do_not_matter(evaluator, case),
    );
}

#[test]
fn spelling() {
    let exact = |_: &Store, call: &CallRequest<'_>, answer| {
        allow_if(
            matches!(call.principal, Principal::Role { name: "admin", .. }),
            answer,
        )
    };
    some_case_breaks(exact, |evaluator, case, _| {
        laws::spelling_does_not_matter(evaluator, case)
    });
    let named = |_: &Store, call: &CallRequest<'_>, answer| {
        let key = ContextKey::new("acs:PrincipalARN");
        let mut requests = call.checks.requests().iter();
        allow_if(
            requests.any(|request| request.context().get(&key).is_some()),
            answer,
        )
    };
    some_case_breaks(named, |evaluator, case, _| {
        laws::the_name_of_the_caller_is_supplied(evaluator, case)
    });
}

#[test]
fn several_checks() {
    some_case_breaks(
        |store, call, answer| {
            let last = call.checks.requests().last().copied();
            let last = Vec::from_iter(last);
            let checks = Checks::new(&last);
            checks.map_or(answer, |checks| {
                reference::call_answer(store, &CallRequest { checks, ..*call })
            })
        },
        |evaluator, case, _| laws::checks_are_decided_one_by_one(evaluator, case),
    );
}

#[test]
fn statements_about_everything() {
    some_case_breaks(
        |_, _, answer| allow_if(true, answer),
        |evaluator, case, _| laws::a_deny_of_everything_denies(evaluator, case),
    );
    // Whoever takes a delegating Allow for a grant.
    some_case_breaks(
        |store, _, answer| {
            let policies = store
                .resources()
                .filter_map(|(_, resource)| resource.policy());
            let mut policies = policies.filter_map(|policy| store.documents().get(policy));
            let grants = policies.any(|document| {
                let statements = &document.policy().statements;
                statements
                    .iter()
                    .any(|statement| statement.effect == Effect::Allow)
            });
            allow_if(grants, answer)
        },
        |evaluator, case, _| laws::delegating_grants_nothing(evaluator, case),
    );
}
