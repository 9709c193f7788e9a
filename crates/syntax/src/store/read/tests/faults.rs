//! Stores that cannot be read.

use std::time::{Duration, Instant};

use super::{codes, read_in};
use crate::Code;

const DOC: &str = r#"{"document": {"Version": "1", "Statement": [
    {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}]}}"#;

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
            &root(r#"{"folders": {" a": {}, "b\u0000": {}, "c d": {}}}"#),
            &[Code::UnreadableName; 2],
        ),
        (
            &format!(
                r#"{{"policies": {{"": {DOC}, " p": {DOC}, "p\n": {DOC}, "p#1": {DOC}, "trust:p": {DOC}, "resource:p": {DOC}, "p q": {DOC}, "trust": {DOC}}}}}"#
            ),
            &[Code::UnreadableName; 6],
        ),
        (
            r#"{"resources": {"acs:oss::1:b": {"resource_group": ""}, "acs:oss::1:c": {"resource_group": "rg "}, "acs:oss::1:d": {"resource_group": "rg"}}}"#,
            &[Code::UnreadableName; 2],
        ),
        (
            r#"{"accounts": {"1": {"users": {" a": {}, "b": {"resource_groups": {"": [], " rg": ["FullAliyunAccess"], "rg": []}}}, "groups": {"a\u00a0": {}}, "roles": {"\u3000a": {}}}}}"#,
            &[Code::UnreadableName; 5],
        ),
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
            r#"{"resources": {"acs:k*:r:1:key/k": {}, "acs:kms:?:1:key/k": {}, "acs:kms:r:1:key/*": {}, "acs:kms:r:1:secret/a?": {}}, "options": {"mode": "import"}}"#,
            &[Code::UnreadableName; 4],
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

#[test]
fn what_was_meant_is_not_looked_for_at_any_price() {
    let document = super::ALLOW;
    let long = format!(r#""{}": {{"document": {document}}}"#, "p".repeat(600_000));
    let near: Vec<_> = (0..900)
        .map(|number| format!(r#""{number:0>48}": {{"document": {document}}}"#))
        .collect();
    let groups = vec![format!(r#""{}""#, "9".repeat(47)); 1200].join(",");
    let text = format!(
        r#"{{"policies": {{{long}, {}}}, "accounts": {{"1": {{"users": {{"a": {{"policies": [{groups}]}}}}}}}}}}"#,
        near.join(",")
    );
    let start = Instant::now();
    let found = read_in(&text, None).unwrap_err();
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
    let own = found.sources().first().unwrap().diagnostics();
    assert_eq!(own.len(), 1000);

    let text = r#"{"policies": {"use-keys": {"document": DOC}}, "accounts": {"1": {"users":
        {"a": {"policies": [NAMES]}}}}}"#;
    let text = text
        .replace("DOC", document)
        .replace("NAMES", &vec![r#""use-key""#; 100].join(","));
    let found = read_in(&text, None).unwrap_err();
    let helped = found.iter().filter(|(_, item)| item.help().is_some());
    assert_eq!((helped.count(), found.iter().count()), (20, 100));
}
