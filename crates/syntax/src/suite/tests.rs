//! Suites that can be run, and those that cannot.

use ramgate_model::{DecisionKind, Stage};

use super::read_suite;
use crate::{Code, Limits, Mode, PolicyKind};

const POLICIES: &str = r#"{"b": {"Version": "1", "Statement": [{"Effect": "Allow",
    "Action": "kms:*", "Resource": "*"}]}, "a": {"Version": 1, "Statement": []}}"#;

fn codes(text: &str, mode: Option<Mode>) -> Vec<Code> {
    match read_suite(text, &Limits::default(), mode) {
        Ok(_) => Vec::new(),
        Err(found) => found.iter().map(crate::Diagnostic::code).collect(),
    }
}

#[test]
fn a_whole_suite() {
    let text = format!(
        r#"{{"about": "x", "rules": ["6.1"], "mode": "import", "policies": {POLICIES},
        "cases": [{{"name": "one", "request": {{"action": "kms:Decrypt"}}, "decision": "Allow",
            "stage": "AccountLevelIdentityBasedPolicy", "determined_by": ["b#0"]}}],
        "refused": [{{"name": "two", "document": "{{}}", "kind": "trust", "code": "RG101",
            "at": "{{"}}]}}"#
    );
    let read = read_suite(&text, &Limits::default(), None).unwrap();
    let suite = read.value;
    assert_eq!((suite.mode, suite.policies.len()), (Mode::Import, 2));
    let warned: Vec<_> = read.warnings.iter().map(crate::Diagnostic::path).collect();
    assert_eq!(warned, ["policies.a.Version", "policies.a.Statement"]);
    let [case] = suite.cases.as_slice() else {
        panic!("one case");
    };
    assert_eq!(case.decision, DecisionKind::Allow);
    assert_eq!(case.stage, Some(Stage::AccountLevelIdentityBasedPolicy));
    assert_eq!(case.determined_by.as_deref(), Some(&["b#0".to_owned()][..]));
    assert!(text[case.span.range()].starts_with("{\"name\": \"one\""));
    let [refused] = suite.refused.as_slice() else {
        panic!("one refused document");
    };
    assert_eq!(refused.kind, PolicyKind::Trust);
    assert!(refused.read(suite.mode).is_err());
    assert_eq!(
        codes(&text, Some(Mode::Strict)),
        [Code::VersionNumber, Code::NoStatements]
    );
}

#[test]
fn what_is_no_suite() {
    for (text, expected) in [
        ("[]", &[Code::NotAnObject][..]),
        (r#"{"policies": []}"#, &[Code::BadSuiteMember]),
        (r#"{"store": {}, "cases": []}"#, &[Code::StoreNotSupported]),
        (r#"{"mode": "lenient"}"#, &[Code::UnknownName]),
        (r#"{"case": []}"#, &[Code::UnknownSuiteMember]),
        (
            r#"{"policies": {}, "cases": [{"name": "a", "request": {"action": "x", "y": 1},
                "decision": "Allow"}]}"#,
            &[
                Code::UnreadableCase,
                Code::UnreadableAction,
                Code::UnknownRequestMember,
            ],
        ),
        (
            r#"{"cases": [{"name": "a", "request": {"action": "x:y"}, "decision": "Allow"}]}"#,
            &[Code::MissingSuiteMember],
        ),
        (
            r#"{"refused": [{"name": "a"}, {"document": 1, "kind": "bucket"}]}"#,
            &[
                Code::MissingSuiteMember,
                Code::MissingSuiteMember,
                Code::BadSuiteMember,
                Code::UnknownName,
            ],
        ),
    ] {
        assert_eq!(codes(text, None), expected, "{text}");
    }
}

#[test]
fn a_suite_that_tests_nothing() {
    for text in [
        "{}",
        r#"{"policies": {}}"#,
        r#"{"policies": {}, "cases": [], "refused": []}"#,
    ] {
        assert_eq!(codes(text, None), [Code::EmptySuite], "{text}");
    }
    let refused = r#"{"refused": [{"name": "a", "document": "{}"}]}"#;
    assert!(codes(refused, None).is_empty());
}

#[test]
fn a_case_that_cannot_be_read_is_named() {
    let text = r#"{"policies": {}, "cases": [
        {"name": "who?", "request": {"action": "kms"}, "decision": "Allow"}]}"#;
    let found = read_suite(text, &Limits::default(), None).unwrap_err();
    let named = found
        .iter()
        .find(|item| item.code() == Code::UnreadableCase);
    assert!(named.unwrap().message().contains("`who?`"));
}

#[test]
fn length_limits_do_not_bind_within_a_suite() {
    let action = format!("\"kms:{}\"", "a".repeat(7000));
    let policy = format!(
        r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": {action}, "Resource": "*"}}]}}"#
    );
    let refused = r#"[{"name": "a", "document": "{}"}]"#;
    let suite = format!(r#"{{"policies": {{"long": {policy}}}, "refused": {refused}}}"#);
    assert!(codes(&suite, None).is_empty());
}
