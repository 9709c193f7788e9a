//! Operations: what a call names in place of its checks, until a catalogue gives them.
//!
//! Must not know which operations there are, nor JSON.

use ramgate_model::{Action, ReadError, Resource};

use super::{CheckDocument, ContextDocument, RequestDocument};
use crate::Span;

/// The operation of a request, as it was written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OperationDocument {
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) resources: Vec<OperationResource>,
}

/// A resource that an operation is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OperationResource {
    pub(super) kind: String,
    pub(super) kind_span: Span,
    pub(super) arn: String,
    pub(super) arn_span: Span,
    pub(super) context: Vec<ContextDocument>,
}

impl OperationDocument {
    /// Its name, such as `GetSecretValue`; there may be no such operation.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the name stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The resources that the request names for it, in the order of the text.
    pub fn resources(&self) -> &[OperationResource] {
        &self.resources
    }

    /// The resource of a type, such as `key`; each type is there once at most.
    pub fn resource(&self, kind: &str) -> Option<&OperationResource> {
        self.resources.iter().find(|resource| resource.kind == kind)
    }
}

impl OperationResource {
    /// The type under which it stands, such as `key`; there may be no such type.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Where the type's name stands.
    pub fn kind_span(&self) -> Span {
        self.kind_span
    }

    /// The resource's name, which reads as an ARN.
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// Where that stands.
    pub fn arn_span(&self) -> Span {
        self.arn_span
    }

    /// The context that the checks of this resource add to the request's.
    pub fn context(&self) -> &[ContextDocument] {
        &self.context
    }
}

impl CheckDocument {
    /// A check of an action and a resource (nothing, or `*`, for a call that names none), with
    /// the context that it adds to the request's.
    ///
    /// # Errors
    /// When the action or the resource cannot be read, or two context keys are the same.
    pub fn new(
        action: impl Into<String>,
        resource: Option<String>,
        context: Vec<ContextDocument>,
    ) -> Result<Self, ReadError> {
        let action = action.into();
        Action::new(&action)?;
        resource.as_deref().map(Resource::new).transpose()?;
        let check = Self {
            action,
            resource,
            context,
        };
        check.look_at_context()?;
        Ok(check)
    }
}

impl RequestDocument {
    /// The same request with the checks that its operation stands for.
    ///
    /// # Errors
    /// When the request names no operation, there are no checks, or a check brings a context key
    /// that the request has too.
    pub fn with_checks_of_operation(self, checks: Vec<CheckDocument>) -> Result<Self, ReadError> {
        if self.operation.is_none() {
            return Err(ReadError::operation("the request names none"));
        }
        let expanded = Self { checks, ..self };
        if expanded.checks.is_empty() {
            return Err(ReadError::operation("it stands for no checks"));
        }
        expanded.with_checks(|_| ())?;
        Ok(expanded)
    }
}
