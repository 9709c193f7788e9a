//! Decides requests on the image of a policy set.
//!
//! Nothing is built and nothing is allocated while deciding: an action gives a row of statements,
//! a resource gives postings, what both have in common is tested for its conditions, every Deny
//! before any Allow. `no_std`; only explanations need `alloc`. This crate must not know JSON, how
//! automata are built, or where an image comes from.

#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;

mod actions;
mod circumstances;
mod comparison;
mod decider;
mod elements;
#[cfg(feature = "alloc")]
pub mod explain;
mod flow;
mod predicates;
mod principals;
mod published;
mod resources;
mod search;
mod sink;
#[cfg(feature = "alloc")]
pub mod summary;

pub use decider::{Decider, new_maker};
#[cfg(feature = "alloc")]
pub use explain::{
    ConditionReport, ElementReport, Explanation, Failing, PrincipalReport, StatementReport,
};
#[cfg(feature = "alloc")]
pub use flow::explain::{CheckExplanation, PolicyReport, StageEffect, StagePlace, StageReport};
#[cfg(feature = "alloc")]
pub use flow::name::PlaceName;
pub use flow::name::{Attachment, PolicyId};
#[cfg(feature = "alloc")]
pub use flow::summary::StoreSummary;
pub use flow::{Authorizer, Call, Units};
#[cfg(feature = "alloc")]
pub use summary::ImageSummary;
