//! The compiled form of policy sets and stores.
//!
//! One flat sequence of bytes: a header, a table of sections, and in each section records of one
//! type, little-endian and without alignment, so that a file is read where it lies. The writer
//! (feature `alloc`) lays records out; [`Layout::read`] checks every byte that anything depends on,
//! once; the views then reach records by position. This crate must not know policies, JSON or how
//! a decision is made: it keeps tables.

#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod automaton;
mod check;
pub mod error;
pub mod format;
pub mod hash;
pub mod layout;
pub mod ranks;
pub mod record;
pub mod store;
pub mod table;
mod validate;
pub mod view;
#[cfg(feature = "alloc")]
pub mod writer;

pub use automaton::Automaton;
pub use error::ImageError;
pub use layout::Layout;
pub use ranks::Ranks;
pub use table::Table;
pub use view::ImageView;
#[cfg(feature = "alloc")]
pub use writer::ImageWriter;
