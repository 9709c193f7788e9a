//! The policies that Key Management Service users start from, as templates with parameters.
//!
//! Each template is a policy document with named placeholders, a title, a description of what it
//! grants and what it does not, and the list of its parameters. Rendering checks every value
//! against the form of its parameter and puts it into the JSON tree, never into text, so a value
//! cannot add a wildcard, a member or a statement. This crate must not know how a policy is decided
//! or where values come from.
//!
//! ```
//! use ramgate_templates::{Parameters, find};
//!
//! let parameters = Parameters::new()
//!     .with("region", "cn-hangzhou")
//!     .with("account", "1234567890123456");
//! let document = find("use-keys")?.render(&parameters)?;
//! assert!(document.contains("acs:kms:cn-hangzhou:1234567890123456:key/*"));
//!
//! let error = find("use-keys")?.render(&Parameters::new()).unwrap_err();
//! assert!(error.to_string().contains("parameter `region` is missing"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]

mod catalogue;
mod document;
mod error;
mod nearest;
mod parameter;
mod template;

pub use catalogue::{find, parameters, templates};
pub use error::{ParameterProblem, RenderError, UnknownTemplate};
pub use parameter::{Parameter, Parameters};
pub use template::Template;
