//! The generators as strategies of `proptest`.
//!
//! A case is drawn from bytes, so that `proptest` shrinks the bytes and with them the case: fewer
//! bytes and smaller ones are plainer choices. Must not know what is tested.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use ramgate_model::Effect;
use ramgate_syntax::tree::{Mode, Statement};

use crate::generate::{self, Dice};
use crate::{Case, OwnedCall, OwnedRequest, StoreCase};

/// More bytes than nearly every case needs.
const BYTES: usize = 1024;
/// The same for a store.
const STORE_BYTES: usize = 4096;

fn drawn<T: std::fmt::Debug>(draw: impl Fn(&mut Dice<'_>) -> T) -> impl Strategy<Value = T> {
    drawn_from(BYTES, draw)
}

fn drawn_from<T: std::fmt::Debug>(
    bytes: usize,
    draw: impl Fn(&mut Dice<'_>) -> T,
) -> impl Strategy<Value = T> {
    vec(any::<u8>(), 0..bytes).prop_map(move |bytes| draw(&mut Dice::from_bytes(&bytes)))
}

/// Either mode.
pub fn mode() -> impl Strategy<Value = Mode> {
    prop_oneof![Just(Mode::Strict), Just(Mode::Import)]
}

/// A policy set as a mode would load it, and a readable request near it.
pub fn case(mode: Mode) -> impl Strategy<Value = Case> {
    drawn(move |dice| generate::case(dice, mode))
}

/// A case and so many further requests near its policies, for evaluators that are slow to
/// prepare.
pub fn cases(mode: Mode, requests: usize) -> impl Strategy<Value = (Case, Vec<OwnedRequest>)> {
    drawn(move |dice| {
        let case = generate::case(dice, mode);
        let further = (0..requests).map(|_| generate::request(dice, &case.set));
        let further = further.collect();
        (case, further)
    })
}

/// One statement of an effect as a mode would load it.
pub fn statement(mode: Mode, effect: Effect) -> impl Strategy<Value = Statement> {
    drawn(move |dice| generate::statement(dice, mode, effect))
}

/// A store as a mode would load it, and a readable call near it.
pub fn store_case(mode: Mode) -> impl Strategy<Value = StoreCase> {
    drawn_from(STORE_BYTES, move |dice| generate::store_case(dice, mode))
}

/// A store case and so many further calls near its store, for evaluators that are slow to prepare.
pub fn store_cases(mode: Mode, calls: usize) -> impl Strategy<Value = (StoreCase, Vec<OwnedCall>)> {
    drawn_from(STORE_BYTES, move |dice| {
        let case = generate::store_case(dice, mode);
        let further = (0..calls).map(|_| generate::call(dice, mode, &case.store));
        let further = further.collect();
        (case, further)
    })
}
