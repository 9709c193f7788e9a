//! Trust, key and secret policies in both modes, as tables.

use Code::{
    BadPrincipal, BadPrincipalElement, EmptyList, ForeignAction, ForeignKey, ForeignResource,
    MissingPrincipal, MissingProviderCondition, MissingResource, NotActionNotAllowed, NotText,
    Padded, Placeholder, PrincipalWildcard, TrustAction, TrustResource, UnknownPrincipalType,
};
use PolicyKind::{Key, Secret, Trust};

use super::{check, document, read};
use crate::{Code, Mode, PolicyKind};

#[test]
fn trust_policies() {
    let with = |members: &str| format!(r#""Action": "sts:AssumeRole", {members}"#);
    for (principal, expected) in [
        (
            r#"{"RAM": ["acs:ram::1:root", "acs:ram::1:user/a", "acs:ram::1:role/b"]}"#,
            &[][..],
        ),
        (
            r#"{"Service": ["ecs.aliyuncs.com", "1@log.aliyuncs.com"], "RAM": "acs:ram::1:root"}"#,
            &[],
        ),
        (r#""*""#, &[PrincipalWildcard]),
        (r#"{"RAM": "*"}"#, &[PrincipalWildcard]),
        (
            r#"{"RAM": ["acs:ram::1:*", "acs:ram::1:user/*", "acs:ram::*:root"]}"#,
            &[PrincipalWildcard; 3],
        ),
        (
            r#"{"RAM": ["acs:ram::1:role/a/b", "1", "", "ecs.aliyuncs.com"]}"#,
            &[BadPrincipal; 4],
        ),
        (
            r#"{"Service": ["ecs", "acs:ram::1:root"]}"#,
            &[BadPrincipal; 2],
        ),
        (r#"{"Federated": "acs:ram::1:user/a"}"#, &[BadPrincipal]),
        (r#"{"RAM": "acs:ram::1:root "}"#, &[Padded]),
        (r#"{"RAM": "acs:ram::${x}:root"}"#, &[Placeholder]),
        (r#"{"AWS": "x"}"#, &[UnknownPrincipalType]),
        (r#"{"RAM": []}"#, &[EmptyList]),
        (r#"{"RAM": null, "Service": [1]}"#, &[NotText; 2]),
        ("{}", &[BadPrincipalElement]),
        ("[]", &[BadPrincipalElement]),
    ] {
        let mut expected = expected.to_vec();
        if principal == r#"{"RAM": "acs:ram::${x}:root"}"# {
            let text = document(&with(&format!(r#""Principal": {principal}"#)));
            assert_eq!(read(&text, Trust, Mode::Strict).unwrap_err(), expected);
            expected.push(BadPrincipal);
            assert_eq!(read(&text, Trust, Mode::Import).unwrap().1, expected);
        } else {
            check(
                Trust,
                &with(&format!(r#""Principal": {principal}"#)),
                &expected,
            );
        }
    }
    let who = r#""Principal": {"RAM": "acs:ram::1:root"}"#;
    check(Trust, r#""Action": "sts:AssumeRole""#, &[MissingPrincipal]);
    check(Trust, &format!(r#"{who}, "Action": "STS:assumerole""#), &[]);
    check(
        Trust,
        &format!(r#"{who}, "Action": ["sts:*", "*"]"#),
        &[TrustAction; 2],
    );
    check(
        Trust,
        &with(&format!(r#"{who}, "Resource": "*""#)),
        &[TrustResource],
    );
    check(
        Trust,
        &format!(r#"{who}, "NotAction": "a:b""#),
        &[NotActionNotAllowed],
    );
}

#[test]
fn identity_providers_need_a_condition() {
    let with = |provider: &str, conditions: &str| {
        format!(
            r#""Action": "sts:AssumeRole", "Condition": {conditions},
            "Principal": {{"Federated": "acs:ram::1:{provider}"}}"#
        )
    };
    let missing = &[MissingProviderCondition][..];
    for (provider, conditions, expected) in [
        (
            "saml-provider/a",
            r#"{"StringEquals": {"saml:recipient": "x"}}"#,
            &[][..],
        ),
        (
            "saml-provider/a",
            r#"{"StringEquals": {"oidc:iss": "x"}}"#,
            missing,
        ),
        ("saml-provider/a", "{}", missing),
        (
            "oidc-provider/a",
            r#"{"StringEquals": {"oidc:iss": "x", "oidc:aud": "y"}}"#,
            &[],
        ),
        (
            "oidc-provider/a",
            r#"{"StringEquals": {"OIDC:ISS": "x"}}"#,
            &[],
        ),
        (
            "oidc-provider/a",
            r#"{"StringEquals": {"oidc:aud": "y"}}"#,
            missing,
        ),
        (
            "oidc-provider/a",
            r#"{"StringLike": {"oidc:iss": "x"}}"#,
            missing,
        ),
    ] {
        check(Trust, &with(provider, conditions), expected);
    }
    let deny = document(&with("saml-provider/a", "{}")).replace("Allow", "Deny");
    assert_eq!(read(&deny, Trust, Mode::Strict).unwrap().1, []);
}

#[test]
fn key_and_secret_policies() {
    let with = |members: &str| format!(r#""Principal": {{"RAM": "acs:ram::1:*"}}, {members}"#);
    for kind in [Key, Secret] {
        for (members, expected) in [
            (
                r#""Action": ["kms:*", "KMS:List*"], "Resource": ["*"]"#,
                &[][..],
            ),
            (
                r#""Action": ["*", "k*", "oss:*"], "Resource": "*""#,
                &[ForeignAction; 3],
            ),
            (
                r#""Action": "kms:*", "Resource": "acs:kms:*:*:key/a""#,
                &[ForeignResource],
            ),
            (
                r#""Action": "kms:*", "Resource": ["*", "*"]"#,
                &[ForeignResource],
            ),
            (r#""Action": "kms:*""#, &[MissingResource]),
            (
                r#""NotAction": "kms:*", "Resource": "*""#,
                &[NotActionNotAllowed],
            ),
            (
                r#""Action": "kms:*", "Resource": "*", "Condition": {"StringEquals":
                    {"kms:tag/x": "y", "ACS:sourcevpc": "v", "acs:UserAgent": "z", "kms:tag": "y"}}"#,
                &[ForeignKey; 2],
            ),
        ] {
            check(kind, &with(members), expected);
        }
        let all = r#""Action": "kms:*", "Resource": "*""#;
        check(kind, all, &[MissingPrincipal]);
        for (principal, expected) in [
            (
                r#"{"RAM": ["acs:ram::1:root", "acs:ram::1:user/a", "acs:ram::1:role/b"]}"#,
                &[][..],
            ),
            (
                r#"{"RAM": ["acs:ram::1*:*", "acs:ram::1:role/*"]}"#,
                &[PrincipalWildcard; 2],
            ),
            (
                r#"{"Service": "ecs.aliyuncs.com"}"#,
                &[UnknownPrincipalType],
            ),
        ] {
            check(
                kind,
                &format!(r#"{all}, "Principal": {principal}"#),
                expected,
            );
        }
    }
    let encryption = with(
        r#""Action": "kms:*", "Resource": "*", "Condition": {"StringEquals":
            {"kms:EncryptionAlgorithm": "x", "kms:EncryptionContext:a": "y"}}"#,
    );
    check(Key, &encryption, &[]);
    check(Secret, &encryption, &[ForeignKey; 2]);
}
