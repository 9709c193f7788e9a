//! A policy set with a request, owned, so that cases can be made, kept and changed.
//!
//! Must not know how either comes about.

use std::net::IpAddr;

use ramgate_model::{
    Action, Context, ContextEntry, ContextKey, ContextValue, Decimal, Instant, ReadError, Request,
    Resource, Value,
};
use ramgate_syntax::PolicySet;

/// A question and the policies to answer it from.
#[derive(Clone, Debug)]
pub struct Case {
    /// The policies.
    pub set: PolicySet,
    /// The question.
    pub request: OwnedRequest,
}

/// A request that owns its parts. It may be unreadable; [`OwnedRequest::lend`] says so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OwnedRequest {
    /// What is to be done.
    pub action: String,
    /// To what; `*` for a call that names no resource.
    pub resource: String,
    /// The keys with what they arrive with.
    pub context: Vec<(String, OwnedValues)>,
}

/// The values of every key of a context.
pub(crate) type Lists<'a> = Vec<Vec<Value<'a>>>;

/// What a key arrives with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum OwnedValues {
    /// One value.
    One(OwnedValue),
    /// A list of values.
    Many(Vec<OwnedValue>),
}

/// One context value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum OwnedValue {
    /// Text.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A truth value.
    Bool(bool),
    /// An address.
    Address(IpAddr),
    /// A point in time.
    Instant(Instant),
}

impl OwnedValue {
    /// The value, borrowed.
    pub fn lend(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::Number(number) => Value::Number(*number),
            Self::Bool(value) => Value::Bool(*value),
            Self::Address(address) => Value::Address(*address),
            Self::Instant(instant) => Value::Instant(*instant),
        }
    }

    /// The value as its canonical text.
    #[must_use]
    pub fn as_text(&self) -> Self {
        Self::Text(self.lend().to_string())
    }
}

impl OwnedValues {
    /// The values; none for an empty list.
    pub fn as_slice(&self) -> &[OwnedValue] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

impl OwnedRequest {
    /// A request without context.
    pub fn new(action: impl Into<String>, resource: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            resource: resource.into(),
            context: Vec::new(),
        }
    }

    /// Shows the request as the vocabulary has it.
    ///
    /// # Errors
    /// When the request cannot be read.
    pub fn lend<R>(&self, look: impl FnOnce(&Request<'_>) -> R) -> Result<R, ReadError> {
        let lists = self.lists();
        let entries = self.entries(&lists);
        let request = self.request(&entries)?;
        Ok(look(&request))
    }

    /// The values of every key, in the order of the context.
    pub(crate) fn lists(&self) -> Lists<'_> {
        self.context
            .iter()
            .map(|(_, values)| values.as_slice().iter().map(OwnedValue::lend).collect())
            .collect()
    }

    /// The context over its values.
    pub(crate) fn entries<'a>(&'a self, lists: &'a Lists<'a>) -> Vec<ContextEntry<'a>> {
        self.context
            .iter()
            .zip(lists)
            .map(|((key, values), list)| {
                let value = match values {
                    OwnedValues::One(value) => ContextValue::One(value.lend()),
                    OwnedValues::Many(_) => ContextValue::Many(list),
                };
                ContextEntry::new(ContextKey::new(key), value)
            })
            .collect()
    }

    /// The request over its context.
    pub(crate) fn request<'a>(
        &'a self,
        entries: &'a [ContextEntry<'a>],
    ) -> Result<Request<'a>, ReadError> {
        Ok(Request::new(
            Action::new(&self.action)?,
            Resource::new(&self.resource)?,
            Context::new(entries)?,
        ))
    }

    /// Whether the request can be read.
    pub fn is_readable(&self) -> bool {
        self.lend(|_| ()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use ramgate_model::{ContextKey, Value};

    use super::{OwnedRequest, OwnedValue, OwnedValues};

    #[test]
    fn a_request_is_lent_as_it_is() {
        let mut request = OwnedRequest::new("kms:Decrypt", "*");
        let one = OwnedValues::One(OwnedValue::Bool(true));
        let many = OwnedValues::Many(vec![OwnedValue::Text("v".to_owned())]);
        request.context = vec![("one".to_owned(), one), ("many".to_owned(), many)];
        let seen = request.lend(|lent| {
            let one = lent.context().get(&ContextKey::new("one")).unwrap();
            assert_eq!(one.as_slice(), [Value::Bool(true)]);
            let many = lent.context().get(&ContextKey::new("many")).unwrap();
            assert_eq!(many.as_slice(), [Value::Text("v")]);
            lent.action().as_str().to_owned()
        });
        assert_eq!(seen.as_deref(), Ok("kms:Decrypt"));
    }

    #[test]
    fn an_unreadable_request_says_so() {
        assert!(!OwnedRequest::new("Decrypt", "*").is_readable());
        assert!(!OwnedRequest::new("kms:Decrypt", "key/k").is_readable());
    }
}
