//! Stores: who has which policies, compiled, and calls decided on them.
//!
//! Must not know how anything is done; the compiler and the engine do.

mod authorizer;
mod call;
mod compiler;
mod image;
mod live;
mod session;
mod unit;

pub use authorizer::Authorizer;
pub use call::Call;
pub use compiler::StoreCompiler;
pub use image::StoreImage;
pub use live::{Current, LiveAuthorizer};
pub use ramgate_engine::{
    Attachment, CheckExplanation, PlaceName, PolicyId, PolicyReport, StageEffect, StagePlace,
    StageReport, StoreSummary,
};
pub use ramgate_syntax::store::{
    Account, Attachments, Directory, Document, Documents, Group, GroupRef, Holder, Node, NodeKind,
    NodeRef, PolicyName, PolicyRef, ResourceKind, Role, Scope, Store, StoreError, StoredResource,
    Target, User,
};
pub use session::SessionPolicy;
