//! Laws of RAM authorization on generated policies and requests near them: the engine in every
//! form decides as the reference does and for the same reason, and what must not matter does not.
//!
//! Must not know how cases are drawn; a failure is shrunk to a plainer case and shown as policies
//! and a request.

#![allow(clippy::expect_used, reason = "this is a test")]

mod evaluators;

use proptest::prelude::*;
use ramgate::Effect;
use ramgate_syntax::{Mode, ReadOptions, read_policy};
use ramgate_testkit::laws::{self, Broken};
use ramgate_testkit::{Case, Evaluator, OwnedRequest, strategies};

use evaluators::ENGINES;

/// Policy sets of each mode on which every form of the engine is held against the reference, with
/// [`REQUESTS`] and one more each. A set has one policy or more.
const SETS: u32 = 5_000;
const REQUESTS: usize = 5;
/// Policy sets for each of the laws that an engine keeps with itself.
const CASES: u32 = 256;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn case() -> impl Strategy<Value = Case> {
    strategies::mode().prop_flat_map(strategies::case)
}

/// Whether every form of the engine keeps a law.
fn all_keep<L>(law: L) -> Result<(), TestCaseError>
where
    L: Fn(&evaluators::EngineWith) -> Result<(), Broken>,
{
    for engine in ENGINES {
        law(engine).map_err(|broken| TestCaseError::fail(broken.to_string()))?;
    }
    Ok(())
}

/// Typed values, handles and images taken from bytes are among the cases and the forms.
fn decides_as_the_reference(
    case: Case,
    mut requests: Vec<OwnedRequest>,
) -> Result<(), TestCaseError> {
    requests.push(case.request);
    all_keep(|engine| laws::agrees_on(engine, &case.set, &requests))
}

proptest! {
    #![proptest_config(config(SETS))]

    #[test]
    fn decides_as_the_reference_on_strict_policies(
        (case, requests) in strategies::cases(Mode::Strict, REQUESTS)
    ) {
        decides_as_the_reference(case, requests)?;
    }

    #[test]
    fn decides_as_the_reference_on_imported_policies(
        (case, requests) in strategies::cases(Mode::Import, REQUESTS)
    ) {
        decides_as_the_reference(case, requests)?;
    }
}

proptest! {
    #![proptest_config(config(CASES))]

    #[test]
    fn order_and_repetition_do_not_matter(case in case()) {
        all_keep(|engine| laws::order_does_not_matter(engine, &case))?;
        all_keep(|engine| laws::repetition_does_not_matter(engine, &case))?;
    }

    #[test]
    fn more_statements_do_what_their_effect_says(
        case in case(),
        deny in strategies::statement(Mode::Import, Effect::Deny),
        allow in strategies::statement(Mode::Import, Effect::Allow),
    ) {
        all_keep(|engine| laws::one_more_statement(engine, &case, &deny))?;
        all_keep(|engine| laws::one_more_statement(engine, &case, &allow))?;
    }

    #[test]
    fn values_mean_what_they_say(case in case()) {
        all_keep(|engine| laws::one_value_is_a_list_of_one(engine, &case))?;
        all_keep(|engine| laws::an_empty_list_is_absence(engine, &case))?;
        all_keep(|engine| laws::a_typed_value_is_its_text(engine, &case))?;
        all_keep(|engine| laws::spelling_does_not_matter(engine, &case))?;
    }

    #[test]
    fn the_same_policies_give_the_same_image(case in case()) {
        let compiler = ramgate::Compiler::new();
        let image = compiler.compile(&case.set).expect("an image");
        let mut again = ramgate::PolicySet::with_keys(case.set.keys().clone());
        let policies: Vec<_> = case.set.policies().collect();
        for (name, policy) in policies.into_iter().rev() {
            again.add(name, policy.clone()).expect("names of a set");
        }
        prop_assert_eq!(image, compiler.compile(&again).expect("an image"));
    }

    #[test]
    fn printing_and_reading_gives_the_same_policy(case in case()) {
        for (_, policy) in case.set.policies() {
            for text in [policy.to_json(), policy.to_json_pretty()] {
                let read = |mode| {
                    let options = ReadOptions::new(mode)
                        .with_keys(case.set.keys())
                        .with_length_limits(false);
                    read_policy(&text, policy.kind, &options)
                };
                let imported = read(Mode::Import)
                    .map_err(|faults| TestCaseError::fail(format!("{faults}\n{text}")))?;
                prop_assert_eq!(&imported.value, policy);
                if let Ok(strict) = read(Mode::Strict) {
                    prop_assert_eq!(&strict.value, policy);
                }
            }
        }
    }
}

#[test]
fn every_form_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<_> = ENGINES.iter().map(Evaluator::name).collect();
    assert_eq!(names.len(), ENGINES.len());
}
