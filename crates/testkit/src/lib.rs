//! What the tests of Ramgate are made of: suites and their runner, generators of policies and
//! requests, of stores and calls, laws that every evaluator keeps, a corpus runner, a counting
//! allocator.
//!
//! Must not know any evaluator but the reference: whatever is tested comes in through
//! [`Evaluator`] and [`Decider`], or over a store through [`StoreEvaluator`] and [`Authority`].
//!
//! | feature | adds |
//! |---|---|
//! | – | [`decider`], [`authority`], [`suite`], [`files`], [`allocations`] |
//! | `laws` | generators, laws, corpus, changes of stores, the reference as an evaluator |
//! | `strategies` | the generators as `proptest` strategies |

#![deny(unsafe_code)]

pub mod allocations;
pub mod authority;
#[cfg(feature = "laws")]
pub mod call;
#[cfg(feature = "laws")]
pub mod case;
#[cfg(feature = "laws")]
pub mod corpus;
pub mod decider;
#[cfg(feature = "laws")]
pub mod dump;
pub mod files;
#[cfg(feature = "laws")]
pub mod generate;
#[cfg(feature = "laws")]
pub mod laws;
#[cfg(feature = "laws")]
pub mod population;
#[cfg(feature = "laws")]
pub mod rebuild;
#[cfg(feature = "laws")]
pub mod reference;
#[cfg(feature = "strategies")]
pub mod strategies;
pub mod suite;

pub use authority::{Authority, CallAnswer, CallRequest, DeterminedIds, StoreEvaluator};
#[cfg(feature = "laws")]
pub use call::{CallError, OwnedCall, StoreCase};
#[cfg(feature = "laws")]
pub use case::{Case, OwnedRequest, OwnedValue, OwnedValues};
pub use decider::{Answer, Decider, Determined, Evaluator};
#[cfg(feature = "laws")]
pub use generate::Dice;
#[cfg(feature = "laws")]
pub use reference::Reference;
