//! Requests as files give them.
//!
//! Must not know policies or how a request is decided. What a request borrows from is
//! [`RequestDocument`]; the vocabulary's own constructors say what can be read.

mod borrow;
mod context;
mod read;

use crate::diagnostics::{Diagnostics, Sink};
use crate::json;
use crate::path::Path;
use crate::{Limits, Mode};

pub(crate) use read::read_node;

/// A request, or a call that needs several checks, as it was written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RequestDocument {
    principal: Option<String>,
    resource_group: Option<String>,
    context: Vec<ContextDocument>,
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

    /// The checks, at least one; a request of an action and a resource is one check.
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

/// Reads a request: a file, or one line of a batch.
///
/// # Errors
/// Everything about it that cannot be read, at once.
pub fn read_request(
    text: impl AsRef<[u8]>,
    limits: &Limits,
) -> Result<RequestDocument, Diagnostics> {
    let mut sink = Sink::new(Mode::Strict);
    let request = json::parse(text.as_ref(), limits, &mut sink)
        .and_then(|node| read_node(&node, &Path::root(), &mut sink).ok());
    sink.settle(request).map(|read| read.value)
}

#[cfg(test)]
mod tests;
