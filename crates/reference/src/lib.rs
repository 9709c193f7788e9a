//! The reference evaluator: what a policy set decides, written straight from the specification.
//!
//! Slow and plain on purpose. It is the truth that every faster evaluator is tested against, so it
//! must not know images, automata or any matcher, reader or comparison of another crate: it shares
//! the trees and the vocabulary, and does everything else in its own way. It is to be read beside
//! the specification, whose rule ids stand where the rules are applied.
//!
//! The parts follow the documents: a [`statement`](mod@statement) has [principals](mod@principal),
//! an [`action`](mod@pattern), a resource and [conditions](mod@condition); conditions compare text,
//! numbers, dates and addresses.
//!
//! [`evaluate`] takes the policies of a set as the identity policies of the caller (3A of section
//! 6.2). [`authorize`] is the whole [flow](mod@flow) of one check against a store.

#![forbid(unsafe_code)]

mod address;
pub mod condition;
mod date;
pub mod evaluation;
pub mod flow;
mod key;
mod number;
mod operator;
pub mod pattern;
pub mod principal;
mod published;
pub mod statement;
mod text;

pub use condition::{BlockTruths, ConditionTruths};
pub use evaluation::{Evaluation, evaluate};
pub use flow::{Attached, Authorization, Call, PolicyLabel, StatementId, authorize};
pub use principal::Caller;
pub use statement::{Question, StatementTruths};
