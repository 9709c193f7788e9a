//! Requests as files give them.
//!
//! Must not know policies or how a request is decided. What a request borrows from is
//! [`RequestDocument`]; the vocabulary's own constructors say what can be read.

mod borrow;
mod context;
mod operation;
mod read;

use crate::diagnostics::{Diagnostics, Sink};
use crate::json;
use crate::path::Path;
use crate::{Limits, Mode, Policy, Read, ReadOptions};

pub use operation::{OperationDocument, OperationResource};
pub(crate) use read::{Asked, read_node};

/// A request, or a call that needs several checks, as it was written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RequestDocument {
    principal: Option<String>,
    resource_group: Option<String>,
    context: Vec<ContextDocument>,
    session_policy: Option<Policy>,
    operation: Option<OperationDocument>,
    /// None as long as the operation has not been replaced by its checks.
    checks: Vec<CheckDocument>,
}

/// One question of a request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CheckDocument {
    action: String,
    resource: Option<String>,
    context: Vec<ContextDocument>,
}

/// A context key and what it arrives with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ContextDocument {
    key: String,
    value: ValueDocument,
}

/// What a context key arrives with. Numbers and booleans are text as they are written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ValueDocument {
    /// One value.
    One(String),
    /// A list of them.
    Many(Vec<String>),
}

impl RequestDocument {
    /// The caller's name, if one is given; it is of a form that can be read.
    pub fn principal(&self) -> Option<&str> {
        self.principal.as_deref()
    }

    /// The id of the resource group that holds the resource, if it is given.
    pub fn resource_group(&self) -> Option<&str> {
        self.resource_group.as_deref()
    }

    /// The context that all checks share.
    pub fn context(&self) -> &[ContextDocument] {
        &self.context
    }

    /// The policy that the caller's session was made with: of a role session only.
    pub fn session_policy(&self) -> Option<&Policy> {
        self.session_policy.as_ref()
    }

    /// The operation that the request names, also when its checks are there.
    pub fn operation(&self) -> Option<&OperationDocument> {
        self.operation.as_ref()
    }

    /// The checks. A request of an action and a resource is one check; an operation has none
    /// until it is given them by [`RequestDocument::with_checks_of_operation`].
    pub fn checks(&self) -> &[CheckDocument] {
        &self.checks
    }
}

impl CheckDocument {
    /// The action.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The resource; nothing, or `*`, for a call that names none.
    pub fn resource(&self) -> Option<&str> {
        self.resource.as_deref()
    }

    /// The context that this check adds to the request's.
    pub fn context(&self) -> &[ContextDocument] {
        &self.context
    }
}

impl ContextDocument {
    /// A key with what it arrives with.
    pub fn new(key: impl Into<String>, value: ValueDocument) -> Self {
        Self {
            key: key.into(),
            value,
        }
    }

    /// The key's name as it is written.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What it arrives with.
    pub fn value(&self) -> &ValueDocument {
        &self.value
    }
}

impl ValueDocument {
    /// All values.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(texts) => texts,
        }
    }
}

/// Reads a request that is asked of policies: a file, or one line of a batch. It has no session
/// policy, since there are no roles without a store.
///
/// # Errors
/// Everything about it that cannot be read, at once.
pub fn read_request(
    text: impl AsRef<[u8]>,
    limits: &Limits,
) -> Result<RequestDocument, Diagnostics> {
    let mut sink = Sink::new(Mode::Strict);
    let request = json::parse(text.as_ref(), limits, &mut sink)
        .and_then(|node| read_node(&node, Asked::OfPolicies, &Path::root(), &mut sink).ok());
    sink.settle(request).map(|read| read.value)
}

/// Reads a request that is asked of a store: a file, or one line of a batch. It names who asks,
/// and a role session may have a policy, which is read as the options say, without the length
/// limit of its kind.
///
/// ```
/// use ramgate_syntax::{Mode, ReadOptions, read_store_request};
///
/// let text = r#"{ "principal": "acs:ram::1234567890123456:role/app/session",
///     "action": "kms:Decrypt",
///     "session_policy": { "Version": "1", "Statement": [
///         { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*" } ] } }"#;
/// let read = read_store_request(text, &ReadOptions::new(Mode::Strict)).unwrap();
/// assert!(read.value.session_policy().is_some());
///
/// let text = text.replace("role/app/session", "user/app");
/// let found = read_store_request(text, &ReadOptions::new(Mode::Strict)).unwrap_err();
/// assert_eq!(found.first().unwrap().path(), "session_policy");
/// ```
///
/// # Errors
/// Everything about it that cannot be read, at once.
pub fn read_store_request(
    text: impl AsRef<[u8]>,
    options: &ReadOptions<'_>,
) -> Result<Read<RequestDocument>, Diagnostics> {
    let mut sink = Sink::new(options.mode());
    let asked = Asked::OfStore {
        keys: options.keys(),
    };
    let request = json::parse(text.as_ref(), options.limits(), &mut sink)
        .and_then(|node| read_node(&node, asked, &Path::root(), &mut sink).ok());
    sink.settle(request)
}

#[cfg(test)]
mod tests;
