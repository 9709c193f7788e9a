//! What is asked: may this action be done to this resource in this context?
//!
//! Must not know policies. Everything is borrowed and has been read already, so deciding has no
//! error path.

use crate::{Action, Context, ReadError, Resource};

/// One question.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    action: Action<'a>,
    resource: Resource<'a>,
    context: Context<'a>,
}

impl<'a> Request<'a> {
    /// A request of parts that have been read.
    #[inline]
    pub fn new(action: Action<'a>, resource: Resource<'a>, context: Context<'a>) -> Self {
        Self {
            action,
            resource,
            context,
        }
    }

    /// A request without context, from text; `*` is the resource of a call that names none.
    ///
    /// # Errors
    /// When the action or the resource cannot be read.
    pub fn from_text(action: &'a str, resource: &'a str) -> Result<Self, ReadError> {
        Ok(Self::new(
            Action::new(action)?,
            Resource::new(resource)?,
            Context::EMPTY,
        ))
    }

    /// The same request in this context.
    #[inline]
    #[must_use]
    pub fn with_context(self, context: Context<'a>) -> Self {
        Self { context, ..self }
    }

    /// What is to be done.
    #[inline]
    pub fn action(&self) -> &Action<'a> {
        &self.action
    }

    /// To what.
    #[inline]
    pub fn resource(&self) -> &Resource<'a> {
        &self.resource
    }

    /// Under which circumstances.
    #[inline]
    pub fn context(&self) -> &Context<'a> {
        &self.context
    }
}

/// The questions behind one call that needs several: all must be allowed (2.13). Never empty, so
/// that nothing is allowed for want of a question.
#[derive(Clone, Copy, Debug)]
pub struct Checks<'a>(&'a [Request<'a>]);

impl<'a> Checks<'a> {
    /// These requests, in this order.
    ///
    /// # Errors
    /// When there are none.
    pub fn new(requests: &'a [Request<'a>]) -> Result<Self, ReadError> {
        if requests.is_empty() {
            Err(ReadError::checks("there is nothing to check"))
        } else {
            Ok(Self(requests))
        }
    }

    /// The requests; at least one.
    #[inline]
    pub fn requests(&self) -> &'a [Request<'a>] {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Checks, Request};

    #[test]
    fn nothing_to_check_is_no_call() {
        assert_eq!(Checks::new(&[]).unwrap_err().member(), "checks");
        let request = Request::from_text("kms:ListKeys", "*").unwrap();
        assert_eq!(Checks::new(&[request]).unwrap().requests().len(), 1);
    }
}
