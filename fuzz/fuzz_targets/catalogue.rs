//! Any bytes as a catalogue: an error with a place in the text, or a catalogue whose operations
//! come to checks that can be asked, or to errors that say something.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ramgate::Context;
use ramgate_catalogue::{Catalogue, CatalogueOperation, OperationResource};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match Catalogue::read(text) {
        Ok(catalogue) => {
            for operation in catalogue.operations() {
                ask(&catalogue, operation);
            }
        }
        Err(error) => {
            assert!(text.get(error.span().range()).is_some(), "{error:?}");
            assert!(!error.message().is_empty());
        }
    }
});

/// With no resource, with each that it takes, and with all of them.
fn ask(catalogue: &Catalogue, operation: &CatalogueOperation) {
    let form = |kind: &str| {
        let forms = catalogue.resource_type(kind)?.arn_forms();
        forms.map(filled).next()
    };
    let members = operation.members().iter();
    let named: Vec<(&str, String)> = members
        .filter_map(|member| Some((member.name(), form(member.resource_type())?)))
        .collect();
    let resources: Vec<_> = named
        .iter()
        .map(|(kind, arn)| OperationResource::new(kind, arn))
        .collect();
    checks(catalogue, operation, &[]);
    checks(catalogue, operation, &resources);
    for resource in resources.chunks(1) {
        checks(catalogue, operation, resource);
    }
}

fn checks(
    catalogue: &Catalogue,
    operation: &CatalogueOperation,
    resources: &[OperationResource<'_>],
) {
    match catalogue.checks_of(operation.name(), resources) {
        Ok(checks) => {
            assert!(!checks.is_empty(), "{}", operation.name());
            for check in checks {
                assert!(check.from().is_none_or(|from| from < resources.len()));
                assert!(check.request(Context::EMPTY).is_ok(), "{check:?}");
            }
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert!(!error.is_unknown_operation(), "{error}");
        }
    }
}

/// A name of a form: `acs:kms:{region}:{account}:key/{key-id}` without the braces.
fn filled(form: &str) -> String {
    form.replace("{region}", "r")
        .replace("{account}", "1")
        .replace(['{', '}'], "")
}
