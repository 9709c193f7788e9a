//! One check of a call against a store: the vectors of the flow (11.1), each settled point of it,
//! and the tables of sections 6.3, 6.4, 7.2 and 7.3.
//!
//! Answers are compared as lines: decision, stage, determining statements, where the first of them
//! is attached.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod answers;
mod build;
mod kinds;
mod principals;
mod settled;
mod stages;
mod vectors;
