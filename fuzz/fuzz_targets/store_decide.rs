//! Stores and calls near them, drawn from bytes: the engine answers as the reference does, for the
//! same reason, and keeps the laws of stores.
//!
//! The first byte picks the mode, a form of the engine beside the plain one, and whether one call
//! is held against all laws instead, which is slow.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ramgate_fuzz::stores::{agree_in, keeps_laws};
use ramgate_syntax::Mode;
use ramgate_testkit::generate::{Dice, call, store_case};

/// Calls for each store, beside the first.
const CALLS: usize = 7;

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
    let case = store_case(&mut dice, mode);
    if choice % 8 >= 6 {
        keeps_laws(&case, &mut dice, mode);
        return;
    }
    let mut calls = vec![case.call];
    calls.extend((0..CALLS).map(|_| call(&mut dice, mode, &case.store)));
    agree_in(usize::from(choice / 8), &case.store, &calls);
});
