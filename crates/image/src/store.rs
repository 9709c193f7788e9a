//! The compiled form of a store: who has which policies.
//!
//! A directory of accounts, users, roles, groups, folders and resources over compiled policies,
//! each of which is an image of its own. Must not know what is decided.

mod format;
mod layout;
pub mod record;
mod validate;
mod view;
#[cfg(feature = "alloc")]
mod writer;

pub use layout::{STORE_SECTIONS, StoreLayout};
pub use view::{Entry, StoreView};
#[cfg(feature = "alloc")]
pub use writer::{StoreWriter, assemble_store};
