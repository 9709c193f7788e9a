//! The vocabulary of RAM authorization, shared by every other crate of Ramgate.
//!
//! Actions, resources, context values, numbers, instants, addresses, operators, requests and
//! decisions: what the words mean and how each is read from text. `no_std`, without `alloc`:
//! everything borrows. This crate must not know JSON, automata or files, and nothing here says
//! how a policy set is decided.

#![no_std]
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate std;

pub mod action;
pub mod address;
pub mod arn;
pub mod context;
pub mod decimal;
pub mod decision;
pub mod error;
pub mod fold;
mod fold_table;
pub mod glob;
pub mod instant;
pub mod key;
pub mod operator;
pub mod pattern;
pub mod principal;
pub mod request;
pub mod resolution;
pub mod text;
pub mod truth;

pub use action::Action;
pub use address::AddressBlock;
pub use arn::{Arn, Resource};
pub use context::{Context, ContextEntry, ContextValue, Value};
pub use decimal::Decimal;
pub use decision::{
    Decision, DecisionKind, Effect, GroupNumber, NodeNumber, Origin, PolicyNumber, Stage,
    StatementNumber,
};
pub use error::{ReadError, ValueError};
pub use glob::Case;
pub use instant::Instant;
pub use key::{Cardinality, ContextKey, KeyType};
pub use operator::{Family, Operator, Relation};
pub use principal::Principal;
pub use request::{Checks, Request};
pub use resolution::Resolution;
pub use truth::Truth;
