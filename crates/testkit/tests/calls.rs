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
use ramgate_testkit::{CallAnswer, CallRequest, dump, rebuild, reference};

const STORES: u64 = 800;
const CALLS: u64 = 5;

/// What comes out of the calls of a mode.
fn answers(mode: Mode) -> Vec<CallAnswer> {
    let mut answers = Vec::new();
    for seed in 0..STORES {
        let mut dice = Dice::seeded(seed);
        let store = generate::store(&mut dice, mode);
        for _ in 0..CALLS {
            let call = generate::call(&mut dice, mode, &store);
            let answer = call.lend(|call| reference::call_answer(&store, call));
            answers.push(answer.unwrap());
        }
    }
    answers
}

#[test]
fn decisions_are_well_mixed() {
    for mode in [Mode::Strict, Mode::Import] {
        let answers = answers(mode);
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        for answer in &answers {
            *counts.entry((answer.kind, answer.stage)).or_default() += 1;
        }
        for kind in DecisionKind::ALL {
            let of_kind = counts.iter().filter(|((found, _), _)| *found == kind);
            let of_kind: usize = of_kind.map(|(_, count)| count).sum();
            assert!(
                of_kind * 10 >= answers.len(),
                "{mode:?} {kind}: {counts:#?}"
            );
        }
        for stage in Stage::ALL {
            let found = counts.keys().any(|(_, found)| *found == stage);
            assert!(found, "{mode:?} {stage}: {counts:#?}");
        }
    }
}

#[test]
fn reasons_are_well_mixed() {
    let mut answers = answers(Mode::Strict);
    answers.extend(self::answers(Mode::Import));
    let several = answers.iter();
    let several = several.filter(|answer| answer.determined_by.as_slice().len() > 1);
    assert!(several.count() > 100);
    for place in [
        "user", "group ", "role", "folder ", "account ", "resource", "session",
    ] {
        let here = |answer: &&CallAnswer| {
            let attached = answer.attached.as_deref().unwrap_or_default();
            attached.starts_with(place)
        };
        let count = answers.iter().filter(here).count();
        assert!(count > 20, "{place}: {count}");
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

#[test]
fn a_case_of_no_bytes_is_plain() {
    let case = generate::store_case(&mut Dice::from_bytes(&[]), Mode::Import);
    assert!(case.call.is_readable());
    let text = case.to_string();
    assert!(text.lines().count() < 100, "{text}");
}

#[test]
fn most_changes_can_be_made() {
    let (mut made, mut seen) = (0, 0);
    for seed in 0..500 {
        let mut dice = Dice::seeded(seed);
        let mut store = generate::store(&mut dice, Mode::Strict);
        let before = dump::store(&store);
        let changed = generate::change(&mut dice, Mode::Strict, &mut store);
        let differs = dump::store(&store) != before;
        assert!(changed || !differs, "{before}");
        made += usize::from(changed);
        seen += usize::from(differs);
    }
    assert!(made > 400 && seen > 300, "{made} {seen}");
}
