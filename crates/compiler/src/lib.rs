//! Lowers a policy set to an image.
//!
//! Trees go through a normal form (what each element and condition comes to) into tables: postings
//! of statements, action classes, pattern indexes, automata, address ranges. All that is costly is
//! done here, under budgets, so that deciding only looks things up. This crate must not know
//! requests.

#![forbid(unsafe_code)]

mod actions;
mod automaton;
mod budget;
mod compile;
mod config;
mod cost;
mod normal;
mod patterns;
mod postings;
mod predicates;
mod resources;
mod store;
mod values;

pub use compile::{CompileError, compile, compile_policy};
pub use config::{AutomatonUse, Config};
pub use store::{DirectoryNames, compile_directory, compile_names};
