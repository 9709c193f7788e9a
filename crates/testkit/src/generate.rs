//! Policies and stores, requests and calls near them.
//!
//! Everything is drawn by [`Dice`], from a seed or from bytes, over small alphabets, so that
//! matches are frequent. The first choice is always the plainest: bytes that run out give the
//! plainest case, and shrinking bytes shrinks cases.
//!
//! Must not know who will judge the cases.

mod call;
mod change;
mod dice;
mod fault;
mod keys;
mod near;
mod pattern;
mod policy;
mod request;
mod statement;
mod store;
mod value;

pub use call::call;
pub use change::change;
pub use dice::Dice;
pub use policy::policy_set;
pub use request::request;
pub use store::{deny_of, policy, store};

use ramgate_model::Effect;
use ramgate_syntax::tree::{Mode, Statement};

use crate::{Case, StoreCase};

/// A policy set as a mode would load it, and a readable request near it.
pub fn case(dice: &mut Dice<'_>, mode: Mode) -> Case {
    let set = policy_set(dice, mode);
    let request = request(dice, &set);
    Case { set, request }
}

/// A store as a mode would load it, and a readable call near it.
pub fn store_case(dice: &mut Dice<'_>, mode: Mode) -> StoreCase {
    let store = store(dice, mode);
    let call = call(dice, mode, &store);
    StoreCase { store, call }
}

/// The statement that allows everything.
pub fn allow_everything() -> Statement {
    statement::everything(Effect::Allow)
}

/// One statement of an effect as a mode would load it.
pub fn statement(dice: &mut Dice<'_>, mode: Mode, effect: Effect) -> Statement {
    let mut statement = statement::statement(dice, mode, statement::About::All);
    statement.effect = effect;
    statement
}
