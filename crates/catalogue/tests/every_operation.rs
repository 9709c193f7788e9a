//! What holds for every operation of the catalogue, with resources made for its members.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "this is a test"
)]

use ramgate_catalogue::{
    Catalogue, CatalogueAction, CatalogueOperation, Need, OperationError, OperationResource,
};

type Checks = Vec<(String, Option<String>, Option<usize>)>;

/// An ARN of a resource type.
fn example(of: &str) -> String {
    let of = Catalogue::kms().resource_type(of).unwrap();
    let form = of.arn_forms().next().unwrap();
    let arn = form
        .replace("{region}", "cn-hangzhou")
        .replace("{account}", "1");
    match arn.split_once('{') {
        Some((head, _)) => format!("{head}x"),
        None => arn,
    }
}

/// Resources for the members of an operation with certain needs.
fn examples(operation: &CatalogueOperation, needs: &[Need]) -> Vec<(String, String)> {
    let members = operation.members().iter();
    members
        .filter(|member| needs.contains(&member.need()))
        .map(|member| (member.name().to_owned(), example(member.resource_type())))
        .collect()
}

fn asked(operation: &str, resources: &[(String, String)]) -> Result<Checks, OperationError> {
    let resources: Vec<_> = resources
        .iter()
        .map(|(kind, arn)| OperationResource::new(kind, arn))
        .collect();
    let checks = Catalogue::kms().checks_of(operation, &resources)?;
    let parts = checks.iter().map(|check| {
        let resource = check.resource().map(str::to_owned);
        (check.action().to_owned(), resource, check.from())
    });
    Ok(parts.collect())
}

/// What a list of resources gives for an action, read off what the catalogue says of it.
fn expected(action: &CatalogueAction, named: &[(String, String)]) -> Vec<(String, Option<String>)> {
    let member = |of: &str| match action.role() {
        Some(role) => format!("{role}_{of}"),
        None => of.to_owned(),
    };
    let mut types = action.resource_types().to_vec();
    if action.is_by_alias() {
        types.insert(0, "alias".to_owned());
    }
    let mut expected = Vec::new();
    if types.is_empty() {
        expected.push((action.name().to_owned(), None));
    }
    for of in &types {
        for (kind, arn) in named {
            if *kind == member(of) {
                expected.push((action.name().to_owned(), Some(arn.clone())));
            }
        }
    }
    for dependent in action.dependents() {
        for (kind, arn) in named {
            if *kind == member(dependent.resource()) {
                expected.push((dependent.action().to_owned(), Some(arn.clone())));
            }
        }
    }
    expected
}

#[test]
fn every_operation_gives_what_the_catalogue_says() {
    let kms = Catalogue::kms();
    for operation in kms.operations() {
        let one_of = operation
            .members()
            .iter()
            .filter(|member| member.need() == Need::OneOf);
        let choices = one_of.count().max(1);
        for choice in 0..choices {
            let mut needed = examples(operation, &[Need::Always, Need::Container]);
            needed.extend(
                examples(operation, &[Need::OneOf])
                    .into_iter()
                    .skip(choice)
                    .take(1),
            );
            let mut all = needed.clone();
            all.extend(examples(operation, &[Need::IfNamed]));
            all.reverse();
            for named in [needed, all] {
                let found = asked(operation.name(), &named).unwrap();
                let pairs: Vec<_> = found
                    .iter()
                    .map(|(action, resource, _)| (action.clone(), resource.clone()))
                    .collect();
                let actions = operation.actions().iter();
                let expected: Vec<_> = actions
                    .flat_map(|action| expected(kms.action(action).unwrap(), &named))
                    .collect();
                assert_eq!(pairs, expected, "{} {named:?}", operation.name());
                assert!(!pairs.is_empty());
                for (action, resource, from) in found {
                    // An alias has no tags; the key that it stands for brings them.
                    let Some(from) = from else {
                        assert_eq!(resource, None, "{action}");
                        continue;
                    };
                    let brings = &named[from];
                    let is_alias = resource.as_deref().unwrap().contains(":alias/");
                    assert_eq!(resource.as_ref() == Some(&brings.1), !is_alias, "{action}");
                    assert!(!is_alias || brings.0.ends_with("key"), "{action}");
                }
            }
        }
    }
}

#[test]
fn every_operation_needs_what_it_needs() {
    for operation in Catalogue::kms().operations() {
        let needs = [Need::Always, Need::Container, Need::OneOf];
        let needed = examples(operation, &needs);
        if needed.is_empty() {
            assert_eq!(asked(operation.name(), &[]).unwrap().len(), 1);
            continue;
        }
        let error = asked(operation.name(), &[]).unwrap_err();
        assert!(error.is_missing_resource(), "{error}");
        assert_eq!(error.member(), "resources");
        assert!(error.help().is_some());
        for left_out in examples(operation, &[Need::Always]) {
            let mut named = needed.clone();
            named.retain(|other| *other != left_out);
            let error = asked(operation.name(), &named).unwrap_err();
            assert!(error.is_missing_resource(), "{error}");
            assert!(error.to_string().contains(&left_out.0), "{error}");
        }
        let one_of = examples(operation, &[Need::OneOf]);
        if one_of.len() > 1 {
            let error = asked(operation.name(), &one_of).unwrap_err();
            assert!(error.to_string().contains("about one of"), "{error}");
        }
    }
}

#[test]
fn every_operation_refuses_what_it_does_not_take() {
    for operation in Catalogue::kms().operations() {
        let needs = [Need::Always, Need::Container, Need::OneOf];
        for of in Catalogue::kms().resource_types() {
            if operation.member(of.name()).is_some() {
                continue;
            }
            let mut named = examples(operation, &needs);
            named.push((of.name().to_owned(), example(of.name())));
            let error = asked(operation.name(), &named).unwrap_err();
            assert!(error.to_string().contains("takes no resource"), "{error}");
            assert!(error.member().contains(of.name()));
        }
        for member in operation.members() {
            let named = [(
                member.name().to_owned(),
                "acs:kms:cn-hangzhou:1:x/y".to_owned(),
            )];
            let error = asked(operation.name(), &named).unwrap_err();
            assert!(
                error.to_string().contains("is no resource of type"),
                "{error}"
            );
        }
    }
}
