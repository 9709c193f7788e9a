//! What the operations of Key Management Service (KMS) check.
//!
//! The catalogue knows the actions of the service, the resources that each is checked on, and the
//! condition keys that come with it. A call of an operation, together with the resources that it
//! names, becomes checks: an action, a resource, and whose context comes with them. This crate
//! must not know policies, stores, or how a check is decided.
//!
//! ```
//! use ramgate_catalogue::{Catalogue, OperationResource};
//!
//! let checks = Catalogue::kms().checks_of(
//!     "GetSecretValue",
//!     &[
//!         OperationResource::new("secret", "acs:kms:cn-hangzhou:1234567890123456:secret/db"),
//!         OperationResource::new("key", "acs:kms:cn-hangzhou:1234567890123456:key/key-hzz1"),
//!     ],
//! )?;
//! let actions: Vec<_> = checks.iter().map(|check| check.action()).collect();
//! assert_eq!(actions, ["kms:GetSecretValue", "kms:Decrypt"]);
//!
//! let error = Catalogue::kms().checks_of("GetSecretValeu", &[]).unwrap_err();
//! assert_eq!(error.help().unwrap(), "did you mean `GetSecretValue`?");
//! # Ok::<(), ramgate_catalogue::OperationError>(())
//! ```

#![forbid(unsafe_code)]

mod action;
mod arn_form;
mod catalogue;
mod checks;
mod condition_key;
mod error;
mod expand;
mod operation;
mod operation_error;
mod read;
mod resource_type;
mod text;

pub use action::{AccessLevel, CatalogueAction, Certainty, Dependent, Fact, Relation};
pub use catalogue::Catalogue;
pub use checks::{OperationCheck, OperationResource};
pub use condition_key::{CatalogueKey, KeyScope};
pub use error::CatalogueError;
pub use operation::{CatalogueOperation, Member, Need};
pub use operation_error::OperationError;
pub use resource_type::ResourceType;

/// The page of the catalogue, whose examples are run.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/catalogue.md")]
struct Page;
