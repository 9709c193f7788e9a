//! Requests that can be read, and those that cannot.

use ramgate_model::{Cardinality, ContextKey, KeyType, Resource, Value};

use super::{
    CheckDocument, ContextDocument, OperationResource, RequestDocument, ValueDocument,
    read_request, read_store_request,
};
use crate::{Code, Diagnostics, KeyRegistry, Limits, Mode, Read, ReadOptions};

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
        (
            r#"{"operation": "X", "action": "a:b", "resource": "*", "checks": 1}"#,
            &[Code::BadOperation; 3],
        ),
        (
            r#"{"action": "a:b", "resources": {}}"#,
            &[Code::BadOperation],
        ),
        (
            r#"{"operation": "", "resources": {"key": "*", "alias": 1, "secret": {"context": []}}}"#,
            &[
                Code::BadOperation,
                Code::UnreadableResource,
                Code::BadRequestMember,
                Code::MissingRequestMember,
                Code::BadRequestMember,
            ],
        ),
        (
            r#"{"operation": 7, "resources": [], "context": {"a": ""}}"#,
            &[Code::BadRequestMember; 2],
        ),
        (
            r#"{"operation": "X", "context": {"a": ""}, "resources":
                {"key": {"arn": "acs::::k", "arm": 1, "context": {"A": ""}}}}"#,
            &[Code::UnknownRequestMember, Code::BadContext],
        ),
    ] {
        let found = read_request(text, &Limits::default()).unwrap_err();
        let codes: Vec<_> = found.iter().map(crate::Diagnostic::code).collect();
        assert_eq!(codes, expected, "{text}");
    }
}

fn codes(found: &Diagnostics) -> Vec<Code> {
    found.iter().map(crate::Diagnostic::code).collect()
}

#[test]
fn an_operation_waits_for_its_checks() {
    let text = r#"{"operation": "GetSecretValue", "context": {"a": "1"}, "resources": {
        "secret": "acs:kms:cn-hangzhou:1:secret/s",
        "key": {"arn": "acs:kms:cn-hangzhou:1:key/k", "context": {"b": ["2", 3]}}}}"#;
    let request = read(text);
    let operation = request.operation().unwrap();
    assert_eq!(operation.name(), "GetSecretValue");
    assert_eq!(&text[operation.span().range()], "\"GetSecretValue\"");
    let kinds: Vec<_> = operation
        .resources()
        .iter()
        .map(OperationResource::kind)
        .collect();
    assert_eq!(kinds, ["secret", "key"]);
    let key = operation.resource("key").unwrap();
    assert_eq!(key.arn(), "acs:kms:cn-hangzhou:1:key/k");
    assert_eq!(&text[key.arn_span().range()], format!("{:?}", key.arn()));
    assert_eq!(&text[key.kind_span().range()], "\"key\"");
    assert!(request.checks().is_empty());
    let error = request.with_checks(|_| ()).unwrap_err();
    assert_eq!(error.member(), "operation");

    let none = request.clone().with_checks_of_operation(Vec::new());
    assert_eq!(none.unwrap_err().member(), "operation");
    let context = key.context().to_vec();
    let check = CheckDocument::new("kms:Decrypt", Some(key.arn().to_owned()), context).unwrap();
    let expanded = request.clone().with_checks_of_operation(vec![check]);
    let expanded = expanded.unwrap();
    assert!(expanded.operation().is_some());
    let size = expanded.with_checks(|checks| checks.requests()[0].context().len());
    assert_eq!(size, Ok(2));
    let twice = ContextDocument::new("A", ValueDocument::One(String::new()));
    let check = CheckDocument::new("kms:Decrypt", None, vec![twice]).unwrap();
    let error = request.with_checks_of_operation(vec![check]).unwrap_err();
    assert_eq!(error.member(), "context");
    let plain = read(r#"{"action": "a:b"}"#);
    let error = plain.with_checks_of_operation(Vec::new()).unwrap_err();
    assert_eq!(error.member(), "operation");
}

#[test]
fn checks_of_parts_that_cannot_be_read() {
    let new = |action: &str, resource: Option<&str>, keys: &[&str]| {
        let value = |key: &&str| ContextDocument::new(*key, ValueDocument::Many(Vec::new()));
        let context = keys.iter().map(value).collect();
        CheckDocument::new(action, resource.map(str::to_owned), context)
            .map(|check| check.context().len())
            .map_err(|error| error.member())
    };
    assert_eq!(new("a:b", Some("*"), &["x", "y"]), Ok(2));
    assert_eq!(new("a", None, &[]), Err("action"));
    assert_eq!(new("a:b", Some("key/k"), &[]), Err("resource"));
    assert_eq!(new("a:b", None, &["x", "X"]), Err("context"));
}

const SESSION: &str = r#"{"Version": "1", "Statement": [{"Effect": "Allow",
    "Action": "kms:*", "Resource": "*", "Condition": {"NumericLessThan": {"my:Cost": "1"}}}]}"#;

fn of_store(principal: &str, policy: &str) -> Result<Read<RequestDocument>, Diagnostics> {
    let text =
        format!(r#"{{"principal": "{principal}", "action": "a:b", "session_policy": {policy}}}"#);
    read_store_request(text, &ReadOptions::new(Mode::Strict))
}

#[test]
fn a_session_policy_belongs_to_a_role_session() {
    for role in ["acs:ram::1:role/app/s", "acs:ram::1:role/app"] {
        let request = of_store(role, SESSION).unwrap().value;
        let policy = request.session_policy().unwrap();
        assert_eq!(policy.kind, crate::PolicyKind::Session);
        assert_eq!(policy.statements.len(), 1);
    }
    for other in [
        "acs:ram::1:user/a",
        "acs:ram::1:root",
        "ecs.aliyuncs.com",
        "acs:ram::1:saml-provider/p",
        "*",
    ] {
        let found = of_store(other, SESSION).unwrap_err();
        assert_eq!(codes(&found), [Code::SessionPolicyHolder], "{other}");
    }
    let found = of_store("acs:ram::1:user/a", "{}").unwrap_err();
    assert_eq!(
        codes(&found),
        [
            Code::SessionPolicyHolder,
            Code::MissingMember,
            Code::MissingMember
        ]
    );
    let text = format!(r#"{{"action": "a:b", "session_policy": {SESSION}}}"#);
    let found = read_store_request(text, &ReadOptions::new(Mode::Strict)).unwrap_err();
    assert_eq!(codes(&found), [Code::MissingRequestMember]);
}

#[test]
fn a_session_policy_is_read_as_the_options_say() {
    let mut keys = KeyRegistry::new();
    keys.declare("my:Cost", KeyType::Date, Cardinality::Single)
        .unwrap();
    let text = format!(
        r#"{{"principal": "acs:ram::1:role/app", "action": "a:b", "session_policy": {SESSION}}}"#
    );
    let strict = ReadOptions::new(Mode::Strict).with_keys(&keys);
    let found = read_store_request(&text, &strict).unwrap_err();
    assert_eq!(codes(&found), [Code::OperatorType]);
    let import = ReadOptions::new(Mode::Import).with_keys(&keys);
    let read = read_store_request(&text, &import).unwrap();
    assert_eq!(codes(&read.warnings), [Code::OperatorType]);
    let long = SESSION.replace("kms:*", &format!("kms:{}", "a".repeat(3000)));
    assert!(of_store("acs:ram::1:role/app", &long).is_ok());
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
