//! Policies, and requests near them.
//!
//! Everything is drawn by [`Dice`], from a seed or from bytes, over small alphabets, so that
//! matches are frequent. The first choice is always the plainest: bytes that run out give the
//! plainest case, and shrinking bytes shrinks cases.
//!
//! Must not know who will judge the cases.

mod dice;
mod fault;
mod keys;
mod near;
mod pattern;
mod policy;
mod request;
mod statement;
mod value;

pub use dice::Dice;
pub use policy::policy_set;
pub use request::request;

use ramgate_model::Effect;
use ramgate_syntax::tree::{Mode, Statement};

use crate::Case;

/// A policy set as a mode would load it, and a readable request near it.
pub fn case(dice: &mut Dice<'_>, mode: Mode) -> Case {
    let set = policy_set(dice, mode);
    let request = request(dice, &set);
    Case { set, request }
}

/// One statement of an effect as a mode would load it.
pub fn statement(dice: &mut Dice<'_>, mode: Mode, effect: Effect) -> Statement {
    let mut statement = statement::statement(dice, mode, statement::About::All);
    statement.effect = effect;
    statement
}
