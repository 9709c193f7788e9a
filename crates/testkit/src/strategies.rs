//! The generators as strategies of `proptest`.
//!
//! A case is drawn from bytes, so that `proptest` shrinks the bytes and with them the case: fewer
//! bytes and smaller ones are plainer choices. Must not know what is tested.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use ramgate_model::Effect;
use ramgate_syntax::tree::{Mode, Statement};

use crate::generate::{self, Dice};
use crate::{Case, OwnedRequest};

/// More bytes than nearly every case needs.
const BYTES: usize = 1024;

fn drawn<T: std::fmt::Debug>(draw: impl Fn(&mut Dice<'_>) -> T) -> impl Strategy<Value = T> {
    vec(any::<u8>(), 0..BYTES).prop_map(move |bytes| draw(&mut Dice::from_bytes(&bytes)))
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
