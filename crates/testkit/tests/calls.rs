//! What is drawn for stores and calls: readable, what a reader of the mode would load, and well
//! mixed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::collections::BTreeMap;

use ramgate_model::{DecisionKind, Principal, Stage};
use ramgate_syntax::{
    Limits, Mode, NoFiles, ReadOptions, read_policy, read_store, read_store_request,
};
use ramgate_testkit::generate::{self, Dice};
use ramgate_testkit::{CallRequest, dump, rebuild, reference};

const STORES: u64 = 800;
const CALLS: u64 = 5;

/// How often each decision of each stage comes out.
fn mix(mode: Mode) -> BTreeMap<(DecisionKind, Stage), usize> {
    let mut counts = BTreeMap::new();
    for seed in 0..STORES {
        let mut dice = Dice::seeded(seed);
        let store = generate::store(&mut dice, mode);
        for _ in 0..CALLS {
            let call = generate::call(&mut dice, mode, &store);
            let answer = call.lend(|call| reference::call_answer(&store, call));
            let answer = answer.unwrap();
            *counts.entry((answer.kind, answer.stage)).or_default() += 1;
        }
    }
    counts
}

#[test]
fn decisions_are_well_mixed() {
    for mode in [Mode::Strict, Mode::Import] {
        let counts = mix(mode);
        let all: usize = counts.values().sum();
        for kind in DecisionKind::ALL {
            let of_kind = counts.iter().filter(|((found, _), _)| *found == kind);
            let of_kind: usize = of_kind.map(|(_, count)| count).sum();
            assert!(of_kind * 10 >= all, "{mode:?} {kind}: {counts:#?}");
        }
        for stage in Stage::ALL {
            let found = counts.keys().any(|(_, found)| *found == stage);
            assert!(found, "{mode:?} {stage}: {counts:#?}");
        }
    }
}

#[test]
fn policies_of_stores_load() {
    for mode in [Mode::Strict, Mode::Import] {
        for seed in 0..300 {
            let store = generate::store(&mut Dice::seeded(seed), mode);
            for (policy, name) in store.documents().in_order() {
                let policy = store.documents().get(policy).unwrap().policy();
                let text = policy.to_json();
                let options = ReadOptions::new(mode)
                    .with_keys(store.keys())
                    .with_length_limits(false);
                match read_policy(&text, policy.kind, &options) {
                    Ok(read) => assert_eq!(read.value.statements, policy.statements, "{text}"),
                    Err(diagnostics) => panic!("{mode:?} {name} {diagnostics}\n{text}"),
                }
            }
        }
    }
}

#[test]
fn what_is_shown_of_a_case_can_be_read() {
    let limits = Limits::default();
    for mode in [Mode::Strict, Mode::Import] {
        for seed in 0..300 {
            let case = generate::store_case(&mut Dice::seeded(seed), mode);
            let text = dump::store(&case.store);
            let store = match read_store(&text, &limits, None, &mut NoFiles) {
                Ok(read) => read.value,
                Err(error) => panic!("{error}\n{text}"),
            };
            assert_eq!(dump::store(&store), text);
            let text = dump::call(&case.call);
            let options = ReadOptions::new(Mode::Import).with_keys(store.keys());
            let request = match read_store_request(&text, &options) {
                Ok(read) => read.value,
                Err(error) => panic!("{error}\n{text}"),
            };
            let principal = Principal::new(request.principal().unwrap()).unwrap();
            let read = request.with_checks(|checks| {
                let call = CallRequest {
                    principal,
                    checks,
                    resource_group: request.resource_group(),
                    session_policy: request.session_policy(),
                };
                reference::call_answer(&store, &call)
            });
            let drawn = case
                .call
                .lend(|call| reference::call_answer(&case.store, call));
            assert_eq!(read.unwrap(), drawn.unwrap(), "{case}");
        }
    }
}

/// Rebuilding is what laws rest on.
#[test]
fn a_store_is_built_again() {
    for seed in 0..300 {
        let mut dice = Dice::seeded(seed);
        let store = generate::store(&mut dice, Mode::Import);
        let again = rebuild::shuffled(&mut dice, &store).unwrap();
        assert_eq!(dump::store(&again), dump::store(&store));
    }
}
