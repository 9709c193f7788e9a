//! Requests that name an operation, from JSON to their checks.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is a test"
)]

use std::error::Error;

use ramgate_catalogue::{Catalogue, OperationError};
use ramgate_syntax::{Limits, RequestDocument, read_request};

fn read(text: &str) -> RequestDocument {
    match read_request(text, &Limits::default()) {
        Ok(request) => request,
        Err(found) => panic!("{text}\n{found}"),
    }
}

fn expand(text: &str) -> Result<RequestDocument, OperationError> {
    Catalogue::kms().expand(&read(text))
}

/// The checks as text, with the keys of their contexts.
fn checks(text: &str) -> Vec<String> {
    let request = expand(text).unwrap();
    let checks = request.checks().iter().map(|check| {
        let keys = check
            .context()
            .iter()
            .map(|entry| format!(" {}", entry.key()));
        let resource = check.resource().unwrap_or("*");
        format!("{} {resource}{}", check.action(), keys.collect::<String>())
    });
    checks.collect()
}

#[test]
fn an_operation_becomes_its_checks() {
    // T34, T35, T36: what fails there is the check that these name.
    for (text, expected) in [
        (
            r#"{"operation": "CreateAlias", "resources": {
                "alias": "acs:kms:cn-hangzhou:1:alias/a", "key": "acs:kms:cn-hangzhou:1:key/k"}}"#,
            &[
                "kms:CreateAlias acs:kms:cn-hangzhou:1:alias/a",
                "kms:CreateAlias acs:kms:cn-hangzhou:1:key/k",
            ][..],
        ),
        (
            r#"{"operation": "GetSecretValue", "resources": {
                "secret": "acs:kms:cn-hangzhou:1:secret/s", "key": "acs:kms:cn-hangzhou:1:key/k"}}"#,
            &[
                "kms:GetSecretValue acs:kms:cn-hangzhou:1:secret/s",
                "kms:Decrypt acs:kms:cn-hangzhou:1:key/k",
            ],
        ),
        (
            r#"{"operation": "Encrypt", "resources": {
                "alias": "acs:kms:cn-hangzhou:1:alias/a", "key": "acs:kms:cn-hangzhou:1:key/k"}}"#,
            &[
                "kms:Encrypt acs:kms:cn-hangzhou:1:alias/a",
                "kms:Encrypt acs:kms:cn-hangzhou:1:key/k",
            ],
        ),
        (
            r#"{"operation": "DescribeRegions", "resources": {}}"#,
            &["kms:DescribeRegions *"],
        ),
        (
            r#"{"operation": "getrandompassword"}"#,
            &["kms:GetRandomPassword *"],
        ),
    ] {
        assert_eq!(checks(text), expected, "{text}");
    }
}

#[test]
fn the_rest_of_the_request_stays() {
    let request = expand(
        r#"{"principal": "acs:ram::1:user/alice", "resource_group": "rg-1",
            "context": {"acs:SourceIp": "192.168.1.7"},
            "operation": "DescribeKey", "resources": {"key": "acs:kms:cn-hangzhou:1:key/k"}}"#,
    )
    .unwrap();
    assert_eq!(request.principal(), Some("acs:ram::1:user/alice"));
    assert_eq!(request.resource_group(), Some("rg-1"));
    assert_eq!(request.context().len(), 1);
    assert_eq!(request.operation().unwrap().name(), "DescribeKey");
    let asked = request.with_checks(|checks| checks.requests()[0].context().len());
    assert_eq!(asked, Ok(1));
    // What has its checks keeps them.
    assert_eq!(Catalogue::kms().expand(&request).unwrap(), request);
    let plain = read(r#"{"action": "kms:Decrypt", "resource": "acs:kms:cn-hangzhou:1:key/k"}"#);
    assert_eq!(Catalogue::kms().expand(&plain).unwrap(), plain);
}

#[test]
fn every_check_has_the_context_of_its_resource() {
    let found = checks(
        r#"{"operation": "GetSecretValue", "resources": {
            "key": {"arn": "acs:kms:cn-hangzhou:1:key/k", "context": {"kms:tag/a": "1"}},
            "secret": {"arn": "acs:kms:cn-hangzhou:1:secret/s", "context": {"kms:tag/b": "2"}}}}"#,
    );
    assert_eq!(
        found,
        [
            "kms:GetSecretValue acs:kms:cn-hangzhou:1:secret/s kms:tag/b",
            "kms:Decrypt acs:kms:cn-hangzhou:1:key/k kms:tag/a",
        ]
    );
    let found = checks(
        r#"{"operation": "Decrypt", "resources": {
            "alias": "acs:kms:cn-hangzhou:1:alias/a",
            "key": {"arn": "acs:kms:cn-hangzhou:1:key/k", "context": {"kms:tag/a": "1"}}}}"#,
    );
    assert_eq!(
        found,
        [
            "kms:Decrypt acs:kms:cn-hangzhou:1:alias/a kms:tag/a",
            "kms:Decrypt acs:kms:cn-hangzhou:1:key/k kms:tag/a",
        ]
    );
    let found = checks(
        r#"{"operation": "CreateSecret", "resources": {
            "key": {"arn": "acs:kms:cn-hangzhou:1:key/k", "context": {"kms:tag/a": "1"}}}}"#,
    );
    assert_eq!(
        found,
        [
            "kms:CreateSecret acs:kms:cn-hangzhou:1:secret",
            "kms:GenerateDataKey acs:kms:cn-hangzhou:1:key/k kms:tag/a",
        ]
    );
}

#[test]
fn errors_have_their_place() {
    for (text, member, at) in [
        (
            r#"{"operation": "Encript", "resources": {}}"#,
            "operation",
            r#""Encript""#,
        ),
        (
            r#"{"operation": "Encrypt", "resources": {}}"#,
            "resources",
            r#""Encrypt""#,
        ),
        (
            r#"{"operation": "Encrypt", "resources": {"kye": "acs:kms:r:1:key/k"}}"#,
            "resources.kye",
            r#""kye""#,
        ),
        (
            r#"{"operation": "Encrypt", "resources": {"key": "acs:kms:r:1:secret/s"}}"#,
            "resources.key",
            r#""acs:kms:r:1:secret/s""#,
        ),
        (
            r#"{"operation": "TagResource", "resources": {
                "key": "acs:kms:r:1:key/k", "secret": "acs:kms:r:1:secret/s"}}"#,
            "resources.secret",
            r#""secret""#,
        ),
    ] {
        let error = expand(text).unwrap_err();
        assert_eq!(error.member(), member, "{error}");
        assert_eq!(&text[error.span().unwrap().range()], at, "{error}");
    }
}

#[test]
fn a_context_that_counts_for_nothing_is_refused() {
    for (text, member, help) in [
        (
            r#"{"operation": "Encrypt", "resources": {
                "alias": {"arn": "acs:kms:r:1:alias/a", "context": {"kms:tag/a": "1"}},
                "key": "acs:kms:r:1:key/k"}}"#,
            "resources.alias",
            "give it to `key`",
        ),
        (
            r#"{"operation": "ListKeys", "resources": {
                "key": {"arn": "acs:kms:r:1:key/k", "context": {"kms:tag/a": "1"}}}}"#,
            "resources.key",
            "give it to the request as a whole",
        ),
    ] {
        let error = expand(text).unwrap_err();
        assert!(error.to_string().contains("counts for no check"), "{error}");
        assert_eq!(error.member(), member);
        assert_eq!(error.help().unwrap(), help);
    }
}

#[test]
fn a_key_of_the_request_and_of_a_check() {
    let text = r#"{"operation": "DescribeKey", "context": {"kms:tag/a": "1"}, "resources": {
        "key": {"arn": "acs:kms:r:1:key/k", "context": {"kms:TAG/a": "2"}}}}"#;
    // It is refused by whoever sees it first.
    if let Ok(request) = read_request(text, &Limits::default()) {
        let error = Catalogue::kms().expand(&request).unwrap_err();
        assert_eq!(error.member(), "operation");
        assert!(error.source().is_some());
    }
}
