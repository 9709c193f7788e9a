//! Requests of the vocabulary, borrowed from a document.
//!
//! Must not know JSON.

use ramgate_model::{
    Action, Checks, Context, ContextEntry, ContextKey, ContextValue, ReadError, Request, Resource,
    Value,
};

use super::{CheckDocument, ContextDocument, RequestDocument};

/// The values of every key, in the order of the document.
type Values<'a> = Vec<Vec<Value<'a>>>;

impl RequestDocument {
    /// Hands the checks of the request to a function. Allocates for the context.
    ///
    /// # Errors
    /// When the request names an operation that has not been replaced by its checks, or a part
    /// cannot be read; a document that [`read_request`](crate::read_request) gave has been looked
    /// at, so that there is nothing of the second kind.
    pub fn with_checks<R>(&self, ask: impl FnOnce(Checks<'_>) -> R) -> Result<R, ReadError> {
        if self.checks.is_empty() && self.operation.is_some() {
            return Err(ReadError::operation(
                "its checks stand in a catalogue of operations, and none has been asked",
            ));
        }
        let shared_values = values(&self.context);
        let shared = entries(&self.context, &shared_values);
        let own_values: Vec<_> = self
            .checks
            .iter()
            .map(|check| values(&check.context))
            .collect();
        let own: Vec<_> = self
            .checks
            .iter()
            .zip(&own_values)
            .map(|(check, values)| entries(&check.context, values))
            .collect();
        let requests = self
            .checks
            .iter()
            .zip(&own)
            .map(|(check, own)| request(check, Context::layered(&shared, own)?))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(ask(Checks::new(&requests)?))
    }
}

impl CheckDocument {
    /// Reads the context by itself.
    pub(super) fn look_at_context(&self) -> Result<(), ReadError> {
        let values = values(&self.context);
        Context::new(&entries(&self.context, &values)).map(|_| ())
    }
}

fn request<'a>(check: &'a CheckDocument, context: Context<'a>) -> Result<Request<'a>, ReadError> {
    let resource = match &check.resource {
        Some(text) => Resource::new(text)?,
        None => Resource::None,
    };
    Ok(Request::new(Action::new(&check.action)?, resource, context))
}

fn values(context: &[ContextDocument]) -> Values<'_> {
    context
        .iter()
        .map(|entry| {
            entry
                .value
                .texts()
                .iter()
                .map(|text| Value::Text(text))
                .collect()
        })
        .collect()
}

fn entries<'a>(context: &'a [ContextDocument], values: &'a Values<'a>) -> Vec<ContextEntry<'a>> {
    context
        .iter()
        .zip(values)
        .map(|(entry, values)| {
            ContextEntry::new(
                ContextKey::new(&entry.key),
                ContextValue::Many(values.as_slice()),
            )
        })
        .collect()
}
