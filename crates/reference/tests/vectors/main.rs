//! The test vectors of one policy set (11.1) and the points on which unknown parts turn, each over
//! a tree built by hand.
//!
//! Must not know JSON.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod build;
mod table;
mod unknown;
