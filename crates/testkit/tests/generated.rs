//! What the generators draw is what a reader of the mode would load.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use ramgate_syntax::{Mode, ReadOptions, read_policy};
use ramgate_testkit::generate::{Dice, policy_set};

fn policies_come_back(mode: Mode) {
    for seed in 0..500 {
        let set = policy_set(&mut Dice::seeded(seed), mode);
        for (_, policy) in set.policies() {
            let text = policy.to_json();
            let options = ReadOptions::new(mode)
                .with_keys(set.keys())
                .with_length_limits(false);
            match read_policy(&text, policy.kind, &options) {
                Ok(read) => assert_eq!(read.value, *policy, "{text}"),
                Err(diagnostics) => panic!("{diagnostics:?}\n{text}"),
            }
        }
    }
}

#[test]
fn strict_policies_load() {
    policies_come_back(Mode::Strict);
}

#[test]
fn import_policies_load() {
    policies_come_back(Mode::Import);
}
