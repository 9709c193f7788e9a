//! The reference evaluator: what a policy set decides, written straight from the specification.
//!
//! Slow and plain on purpose. It is the truth that every faster evaluator is tested against, so it
//! must not know images, automata or any matcher, reader or comparison of another crate: it shares
//! the trees and the vocabulary, and does everything else in its own way. It is to be read beside
//! the specification, whose rule ids stand where the rules are applied.
//!
//! The parts follow the documents: a [`statement`](mod@statement) has an
//! [`action`](mod@pattern), a resource and [conditions](mod@condition); conditions compare text,
//! numbers, dates and addresses.
//!
//! The policies of a set are taken as the identity policies of the caller (3A of section 6.2);
//! `Principal` elements are not judged.

#![forbid(unsafe_code)]

mod address;
pub mod condition;
mod date;
pub mod evaluation;
mod key;
mod number;
mod operator;
pub mod pattern;
pub mod statement;
mod text;

pub use condition::{BlockTruths, ConditionTruths};
pub use evaluation::{Evaluation, evaluate};
pub use statement::StatementTruths;
