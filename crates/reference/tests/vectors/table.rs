//! T1 to T20, T32, T33 and T37.

use ramgate_model::DecisionKind::{Allow, ExplicitDeny, ImplicitDeny};
use ramgate_model::StatementNumber;
use ramgate_syntax::tree::PolicyKind;
use ramgate_syntax::{KeyRegistry, PolicySet};

use crate::build::{KEY, allow, ask_values, decide, deny, on, patterns, policy, when};

#[test]
fn t1_and_t2_actions() {
    assert_eq!(
        decide(&[allow(&["kms:encrypt"])], "kms:Encrypt", KEY, &[]),
        Allow
    );
    let four = allow(&["kms:Enc????"]);
    assert_eq!(decide(&[four], "kms:Encrypt", KEY, &[]), Allow);
    let three = allow(&["kms:Enc???"]);
    assert_eq!(decide(&[three], "kms:Encrypt", KEY, &[]), ImplicitDeny);
}

#[test]
fn t3_t5_t6_kinds_of_resources() {
    let read = on(allow(&["kms:Get*"]), &["acs:kms:*:*:key/*"]);
    let secret = "acs:kms:r:u:secret/x";
    assert_eq!(
        decide(&[read], "kms:GetSecretValue", secret, &[]),
        ImplicitDeny
    );

    let list = on(allow(&["kms:ListKeys"]), &["acs:kms:r:u:key/*"]);
    assert_eq!(
        decide(&[list], "kms:ListKeys", "acs:kms:r:u:key", &[]),
        ImplicitDeny
    );

    let both = [on(allow(&["kms:*"]), &["acs:kms:*:u:key*"])];
    assert_eq!(decide(&both, "kms:ListKeys", "acs:kms:r:u:key", &[]), Allow);
    assert_eq!(
        decide(&both, "kms:Decrypt", "acs:kms:r:u:key/k", &[]),
        Allow
    );
}

#[test]
fn t4_a_wildcard_across_the_colon() {
    assert_eq!(
        decide(&[allow(&["*:List*"])], "kms:ListKeys", "*", &[]),
        Allow
    );
}

#[test]
fn t7_no_wildcard_across_the_account() {
    let mine = on(allow(&["*"]), &["acs:oss:*:1:b/*"]);
    let theirs = "acs:oss:r:2:b/x:1:b/y";
    assert_eq!(decide(&[mine], "oss:GetObject", theirs, &[]), ImplicitDeny);
}

#[test]
fn t8_deny_before_allow_whatever_the_order() {
    let (yes, no) = (allow(&["kms:*"]), deny(&["kms:Decrypt"]));
    assert_eq!(
        decide(&[yes.clone(), no.clone()], "kms:Decrypt", KEY, &[]),
        ExplicitDeny
    );
    assert_eq!(decide(&[no, yes], "kms:Decrypt", KEY, &[]), ExplicitDeny);
    assert_eq!(decide(&[], "kms:Decrypt", KEY, &[]), ImplicitDeny);
}

#[test]
fn t9_not_action() {
    let mut statement = deny(&[]);
    statement.action = patterns(true, &["kms:Decrypt"]);
    let statements = [allow(&["*"]), statement];
    assert_eq!(decide(&statements, "kms:Encrypt", KEY, &[]), ExplicitDeny);
    assert_eq!(decide(&statements, "kms:decrypt", KEY, &[]), Allow);
}

#[test]
fn t10_to_t13_absent_keys() {
    let ip = "acs:SourceIp";
    let inside = when(allow(&["*"]), "IpAddress", ip, &["10.0.0.0/8"]);
    assert_eq!(decide(&[inside], "kms:Encrypt", KEY, &[]), ImplicitDeny);

    let outside = when(deny(&["*"]), "NotIpAddress", ip, &["10.0.0.0/8"]);
    assert_eq!(decide(&[outside], "kms:Encrypt", KEY, &[]), ExplicitDeny);

    let public = when(deny(&["*"]), "StringNotLike", "acs:SourceVpc", &["vpc-*"]);
    assert_eq!(decide(&[public], "kms:Encrypt", KEY, &[]), ExplicitDeny);

    let without = when(deny(&["*"]), "Bool", "acs:MFAPresent", &["false"]);
    let statements = [allow(&["*"]), without];
    assert_eq!(decide(&statements, "kms:Encrypt", KEY, &[]), Allow);
    let context = [("acs:MFAPresent", "FALSE")];
    assert_eq!(
        decide(&statements, "kms:Encrypt", KEY, &context),
        ExplicitDeny
    );
}

#[test]
fn t14_to_t17_text() {
    let with = |operator, values: &[&str], key, value| {
        let statement = when(allow(&["*"]), operator, key, values);
        decide(&[statement], "kms:Encrypt", KEY, &[(key, value)])
    };
    assert_eq!(with("StringNotEquals", &["a", "b"], "k", "a"), ImplicitDeny);
    assert_eq!(with("StringNotEquals", &["a", "b"], "k", "c"), Allow);
    assert_eq!(with("StringEquals", &["a*"], "k", "ab"), ImplicitDeny);
    assert_eq!(with("StringEquals", &["a*"], "k", "a*"), Allow);
    assert_eq!(with("StringLike", &["a?c"], "k", "abc"), Allow);
    assert_eq!(with("StringLike", &["a?c"], "k", "ac"), ImplicitDeny);
    assert_eq!(with("StringLike", &["a?c"], "k", "aBBc"), ImplicitDeny);

    let tagged = when(
        allow(&["*"]),
        "StringEqualsIgnoreCase",
        "kms:tag/Project",
        &["Apollo"],
    );
    let ask = |context: &[(&str, &str)]| {
        decide(std::slice::from_ref(&tagged), "kms:Encrypt", KEY, context)
    };
    assert_eq!(ask(&[("kms:tag/Project", "APOLLO")]), Allow);
    assert_eq!(ask(&[("KMS:Tag/Project", "APOLLO")]), Allow);
    assert_eq!(ask(&[("kms:tag/project", "Apollo")]), ImplicitDeny);
}

#[test]
fn t18_operators_and_keys_are_anded() {
    let statement = when(allow(&["*"]), "StringEquals", "a", &["1"]);
    let statement = when(statement, "StringLike", "b", &["2*"]);
    let ask = |a, b| {
        let statements = std::slice::from_ref(&statement);
        decide(statements, "kms:Encrypt", KEY, &[("a", a), ("b", b)])
    };
    assert_eq!(ask("1", "22"), Allow);
    assert_eq!(ask("1", "32"), ImplicitDeny);
    assert_eq!(ask("2", "22"), ImplicitDeny);
}

#[test]
fn t19_dates() {
    let statement = when(
        allow(&["*"]),
        "DateLessThan",
        "acs:CurrentTime",
        &["2019-08-12T17:00:00+08:00"],
    );
    let at = |time| {
        let statements = std::slice::from_ref(&statement);
        decide(statements, "kms:Encrypt", KEY, &[("acs:CurrentTime", time)])
    };
    assert_eq!(at("2019-08-12T08:59:59Z"), Allow);
    assert_eq!(at("2019-08-12T08:59:59.999999999Z"), Allow);
    assert_eq!(at("2019-08-12T09:00:00Z"), ImplicitDeny);
}

#[test]
fn t20_numbers() {
    let key = "kms:RecoveryWindowInDays";
    let statements = [
        allow(&["*"]),
        when(deny(&["*"]), "NumericLessThanEquals", key, &["10"]),
    ];
    for (days, expected) in [
        ("7", ExplicitDeny),
        ("10", ExplicitDeny),
        ("10.0", ExplicitDeny),
        ("11", Allow),
    ] {
        let context = [(key, days)];
        assert_eq!(
            decide(&statements, "kms:DeleteSecret", KEY, &context),
            expected,
            "{days}"
        );
    }
}

#[test]
fn t32_an_unknown_operator_never_grants() {
    let context = [("k", "v")];
    let yes = when(allow(&["*"]), "StringEqualsIfExists", "k", &["v"]);
    assert_eq!(decide(&[yes], "kms:Encrypt", KEY, &context), ImplicitDeny);
    let no = when(deny(&["*"]), "StringEqualsIfExists", "k", &["v"]);
    assert_eq!(decide(&[no], "kms:Encrypt", KEY, &context), ExplicitDeny);
}

#[test]
fn t33_a_malformed_range_still_forbids() {
    let ip = "acs:SourceIp";
    let no = when(deny(&["*"]), "IpAddress", ip, &["10.0.0.0/99"]);
    let statements = [allow(&["*"]), no];
    for context in [&[(ip, "1.2.3.4")][..], &[]] {
        assert_eq!(
            decide(&statements, "kms:Encrypt", KEY, context),
            ExplicitDeny
        );
    }
}

#[test]
fn t37_a_key_that_the_service_does_not_supply() {
    let product = "bssapi:ProductCode";
    let no = when(
        deny(&["bss:CreateInstance"]),
        "StringEquals",
        product,
        &["kms"],
    );
    let no = when(
        no,
        "StringNotLike",
        "Resource",
        &["acs:kms:ap-southeast-1:*:*"],
    );
    let ask = |context: &[(&str, &str)]| {
        decide(
            std::slice::from_ref(&no),
            "bss:CreateInstance",
            "*",
            context,
        )
    };
    assert_eq!(ask(&[(product, "kms")]), ExplicitDeny);
    assert_eq!(ask(&[(product, "ecs")]), ImplicitDeny);
    let here = "acs:kms:ap-southeast-1:1:instance/i";
    assert_eq!(ask(&[(product, "kms"), ("resource", here)]), ImplicitDeny);
}

#[test]
fn all_determining_statements_are_named() {
    let mut set = PolicySet::with_keys(KeyRegistry::new());
    let identity = |statements| policy(PolicyKind::Identity, statements);
    // Added in the other order: numbers follow the names.
    set.add("b", identity(vec![deny(&["kms:D*"]), allow(&["kms:*"])]))
        .unwrap();
    set.add("a", identity(vec![allow(&["*"]), deny(&["kms:Decrypt"])]))
        .unwrap();
    let numbers = |action| {
        let evaluation = ask_values(&set, action, KEY, &[]);
        let numbers: Vec<u32> = evaluation
            .determining
            .into_iter()
            .map(StatementNumber::get)
            .collect();
        (evaluation.kind, numbers)
    };
    assert_eq!(numbers("kms:Decrypt"), (ExplicitDeny, vec![1, 2]));
    assert_eq!(numbers("kms:DescribeKey"), (ExplicitDeny, vec![2]));
    assert_eq!(numbers("kms:Encrypt"), (Allow, vec![0, 3]));
    assert_eq!(numbers("oss:GetObject"), (Allow, vec![0]));
}
