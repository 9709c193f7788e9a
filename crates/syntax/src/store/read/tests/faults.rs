//! Stores that cannot be read.

use super::{codes, read_in};
use crate::Code;

#[test]
fn accounts_that_cannot_be_read() {
    let user = |user: &str| format!(r#"{{"accounts": {{"1": {{"users": {{"a": {user}}}}}}}}}"#);
    for (text, expected) in [
        ("[]", &[Code::NotAnObject][..]),
        (r#"{"account": {}}"#, &[Code::UnknownStoreMember]),
        (r#"{"accounts": []}"#, &[Code::BadStoreMember]),
        (r#"{"accounts": {"a": {}}}"#, &[Code::UnreadableName]),
        (r#"{"accounts": {"1": 1}}"#, &[Code::BadStoreMember]),
        (
            r#"{"accounts": {"1": {"users": {"a/b": {}, "": {}}, "groups": {"*": {}}, "roles": {"x\ny": {}}}}}"#,
            &[Code::UnreadableName; 4],
        ),
        (
            r#"{"accounts": {"1": {"roles": {"a": {}, "A": {"trust": 7, "service_linked": 1}}}}}"#,
            &[
                Code::DuplicateInStore,
                Code::BadStoreMember,
                Code::BadStoreMember,
            ],
        ),
        (
            &user(r#"{"policies": ["FullAliyunAccess", "x", 1, "FullAliyunAccess"]}"#),
            &[
                Code::UndeclaredPolicy,
                Code::BadStoreMember,
                Code::DuplicateInStore,
            ],
        ),
        (
            &user(r#"{"policies": "x", "groups": {}, "resource_groups": []}"#),
            &[Code::BadStoreMember; 3],
        ),
        (
            &user(
                r#"{"groups": ["g", 1], "resource_groups": {"r": ["x"], "s": "x"}, "trust": "x"}"#,
            ),
            &[
                Code::UndeclaredGroup,
                Code::BadStoreMember,
                Code::UndeclaredPolicy,
                Code::BadStoreMember,
                Code::UnknownStoreMember,
            ],
        ),
        (
            r#"{"accounts": {"1": {"groups": {"g": {}}, "users": {"a": {"groups": ["g", "g", "G"]}}}}}"#,
            &[Code::DuplicateInStore, Code::UndeclaredGroup],
        ),
    ] {
        assert_eq!(codes(text), expected, "{text}");
    }
}

#[test]
fn the_rest_that_cannot_be_read() {
    let root = |root: &str| format!(r#"{{"resource_directory": {{"root": {root}}}}}"#);
    for (text, expected) in [
        (
            r#"{"resource_directory": {"management_account": "x"}}"#,
            &[Code::MissingStoreMember, Code::UnreadableName][..],
        ),
        (
            &root(
                r#"{"accounts": {"1": {}, "x": {"folders": {}}}, "folders": {"a/b": {}, "": {}, "c": {"accounts": {"1": []}}}}"#,
            ),
            &[
                Code::UnreadableName,
                Code::UnknownStoreMember,
                Code::UnreadableName,
                Code::UnreadableName,
                Code::AccountInTwoPlaces,
                Code::BadStoreMember,
            ],
        ),
        (&root(r#"{"policies": ["x"]}"#), &[Code::UndeclaredPolicy]),
        (
            r#"{"resources": {"acs:kms:r:1:key/k": {}, "acs:KMS:r:1:key/k": {}, "acs:ram::1:role/a": {}, "acs:ram::1:role/A": {}}}"#,
            &[Code::DuplicateInStore; 2],
        ),
        (
            r#"{"resources": {"acs:kms:r::key/k": {"policy": "x"}, "acs:kms:r:*:key/k": 1, "k": {}}}"#,
            &[
                Code::UnreadableName,
                Code::UnreadableName,
                Code::BadStoreMember,
                Code::UnreadableName,
            ],
        ),
        (
            r#"{"resources": {"acs:kms:r:1:alias/a": {"policy": "x"}, "acs:kms:r:1:key/k": {"policy": "x", "resource_group": 1}}}"#,
            &[
                Code::NoPolicyOfItsOwn,
                Code::UndeclaredPolicy,
                Code::BadStoreMember,
            ],
        ),
        (
            r#"{"context_keys": {"a": {}, "b": {"type": "Text"}, "c": {"type": "Bool", "multi": 1}, "A": {"type": "Bool"}, "": {"type": "Bool"}}}"#,
            &[
                Code::MissingStoreMember,
                Code::UnknownStoreWord,
                Code::BadStoreMember,
                Code::BadContextKey,
                Code::BadContextKey,
            ],
        ),
        (
            r#"{"options": {"mode": 1, "account_scope_short_circuit": "yes", "x": 1}}"#,
            &[
                Code::BadStoreMember,
                Code::BadStoreMember,
                Code::UnknownStoreMember,
            ],
        ),
        (
            r#"{"policies": {"a": {}, "b": {"file": 1}, "c": [], "d": {"document": [], "fil": ""}}}"#,
            &[
                Code::MissingStoreMember,
                Code::BadStoreMember,
                Code::BadStoreMember,
                Code::NotAnObject,
                Code::UnknownStoreMember,
            ],
        ),
    ] {
        assert_eq!(codes(text), expected, "{text}");
    }
}

#[test]
fn faults_are_bounded_and_none_is_fatal() {
    let users: Vec<_> = (0..2000)
        .map(|user| format!(r#""u{user}": {{"policies": ["nothing"]}}"#))
        .collect();
    let text = format!(
        r#"{{"accounts": {{"1": {{"users": {{{}}}}}}}}}"#,
        users.join(",")
    );
    let found = read_in(&text, None).unwrap_err();
    let own = found.sources().first().unwrap().diagnostics();
    assert_eq!((own.len(), own.omitted()), (1000, 1000));
}
