//! Policies and requests near them, drawn from bytes: the engine in every form decides as the
//! reference does, and for the same reason.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ramgate_fuzz::agree;
use ramgate_syntax::Mode;
use ramgate_testkit::generate::{Dice, policy_set, request};

/// Requests for each policy set.
const REQUESTS: usize = 4;

fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else {
        return;
    };
    let mode = if choice.is_multiple_of(2) {
        Mode::Strict
    } else {
        Mode::Import
    };
    let mut dice = Dice::from_bytes(bytes);
    let set = policy_set(&mut dice, mode);
    let requests: Vec<_> = (0..REQUESTS).map(|_| request(&mut dice, &set)).collect();
    agree(&set, &requests);
});
