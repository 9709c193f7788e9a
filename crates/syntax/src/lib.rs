//! RAM policies as text and as trees.
//!
//! JSON text in, trees with byte spans out, together with every diagnostic of a document at once;
//! and trees printed back to JSON. This crate must not know how anything is matched or decided:
//! the trees keep what the document says, also what cannot be read soundly, and leave the judgement
//! to the evaluators.

#![forbid(unsafe_code)]

pub mod keys;
pub mod policy_set;
pub mod span;
pub mod tree;

pub use keys::KeyRegistry;
pub use policy_set::{PolicySet, PolicySetError};
pub use span::Span;
