//! What is printed reads back as the same tree.

use crate::{Mode, PolicyKind, ReadOptions, read_policy};

fn check(text: &str, kind: PolicyKind, mode: Mode) {
    let options = ReadOptions::new(mode);
    let tree = match read_policy(text, kind, &options) {
        Ok(read) => read.value,
        Err(found) => panic!("{text}\n{found}"),
    };
    for printed in [tree.to_json(), tree.to_json_pretty()] {
        let again = read_policy(&printed, kind, &options).unwrap();
        assert_eq!(again.value, tree, "{printed}");
        assert_eq!(again.value.to_json(), tree.to_json());
    }
}

#[test]
fn strict_trees_come_back() {
    check(
        r#"{"Statement": [{"Resource": ["acs:kms:*:*:key/a", "*"], "Action": ["kms:Get*"],
            "Condition": {}, "Effect": "Deny", "Sid": "a b"},
            {"NotAction": "oss:*", "Effect": "Allow", "Resource": "*", "Condition":
            {"StringEquals": {"kms:tag/x\"y": ["", "\u00e9\\"]}, "Bool": {"acs:MFAPresent": "true"}}}
            ], "Version": "1"}"#,
        PolicyKind::Identity,
        Mode::Strict,
    );
    check(
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"RAM": ["acs:ram::1:root", "acs:ram::1:user/a"],
            "Service": "ecs.aliyuncs.com"}}]}"#,
        PolicyKind::Trust,
        Mode::Strict,
    );
}

#[test]
fn import_trees_come_back() {
    let statements = [
        r#"{"Effect": "Allow", "Action": [], "Resource": null}"#,
        r#"{"Effect": "Allow", "Action": [["a"], {"b": 1.0}, null, true, 5, "x"]}"#,
        r#"{"Effect": "Allow", "Action": [null], "NotResource": ["x"], "Resource": "*"}"#,
        r#"{"Effect": "Allow", "Action": 1, "Resource": [[]]}"#,
        r#"{"Effect": "Deny", "NotAction": "a", "Resource": " ", "Sid": {"x": [1, "\u0001"]}}"#,
        r#"{"Effect": "Deny", "NotAction": "a", "Resource": " ", "Sid": null, "Principal": "*"}"#,
        r#"{"Effect": "Deny", "Action": "a", "Condition": [1], "extra": {"a": [1e5]}, "X": ""}"#,
        r#"{"Effect": "Deny", "Action": "a", "Condition": {"Null": true, "Bool": {},
            "NumericEquals": {"a": 5, "b": [5, "5", -0.50, {}, [1]], "c": null, "d": [],
            "e": [true], "f": {"g": 1}}}}"#,
    ];
    for statement in statements {
        let text = format!(r#"{{"Version": 1, "Statement": [{statement}], "Id": {{"x": null}}}}"#);
        check(&text, PolicyKind::Identity, Mode::Import);
        let single = format!(r#"{{"Version": "1", "Statement": {statement}}}"#);
        for kind in PolicyKind::ALL {
            check(&single, kind, Mode::Import);
        }
    }
    let principals = [
        r#""*""#,
        r#"["1"]"#,
        "{}",
        r#"{"RAM": [], "Other": null, "Service": [1, "x"], "Federated": {"a": "b"}}"#,
    ];
    for principal in principals {
        let text = format!(
            r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": "a:b",
            "Principal": {principal}}}]}}"#
        );
        for kind in PolicyKind::ALL {
            check(&text, kind, Mode::Import);
        }
    }
    check(
        r#"{"Version": "1", "Statement": []}"#,
        PolicyKind::Session,
        Mode::Import,
    );
}

#[test]
fn the_printed_form() {
    let text = r#"{ "Statement": { "Resource": ["*"], "Effect": "Allow", "Action": ["a:b", 1] },
        "Version": 1 }"#;
    let options = ReadOptions::new(Mode::Import);
    let tree = read_policy(text, PolicyKind::Identity, &options)
        .unwrap()
        .value;
    assert_eq!(
        tree.to_json(),
        r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":["a:b",1],"Resource":"*"}]}"#
    );
    assert!(
        tree.to_json_pretty()
            .starts_with("{\n  \"Version\": \"1\",\n")
    );
}
