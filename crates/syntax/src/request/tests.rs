//! Requests that can be read, and those that cannot.

use ramgate_model::{ContextKey, Resource, Value};

use super::{RequestDocument, read_request};
use crate::{Code, Limits};

fn read(text: &str) -> RequestDocument {
    match read_request(text, &Limits::default()) {
        Ok(request) => request,
        Err(found) => panic!("{text}\n{found}"),
    }
}

#[test]
fn a_request_is_one_check() {
    let request = read(
        r#"{"principal": "acs:ram::1:user/alice", "action": "kms:Decrypt", "resource_group": "rg-1",
            "resource": "acs:kms:cn-hangzhou:1:key/k",
            "context": {"a": "x", "b": ["1", 2.50, true], "c": [], "d": 1e5}}"#,
    );
    assert_eq!(request.principal(), Some("acs:ram::1:user/alice"));
    assert_eq!(request.resource_group(), Some("rg-1"));
    let asked = request.with_checks(|checks| {
        let [check] = checks.requests() else {
            panic!("one check");
        };
        let values = |key| {
            check
                .context()
                .get(&ContextKey::new(key))
                .unwrap()
                .as_slice()
        };
        assert_eq!(values("A"), [Value::Text("x")]);
        let texts = ["1", "2.50", "true"].map(Value::Text);
        assert_eq!(values("b"), texts);
        assert_eq!(values("c"), []);
        assert_eq!(values("d"), [Value::Text("1e5")]);
        check.action().as_str().to_owned()
    });
    assert_eq!(asked.unwrap(), "kms:Decrypt");
}

#[test]
fn a_call_that_names_no_resource() {
    for text in [
        r#"{"action": "kms:ListKeys"}"#,
        r#"{"action": "kms:ListKeys", "resource": "*"}"#,
    ] {
        let none =
            read(text).with_checks(|checks| *checks.requests()[0].resource() == Resource::None);
        assert_eq!(none, Ok(true));
    }
}

#[test]
fn checks_add_to_the_context() {
    let request = read(
        r#"{"context": {"a": "1"}, "checks": [
            {"action": "x:y", "context": {"b": "2"}}, {"action": "x:z", "resource": "acs::::r"}]}"#,
    );
    assert_eq!(request.checks().len(), 2);
    let sizes = request.with_checks(|checks| {
        let sizes = checks.requests().iter().map(|check| check.context().len());
        sizes.collect::<Vec<_>>()
    });
    assert_eq!(sizes.unwrap(), [2, 1]);
}

#[test]
fn what_cannot_be_read() {
    for (text, expected) in [
        ("[]", &[Code::NotAnObject][..]),
        ("{}", &[Code::MissingRequestMember]),
        (r#"{"action": 5}"#, &[Code::BadRequestMember]),
        (r#"{"action": "kms:"}"#, &[Code::UnreadableAction]),
        (r#"{"action": ":x"}"#, &[Code::UnreadableAction]),
        (
            r#"{"action": "a:b", "resource": "acs:kms:r:a:"}"#,
            &[Code::UnreadableResource],
        ),
        (
            r#"{"action": "a:b", "resource": null}"#,
            &[Code::BadRequestMember],
        ),
        (
            r#"{"action": "a:b", "principal": "acs:ram::1:*"}"#,
            &[Code::UnreadablePrincipal],
        ),
        (
            r#"{"action": "a:b", "context": {"x": null, "y": {}, "z": [[]]}}"#,
            &[
                Code::BadContextValue,
                Code::BadContextValue,
                Code::BadContextValue,
            ],
        ),
        (
            r#"{"action": "a:b", "context": {"x": "", "x": ""}}"#,
            &[Code::DuplicateMember],
        ),
        (
            r#"{"context": {"x": ""}, "checks": [{"action": "a:b", "context": {"X": ""}}]}"#,
            &[Code::BadContext],
        ),
        (
            r#"{"action": "a:b", "checks": [{"action": "a:b"}]}"#,
            &[Code::BadChecks],
        ),
        (
            r#"{"checks": [{"action": "a:b", "principal": "*"}, {"action": 1}, 7]}"#,
            &[
                Code::UnknownRequestMember,
                Code::BadRequestMember,
                Code::BadRequestMember,
            ],
        ),
        (
            r#"{"action": "a:b", "session_policy": {}, "resource_group": 1}"#,
            &[Code::NeedsStore, Code::BadRequestMember],
        ),
    ] {
        let found = read_request(text, &Limits::default()).unwrap_err();
        let codes: Vec<_> = found.iter().map(crate::Diagnostic::code).collect();
        assert_eq!(codes, expected, "{text}");
    }
}

#[test]
fn an_operation_needs_the_catalogue() {
    let text = r#"{"operation": "GetSecretValue", "resources": {"secret": "acs::::s"}}"#;
    let found = read_request(text, &Limits::default()).unwrap_err();
    let codes: Vec<_> = found.iter().map(crate::Diagnostic::code).collect();
    assert_eq!(codes, [Code::NeedsStore; 2]);
    assert!(
        found
            .iter()
            .all(|item| item.message().contains("not supported by this version yet"))
    );
}

#[test]
fn sizes_are_bounded() {
    let keys: Vec<_> = (0..1025).map(|key| format!(r#""{key}": """#)).collect();
    let request =
        |keys: &[String]| format!(r#"{{"action": "a:b", "context": {{{}}}}}"#, keys.join(","));
    assert_eq!(read(&request(&keys[1..])).context().len(), 1024);
    let found = read_request(request(&keys), &Limits::default()).unwrap_err();
    assert_eq!(found.first().unwrap().code(), Code::BadContext);
    let checks = |count| {
        format!(
            r#"{{"checks": [{}]}}"#,
            vec![r#"{"action": "a:b"}"#; count].join(",")
        )
    };
    assert_eq!(read(&checks(1024)).checks().len(), 1024);
    let found = read_request(checks(1025), &Limits::default()).unwrap_err();
    assert_eq!(found.first().unwrap().code(), Code::BadChecks);
}
