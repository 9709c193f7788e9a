//! The laws hold for the reference, and each is broken by an evaluator that breaks it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::cell::Cell;
use std::convert::Infallible;

use proptest::prelude::*;
use ramgate_model::{DecisionKind, Effect, Request, StatementNumber, Value};
use ramgate_syntax::PolicySet;
use ramgate_syntax::tree::Mode;
use ramgate_testkit::generate::{self, Dice};
use ramgate_testkit::laws::{self, Broken};
use ramgate_testkit::{Answer, Case, Determined, Evaluator, Reference, reference, strategies};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_reference_keeps_the_laws(
        case in strategies::mode().prop_flat_map(strategies::case),
        deny in strategies::statement(Mode::Import, Effect::Deny),
        allow in strategies::statement(Mode::Import, Effect::Allow),
    ) {
        let kept = laws::all(&Reference, &case, &[deny, allow]);
        prop_assert!(kept.is_ok(), "{}", kept.unwrap_err());
    }
}

/// The reference with its answers changed.
struct Changed<F>(F);

impl<F> Evaluator for Changed<F>
where
    F: Fn(&PolicySet, &Request<'_>) -> Answer + Copy + 'static,
{
    type Decider = Box<dyn Fn(&Request<'_>) -> Answer>;
    type Error = Infallible;

    fn name(&self) -> &'static str {
        "a changed reference"
    }

    fn prepare(&self, set: &PolicySet) -> Result<Self::Decider, Infallible> {
        let (set, change) = (set.clone(), self.0);
        Ok(Box::new(move |request| change(&set, request)))
    }
}

fn some_case_breaks<F>(change: F, law: impl Fn(&Changed<F>, &Case) -> Result<(), Broken>) -> String
where
    F: Fn(&PolicySet, &Request<'_>) -> Answer + Copy + 'static,
{
    let evaluator = Changed(change);
    let broken = (0..500).find_map(|seed| {
        let case = generate::case(&mut Dice::seeded(seed), Mode::Import);
        law(&evaluator, &case).err()
    });
    let broken = broken.unwrap();
    assert!(broken.to_string().contains(broken.law()));
    broken.law().to_owned()
}

#[test]
fn a_wrong_reason_is_no_agreement() {
    let last = |set: &PolicySet, request: &Request<'_>| {
        let mut answer = reference::answer(set, request);
        if let Determined::All(all) = &answer.determined_by {
            answer.determined_by = Determined::First(all.last().copied());
        }
        answer
    };
    some_case_breaks(last, laws::agrees);
}

#[test]
fn order() {
    let first_decides = |set: &PolicySet, request: &Request<'_>| {
        let evaluation = ramgate_reference::evaluate(set, request);
        let first = evaluation
            .statements
            .iter()
            .position(ramgate_reference::StatementTruths::applies);
        let effect = first.map(|at| evaluation.statements[at].effect);
        Answer {
            kind: match effect {
                None => DecisionKind::ImplicitDeny,
                Some(Effect::Allow) => DecisionKind::Allow,
                Some(Effect::Deny) => DecisionKind::ExplicitDeny,
            },
            stage: None,
            determined_by: Determined::First(None),
        }
    };
    some_case_breaks(first_decides, laws::order_does_not_matter);
}

#[test]
fn repetition() {
    let one_number = |set: &PolicySet, request: &Request<'_>| {
        let mut answer = reference::answer(set, request);
        answer.determined_by = Determined::All(vec![StatementNumber::new(0)]);
        answer
    };
    some_case_breaks(one_number, laws::repetition_does_not_matter);
}

#[test]
fn more_statements() {
    let parity = |set: &PolicySet, request: &Request<'_>| {
        let mut answer = reference::answer(set, request);
        if set.len().is_multiple_of(2) {
            answer.kind = DecisionKind::Allow;
        }
        answer
    };
    for effect in [Effect::Deny, Effect::Allow] {
        let dice = Cell::new(0);
        let law = some_case_breaks(parity, |evaluator, case| {
            dice.set(dice.get() + 1);
            let more = generate::statement(&mut Dice::seeded(dice.get()), Mode::Strict, effect);
            laws::one_more_statement(evaluator, case, &more)
        });
        assert!(law.contains(effect.name()));
    }
}

fn allows_if(
    count: impl Fn(&[Value<'_>]) -> bool + Copy + 'static,
) -> impl Fn(&PolicySet, &Request<'_>) -> Answer + Copy {
    move |set: &PolicySet, request: &Request<'_>| {
        let mut answer = reference::answer(set, request);
        let mut entries = request.context().entries();
        if entries.any(|entry| count(entry.value().as_slice())) {
            answer.kind = DecisionKind::Allow;
        }
        answer
    }
}

#[test]
fn values() {
    some_case_breaks(
        allows_if(|values: &[Value<'_>]| values.is_empty()),
        laws::an_empty_list_is_absence,
    );
    let typed = |values: &[Value<'_>]| !values.iter().all(|value| matches!(value, Value::Text(_)));
    some_case_breaks(allows_if(typed), laws::a_typed_value_is_its_text);
    let lists = |set: &PolicySet, request: &Request<'_>| {
        let mut answer = reference::answer(set, request);
        let mut entries = request.context().entries();
        if entries.any(|entry| matches!(entry.value(), ramgate_model::ContextValue::Many(_))) {
            answer.kind = DecisionKind::Allow;
        }
        answer
    };
    some_case_breaks(lists, laws::one_value_is_a_list_of_one);
}

#[test]
fn spelling() {
    let exact = |set: &PolicySet, request: &Request<'_>| {
        let mut answer = reference::answer(set, request);
        if request.action().as_str().starts_with("KMS") {
            answer.kind = DecisionKind::Allow;
        }
        answer
    };
    some_case_breaks(exact, laws::spelling_does_not_matter);
}
