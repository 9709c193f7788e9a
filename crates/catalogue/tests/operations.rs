//! Operations and the checks that they stand for.

#![allow(clippy::unwrap_used, reason = "this is a test")]

use ramgate_catalogue::{Catalogue, CatalogueAction, OperationError, OperationResource, Relation};

const KEY: &str = "acs:kms:cn-hangzhou:1:key/k";
const ALIAS: &str = "acs:kms:cn-hangzhou:1:alias/a";
const SECRET: &str = "acs:kms:cn-hangzhou:1:secret/team/s.1";

type Checks = Vec<(String, Option<String>, Option<usize>)>;

fn checks(operation: &str, resources: &[(&str, &str)]) -> Result<Checks, OperationError> {
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

fn check(action: &str, resource: &str, from: usize) -> (String, Option<String>, Option<usize>) {
    (
        format!("kms:{action}"),
        Some(resource.to_owned()),
        Some(from),
    )
}
#[test]
fn aliases_and_keys_are_both_checked() {
    for operation in ["CreateAlias", "UpdateAlias", "DeleteAlias"] {
        assert_eq!(
            checks(operation, &[("key", KEY), ("alias", ALIAS)]).unwrap(),
            [check(operation, ALIAS, 0), check(operation, KEY, 0)],
        );
        assert!(checks(operation, &[("alias", ALIAS)]).is_err());
    }
    assert_eq!(
        checks("Encrypt", &[("alias", ALIAS), ("key", KEY)]).unwrap(),
        [check("Encrypt", ALIAS, 1), check("Encrypt", KEY, 1)],
    );
    assert_eq!(
        checks("Encrypt", &[("key", KEY)]).unwrap(),
        [check("Encrypt", KEY, 0)]
    );
    let error = checks("Encrypt", &[("alias", ALIAS)]).unwrap_err();
    assert_eq!(error.to_string(), "`Encrypt` needs `key`");
    assert_eq!(
        error.help().unwrap(),
        r#"give `"key": "acs:kms:{region}:{account}:key/{key-id}"` under `resources`"#
    );
    assert!(checks("DescribeKey", &[("alias", ALIAS), ("key", KEY)]).is_err());
}

#[test]
fn encrypting_anew_checks_two_keys() {
    let to = "acs:kms:cn-hangzhou:2:key/other";
    assert_eq!(
        checks("ReEncrypt", &[("destination_key", to), ("source_key", KEY)]).unwrap(),
        [check("ReEncryptFrom", KEY, 1), check("ReEncryptTo", to, 0)],
    );
    let named = [
        ("source_key", KEY),
        ("source_alias", ALIAS),
        ("destination_key", to),
        ("destination_alias", ALIAS),
    ];
    assert_eq!(
        checks("ReEncrypt", &named).unwrap(),
        [
            check("ReEncryptFrom", ALIAS, 0),
            check("ReEncryptFrom", KEY, 0),
            check("ReEncryptTo", ALIAS, 2),
            check("ReEncryptTo", to, 2),
        ],
    );
    let error = checks("ReEncrypt", &[("source_key", KEY)]).unwrap_err();
    assert_eq!(error.to_string(), "`ReEncrypt` needs `destination_key`");
    let error = checks("ReEncrypt", &[("key", KEY)]).unwrap_err();
    assert_eq!(
        error.help().unwrap(),
        "it takes `source_alias`, `source_key`, `destination_alias` and `destination_key`"
    );
}

#[test]
fn secrets_need_their_key() {
    for (operation, dependent) in [
        ("GetSecretValue", "Decrypt"),
        ("PutSecretValue", "GenerateDataKey"),
    ] {
        assert_eq!(
            checks(operation, &[("key", KEY), ("secret", SECRET)]).unwrap(),
            [check(operation, SECRET, 1), check(dependent, KEY, 0)],
        );
        assert_eq!(
            checks(operation, &[("secret", SECRET)]).unwrap(),
            [check(operation, SECRET, 0)],
        );
        assert!(checks(operation, &[("key", KEY)]).is_err());
    }
    let other = "acs:kms:cn-hangzhou:1:secret/other";
    let named = [("secret", SECRET), ("secret", other), ("key", KEY)];
    assert_eq!(
        checks("BatchGetSecretValue", &named).unwrap(),
        [
            check("BatchGetSecretValue", SECRET, 0),
            check("BatchGetSecretValue", other, 1),
            check("GetSecretValue", SECRET, 0),
            check("GetSecretValue", other, 1),
            check("Decrypt", KEY, 2),
        ],
    );
    assert!(checks("GetSecretValue", &named).is_err());
}

#[test]
fn containers_are_named_or_follow() {
    let keys = "acs:kms:cn-hangzhou:1:key";
    let secrets = "acs:kms:cn-hangzhou:1:secret";
    let derived =
        |operation: &str, arn: &str| (format!("kms:{operation}"), Some(arn.to_owned()), None);
    assert_eq!(
        checks("ListKeys", &[("key-container", keys)]).unwrap(),
        [check("ListKeys", keys, 0)],
    );
    assert_eq!(
        checks("CreateKey", &[("key", KEY)]).unwrap(),
        [derived("CreateKey", keys)]
    );
    assert_eq!(
        checks("CreateSecret", &[("key", KEY)]).unwrap(),
        [
            derived("CreateSecret", secrets),
            check("GenerateDataKey", KEY, 0)
        ],
    );
    let elsewhere = "acs:kms:cn-beijing:2:key/k";
    assert_eq!(
        checks("CreateSecret", &[("key", elsewhere), ("secret", SECRET)]).unwrap(),
        [
            derived("CreateSecret", secrets),
            check("GenerateDataKey", elsewhere, 0)
        ],
    );
    let named = [("secret-container", secrets), ("key", elsewhere)];
    assert_eq!(
        checks("CreateSecret", &named).unwrap(),
        [
            check("CreateSecret", secrets, 0),
            check("GenerateDataKey", elsewhere, 1)
        ],
    );
    let named = [("key-container", keys), ("key", elsewhere)];
    let error = checks("ListKeys", &named).unwrap_err();
    assert_eq!(error.member(), "resources.key");
    assert!(error.to_string().contains("another region or account"));
    let error = checks("CreateSecret", &[]).unwrap_err();
    assert_eq!(
        error.help().unwrap(),
        "name the `secret-container`, or say where it is with `secret` or `key`"
    );
    // What holds keys is not a key, nor a pattern of keys.
    assert!(checks("ListKeys", &[("key-container", KEY)]).is_err());
    assert!(checks("DescribeKey", &[("key", keys)]).is_err());
}

#[test]
fn tags_are_on_one_resource_or_on_many() {
    let certificate = "acs:kms:cn-hangzhou:1:certificate/c";
    for (kind, arn) in [
        ("key", KEY),
        ("secret", SECRET),
        ("certificate", certificate),
    ] {
        assert_eq!(
            checks("TagResource", &[(kind, arn)]).unwrap(),
            [check("TagResource", arn, 0)],
        );
    }
    let both = [("key", KEY), ("secret", SECRET)];
    assert!(checks("TagResource", &both).is_err());
    assert!(checks("TagResources", &both).is_err());
    assert!(checks("TagResources", &[("certificate", certificate)]).is_err());
    let other = "acs:kms:cn-hangzhou:1:key/other";
    let keys = [("key", other), ("key", KEY)];
    assert_eq!(
        checks("TagResources", &keys).unwrap(),
        [
            check("TagResources", other, 0),
            check("TagResources", KEY, 1)
        ],
    );
    let error = checks("TagResource", &keys).unwrap_err();
    assert_eq!(error.to_string(), "`TagResource` takes `key` once");
}

#[test]
fn without_a_resource() {
    let nothing = |operation: &str| vec![(format!("kms:{operation}"), None, None)];
    let kms = Catalogue::kms();
    let none = kms
        .actions()
        .iter()
        .filter(|action| action.relation() == Relation::None);
    for operation in none.map(CatalogueAction::operation) {
        assert_eq!(checks(operation, &[]).unwrap(), nothing(operation));
    }
    assert_eq!(
        checks("DescribeRegions", &[]).unwrap(),
        nothing("DescribeRegions")
    );
    let error = checks("GetRandomPassword", &[("key", KEY)]).unwrap_err();
    assert_eq!(error.help().unwrap(), "it takes none");
}

#[test]
fn names_of_operations() {
    assert_eq!(
        checks("dEsCrIbEkEy", &[("key", KEY)]).unwrap(),
        [check("DescribeKey", KEY, 0)]
    );
    for (name, help) in [
        ("Encript", "did you mean `Encrypt`?"),
        ("kms:Encrypt", "did you mean `Encrypt`?"),
        ("ReEncryptTo", "did you mean `ReEncrypt`?"),
        ("kms:reencryptfrom", "did you mean `ReEncrypt`?"),
    ] {
        let error = checks(name, &[]).unwrap_err();
        assert!(error.is_unknown_operation() && !error.is_missing_resource());
        assert_eq!(error.help().as_deref(), Some(help), "{name}");
        assert_eq!(error.member(), "operation");
        assert!(error.to_string().contains("no operation"), "{error}");
    }
    for name in ["", "AdvanceEncrypt", "ſign", &"x".repeat(100_000)] {
        let error = checks(name, &[]).unwrap_err();
        assert!(error.help().unwrap().contains("names of the API"), "{name}");
        assert!(error.to_string().len() < 200);
    }
}

#[test]
fn what_is_no_resource() {
    for (arn, message, help) in [
        ("key/k", "`key/k` is no ARN, for `key`", "an ARN has five"),
        ("*", "`*` is no ARN, for `key`", "an ARN has five"),
        (
            SECRET,
            "is no resource of type `key`, for `key`",
            "its form is `acs:kms:{region}:{account}:key/{key-id}`",
        ),
        ("acs:kms:r:1:key/", "is no resource of type", "its form is"),
        ("acs:oss:r:1:key/k", "is no resource of type", "its form is"),
    ] {
        let error = checks("DescribeKey", &[("key", arn)]).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
        assert!(error.help().unwrap().contains(help), "{error}");
        assert_eq!(error.member(), "resources.key");
        assert!(error.span().is_none());
    }
    let error = checks("DescribeKey", &[("Key", KEY)]).unwrap_err();
    assert_eq!(error.help().unwrap(), "did you mean `key`?");
    assert_eq!(error.member(), r#"resources["Key"]"#);
    // Region and account may be left open; the caller's are meant then.
    let open = "acs:KMS:::key/k";
    assert_eq!(
        checks("DescribeKey", &[("key", open)]).unwrap(),
        [check("DescribeKey", open, 0)]
    );
}
