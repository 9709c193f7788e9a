//! Laws of the whole flow on generated stores and calls near them: the engine in every form decides
//! as the reference does, in the same stage, for the same reason; and what must not matter does
//! not.
//!
//! Must not know how cases are drawn; a failure is shrunk to a plainer case and shown as a store and
//! a request.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "this is a test"
)]

mod evaluators;

use proptest::prelude::*;
use ramgate::store::{Holder, Scope};
use ramgate::{Store, StoreCompiler};
use ramgate_syntax::Mode;
use ramgate_testkit::laws::store::{self as laws, Broken};
use ramgate_testkit::{Dice, OwnedCall, StoreCase, generate, rebuild, strategies};

use evaluators::{ENGINES, EngineWith};

/// Stores of each mode on which every form of the engine is held against the reference, with
/// [`CALLS`] calls and one more each.
const STORES: u32 = 1_500;
const CALLS: usize = 8;
/// Stores for the laws that an engine keeps with itself.
const CASES: u32 = 128;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn all_keep<L>(law: L) -> Result<(), TestCaseError>
where
    L: Fn(&EngineWith) -> Result<(), Broken>,
{
    for engine in ENGINES {
        law(engine).map_err(|broken| TestCaseError::fail(broken.to_string()))?;
    }
    Ok(())
}

fn decides_as_the_reference(
    case: StoreCase,
    mut calls: Vec<OwnedCall>,
) -> Result<(), TestCaseError> {
    calls.push(case.call);
    calls.retain(OwnedCall::is_readable);
    all_keep(|engine| laws::agrees_on(engine, &case.store, &calls))
}

proptest! {
    #![proptest_config(config(STORES))]

    #[test]
    fn decides_as_the_reference_on_strict_stores(
        (case, calls) in strategies::store_cases(Mode::Strict, CALLS)
    ) {
        decides_as_the_reference(case, calls)?;
    }

    #[test]
    fn decides_as_the_reference_on_imported_stores(
        (case, calls) in strategies::store_cases(Mode::Import, CALLS)
    ) {
        decides_as_the_reference(case, calls)?;
    }
}

proptest! {
    #![proptest_config(config(CASES))]

    #[test]
    fn the_laws_hold(
        case in strategies::mode().prop_flat_map(strategies::store_case),
        seed in any::<u64>(),
        mode in strategies::mode(),
    ) {
        prop_assume!(case.call.is_readable());
        for engine in ENGINES {
            laws::all(engine, &case, &mut Dice::seeded(seed), mode)
                .map_err(|broken| TestCaseError::fail(broken.to_string()))?;
        }
    }

    #[test]
    fn the_order_of_building_does_not_show(
        case in strategies::mode().prop_flat_map(strategies::store_case),
        seed in any::<u64>(),
    ) {
        let other = rebuild::shuffled(&mut Dice::seeded(seed), &case.store);
        let other = other.expect("the same store in another order");
        prop_assert_eq!(bytes(&case.store), bytes(&other));
    }

    #[test]
    fn what_was_compiled_before_does_not_show(
        case in strategies::mode().prop_flat_map(strategies::store_case),
    ) {
        let mut compiler = StoreCompiler::default();
        compiler.compile(&changed(&case.store)).expect("an image");
        let image = compiler.compile(&case.store).expect("an image");
        prop_assert_eq!(image.to_bytes().expect("bytes"), bytes(&case.store));
    }
}

/// One change after the other, now and then of an older version.
#[test]
fn changes_compile_to_what_all_of_it_compiles_to() {
    let (mut changed, mut images) = (0, 0);
    for seed in 0..60 {
        let mode = if seed % 2 == 0 {
            Mode::Strict
        } else {
            Mode::Import
        };
        let mut dice = Dice::seeded(seed);
        let mut versions = vec![generate::store(&mut dice, mode)];
        let mut compiler = StoreCompiler::default();
        for _ in 0..15 {
            let at = versions.len() - 1 - dice.below(versions.len().min(3));
            let mut store = versions[at].clone();
            changed += u32::from(generate::change(&mut dice, mode, &mut store));
            let image = compiler.compile(&store).expect("an image");
            assert!(
                image.to_bytes().expect("bytes") == bytes(&store),
                "seed {seed}, version {at}"
            );
            images += 1;
            versions.push(store);
        }
    }
    assert!(changed > images / 2, "{changed} changes, {images} images");
}

fn bytes(store: &Store) -> Vec<u8> {
    let image = StoreCompiler::default().compile(store).expect("an image");
    image.to_bytes().expect("bytes")
}

/// A store with other attachments, other documents, and a user and a role more or less.
fn changed(store: &Store) -> Store {
    let mut other = store.clone();
    let accounts: Vec<String> = store.accounts().map(|(id, _)| id.to_owned()).collect();
    for (at, id) in accounts.iter().enumerate() {
        let account = store.account(id).expect("a known account");
        for (name, _) in account.users() {
            let everything = "AdministratorAccess";
            other
                .attach(id, Holder::User(name), everything, Scope::Account)
                .expect("an attachment");
        }
        if let Some((_, name)) = account.groups().next() {
            other.remove_group(id, name).expect("a known group");
        }
        if at % 2 == 0 {
            other.add_user(id, "one-more-user").expect("a user");
        } else if let Some((name, _)) = account.roles().next() {
            other.remove_role(id, name).expect("a known role");
        }
    }
    for (at, (policy, _)) in store.documents().in_order().enumerate() {
        let document = store.documents().get(policy).expect("a document");
        if let ramgate::store::PolicyName::Named(name) = document.name()
            && !document.is_built_in()
            && at % 2 == 0
        {
            let mut policy = document.policy().as_ref().clone();
            policy.statements.truncate(1);
            other.put_policy(name, policy).expect("a policy");
        }
    }
    other
}
