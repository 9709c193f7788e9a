//! RAM policies as text and as trees.
//!
//! JSON text in, trees with byte spans out, together with every diagnostic of a document at once;
//! and trees printed back to JSON. This crate must not know how anything is matched or decided:
//! the trees keep what the document says, also what cannot be read soundly, and leave the judgement
//! to the evaluators.
//!
//! ```
//! use ramgate_syntax::{Mode, PolicyKind, ReadOptions, read_policy};
//!
//! let text = r#"{ "Version": "1", "Statement": [
//!     { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*" } ] }"#;
//! let read = read_policy(text, PolicyKind::Identity, &ReadOptions::new(Mode::Strict)).unwrap();
//! assert_eq!(read.value.statements.len(), 1);
//!
//! let text = text.replace("Allow", "allow");
//! let diagnostics =
//!     read_policy(&text, PolicyKind::Identity, &ReadOptions::new(Mode::Strict)).unwrap_err();
//! let first = diagnostics.first().unwrap();
//! assert_eq!(first.code().as_str(), "RG202");
//! assert_eq!(&text[first.span().range()], "\"allow\"");
//! assert_eq!(first.path(), "Statement[0].Effect");
//! ```

#![forbid(unsafe_code)]

pub mod codes;
pub mod diagnostics;
mod form;
pub mod json;
pub mod keys;
pub mod lines;
mod options;
mod path;
mod policy;
pub mod policy_set;
mod print;
pub mod request;
pub mod sources;
pub mod span;
pub mod store;
pub mod suggest;
pub mod suite;
pub mod tree;

pub use codes::Code;
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
pub use keys::KeyRegistry;
pub use lines::{LineColumn, LineIndex};
pub use options::{Limits, Read, ReadOptions};
pub use policy::read_policy;
pub use policy_set::{LoadError, PolicySet, PolicySetError};
pub use request::{RequestDocument, read_request, read_store_request};
pub use sources::{Files, NoFiles, ReadSources, SourceDiagnostics, SourceText};
pub use span::Span;
pub use store::{Store, StoreError, open_store, read_store};
pub use suite::{SuiteDocument, read_suite, read_suite_with};
pub use tree::{Mode, Policy, PolicyKind};
