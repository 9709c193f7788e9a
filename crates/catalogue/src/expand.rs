//! From a request that names an operation to one that holds its checks.
//!
//! Must not know how the request was written.

use ramgate_syntax::RequestDocument;
use ramgate_syntax::request::{CheckDocument, OperationDocument};

use crate::operation_error::Fault;
use crate::{Catalogue, OperationCheck, OperationError, OperationResource};

impl Catalogue {
    /// The request with the checks that its operation stands for, each with the context that its
    /// resource brings. A request that names no operation, or has its checks already, stays as
    /// it is.
    ///
    /// # Errors
    /// As of [`Catalogue::checks_of`], with the place in the text; when a resource brings a
    /// context that no check takes, so that it would have no effect; and when a context key of a
    /// check is one of the request too.
    pub fn expand(&self, request: &RequestDocument) -> Result<RequestDocument, OperationError> {
        let Some(operation) = request.operation().filter(|_| request.checks().is_empty()) else {
            return Ok(request.clone());
        };
        let checks = self
            .checks(operation)
            .map_err(|error| placed(error, operation))?;
        let unreadable =
            |error| OperationError::unreadable(operation.name(), error).at(operation.span());
        let checks = checks
            .into_iter()
            .map(|check| {
                let from = check
                    .from()
                    .and_then(|from| operation.resources().get(from));
                let context = from.map_or(&[][..], |resource| resource.context());
                let resource = check.resource().map(str::to_owned);
                CheckDocument::new(check.action(), resource, context.to_vec())
            })
            .collect::<Result<Vec<_>, _>>()
            .map_err(unreadable)?;
        request
            .clone()
            .with_checks_of_operation(checks)
            .map_err(unreadable)
    }

    fn checks(&self, document: &OperationDocument) -> Result<Vec<OperationCheck>, OperationError> {
        let resources = document.resources();
        let named: Vec<_> = resources
            .iter()
            .map(|resource| OperationResource::new(resource.kind(), resource.arn()))
            .collect();
        let checks = self.checks_of(document.name(), &named)?;
        let counts = |index| checks.iter().any(|check| check.from() == Some(index));
        let mut each = resources.iter().enumerate();
        let unused =
            each.find(|(index, resource)| !resource.context().is_empty() && !counts(*index));
        if let (Some((_, resource)), Some(operation)) = (unused, self.operation(document.name())) {
            let each = resources.iter().enumerate();
            let taken = each.filter(|(index, _)| counts(*index));
            let fault = Fault::ContextUnused {
                instead: taken
                    .map(|(_, resource)| resource.kind().to_owned())
                    .collect(),
            };
            return Err(OperationError::about(operation, resource.kind(), fault));
        }
        Ok(checks)
    }
}

/// The error with its place in the text.
fn placed(error: OperationError, document: &OperationDocument) -> OperationError {
    let resource = error.kind().and_then(|kind| document.resource(kind));
    let span = match resource {
        Some(resource) if error.is_about_arn() => resource.arn_span(),
        Some(resource) => resource.kind_span(),
        None => document.span(),
    };
    error.at(span)
}
