//! Explanations of calls as programs read them: the stages, and a denial in RAM's own fields.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up fails"
)]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{run, text};

const KEY: &str = "acs:kms:cn-hangzhou:1234567890123456:key/k";
const ALICE: &str = "acs:ram::1234567890123456:user/alice";

fn call<'a>(
    command: &'a str,
    principal: &'a str,
    action: &'a str,
    resource: &'a str,
    more: &[&'a str],
) -> Vec<&'a str> {
    let mut arguments = vec![command, "--store", "shop", "--principal", principal];
    arguments.extend(["--action", action, "--resource", resource]);
    arguments.extend(more);
    arguments.extend(["--format", "json"]);
    arguments
}

fn object(arguments: &[&str]) -> Value {
    let ran = run(arguments);
    assert_eq!(ran.err, "", "{arguments:?}");
    serde_json::from_str(&ran.out).unwrap()
}

/// An explanation of a call from inside.
fn explained(principal: &str, action: &str, resource: &str) -> Value {
    let inside = ["--context", "acs:SourceIp=10.0.0.1"];
    object(&call("explain", principal, action, resource, &inside))
}

#[test]
fn a_denial_in_rams_own_fields() {
    let outside = ["--context", "acs:SourceIp=192.168.0.1"];
    let denied = object(&call("explain", ALICE, "kms:Decrypt", KEY, &outside));
    assert_eq!(
        denied["AccessDeniedDetail"],
        json!({
            "AuthAction": "kms:Decrypt",
            "AuthPrincipalType": "SubUser",
            "AuthPrincipalOwnerId": "1234567890123456",
            "AuthPrincipalDisplayName": "alice",
            "NoPermissionType": "ExplicitDeny",
            "PolicyType": "ControlPolicy",
        })
    );
    assert_eq!(
        denied["DecodedDiagnosticMessage"],
        json!({
            "ExplicitDeny": true,
            "NoPermissionPolicyType": "ControlPolicy",
            "AuthAction": "kms:Decrypt",
            "AuthResource": KEY,
            "AuthPrincipal": {
                "AuthPrincipalType": "SubUser",
                "AuthPrincipalOwnerId": "1234567890123456",
                "AuthPrincipalDisplayName": "alice",
            },
            "AuthConditions": [
                { "ConditionKey": "acs:SourceIp", "ConditionValues": ["192.168.0.1"] },
            ],
            "MatchedPolicies": [
                {
                    "Effect": "Allow",
                    "PolicyIdentifier": "FullAliyunAccess",
                    "PolicyType": "System",
                    "AttachedEntityType": "ResourceDirectoryTarget",
                    "AttachedScope": "Folder",
                },
                {
                    "Effect": "Deny",
                    "PolicyIdentifier": "from-inside",
                    "PolicyType": "Custom",
                    "AttachedEntityType": "ResourceDirectoryTarget",
                    "AttachedScope": "Folder",
                },
            ],
        })
    );
    // Nothing is denied, so there is nothing to say of it.
    let allowed = explained(ALICE, "kms:Decrypt", KEY);
    assert_eq!(allowed["decision"], "Allow");
    assert_eq!(allowed["attached_to"], "group devs");
    assert_eq!(allowed["AccessDeniedDetail"], Value::Null);
    assert_eq!(allowed["DecodedDiagnosticMessage"], Value::Null);
}

#[test]
fn who_was_denied() {
    let of = |principal: &str| {
        let mut denied = explained(principal, "kms:DeleteSecret", "*");
        assert_ne!(denied["decision"], "Allow", "{principal}");
        denied["AccessDeniedDetail"].take()
    };
    let session = of("acs:ram::1234567890123456:role/app/i-1");
    assert_eq!(session["AuthPrincipalType"], "AssumedRoleUser");
    assert_eq!(session["AuthPrincipalDisplayName"], "app:i-1");
    let role = of("acs:ram::1234567890123456:role/app");
    assert_eq!(role["AuthPrincipalDisplayName"], "app");
    let provider = of("acs:ram::1234567890123456:saml-provider/idp");
    assert_eq!(provider["AuthPrincipalType"], "Federated");
    assert_eq!(provider["AuthPrincipalOwnerId"], "1234567890123456");
    assert_eq!(provider["AuthPrincipalDisplayName"], "saml-provider/idp");
    // Nothing is published for these.
    for principal in ["ecs.aliyuncs.com", "*"] {
        let members = of(principal);
        let members: Vec<_> = members.as_object().unwrap().keys().collect();
        assert_eq!(members, ["AuthAction", "NoPermissionType", "PolicyType"]);
    }
}

#[test]
fn what_a_denied_policy_is_attached_to() {
    let bob = explained("acs:ram::1234567890123456:user/bob", "kms:Decrypt", KEY);
    assert_eq!(bob["decision"], "ExplicitDeny");
    assert_eq!(bob["attached_to"], "user");
    let matched = bob["DecodedDiagnosticMessage"]["MatchedPolicies"].as_array();
    let matched: Vec<_> = matched.unwrap().iter().collect();
    assert_eq!(matched.len(), 2);
    assert_eq!(matched[0]["PolicyIdentifier"], "use-keys");
    assert_eq!(matched[0]["Effect"], "Allow");
    assert_eq!(matched[0]["AttachedScope"], "Account");
    assert_eq!(matched[1]["PolicyIdentifier"], "no-keys");
    assert_eq!(matched[1]["AttachedEntityType"], "RamUser");
    assert_eq!(matched[1]["AttachedScope"], "ResourceGroup");
    // The documented flow would have let the answer at account scope hide the Deny.
    assert_eq!(
        bob["other_flow"],
        json!({
            "account_scope_short_circuit": true,
            "decision": "Allow",
            "stage": "AccountLevelIdentityBasedPolicy",
            "determined_by": "use-keys#0",
            "attached_to": "user",
        })
    );
    // The policy of a key has no published entity; this one is ours.
    let root = explained("acs:ram::1234567890123456:root", "kms:DisableKey", KEY);
    let matched = &root["DecodedDiagnosticMessage"]["MatchedPolicies"];
    assert_eq!(root["stage"], "ResourceBasedPolicy");
    assert_eq!(matched[0]["AttachedEntityType"], "Resource");
    assert_eq!(matched[0]["PolicyIdentifier"], format!("resource:{KEY}"));
    assert_eq!(matched[0].get("AttachedScope"), None);
}

#[test]
fn every_stage_with_what_it_did() {
    let eve = explained("acs:ram::2234567890123456:user/eve", "kms:ReEncryptTo", KEY);
    let stages = eve["stages"].as_array().unwrap();
    let said: Vec<_> = stages
        .iter()
        .map(|stage| {
            ["stage", "place", "outcome", "effect"].map(|name| stage[name].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        said,
        [
            [
                "ControlPolicy",
                "account 1234567890123456",
                "Allow",
                "passes"
            ],
            ["ControlPolicy", "folder prod", "Allow", "passes"],
            ["ControlPolicy", "folder /", "Allow", "passes"],
            [
                "AccountLevelIdentityBasedPolicy",
                "account scope",
                "Allow",
                "counts"
            ],
            [
                "ResourceGroupLevelIdentityBasedPolicy",
                "resource group",
                "ImplicitDeny",
                "counts"
            ],
            ["ResourceBasedPolicy", "resource", "ImplicitDeny", "decides"],
        ]
    );
    // An Allow for an operation that a key policy does not grant.
    let policy = &stages[5]["policies"][0];
    assert_eq!(policy["policy"], format!("resource:{KEY}"));
    assert_eq!(policy["allows_count"], false);
    assert_eq!(policy["statements"][1]["applies"], true);
    assert_eq!(policy["statements"][1]["sid"], "Eve");
    // The first element that fails, with what it expects and what is there.
    assert_eq!(
        policy["statements"][0]["first_failing"],
        json!({
            "element": "principal",
            "truth": "false",
            "expected": ["acs:ram::1234567890123456:*"],
            "actual": ["acs:ram::2234567890123456:user/eve"],
        })
    );
    assert_eq!(
        stages[1]["policies"][1]["statements"][0]["first_failing"],
        json!({
            "element": "condition",
            "operator": "NotIpAddress",
            "key": "acs:SourceIp",
            "truth": "false",
            "expected": ["10.0.0.0/8"],
            "actual": ["10.0.0.1"],
        })
    );
    // A statement that names everyone of the account leaves the answer to others.
    let alice = explained(ALICE, "kms:Decrypt", KEY);
    let own = &alice["stages"][5]["policies"][0]["statements"][0];
    assert_eq!(
        (&own["applies"], &own["principal"]["delegates"]),
        (&json!(false), &json!(true))
    );
}

#[test]
fn a_condition_on_what_is_absent() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store.json");
    fs::write(
        &store,
        r#"{ "policies": { "tagged": { "document": { "Version": "1", "Statement": [
            { "Effect": "Allow", "Action": "kms:*", "Resource": "*",
              "Condition": { "StringEquals": { "kms:tag/a": "b" } } } ] } } },
            "accounts": { "1": { "users": { "u": { "policies": ["tagged"] } } } } }"#,
    )
    .unwrap();
    let asked = [
        "--principal",
        "acs:ram::1:user/u",
        "--action",
        "kms:ListKeys",
    ];
    let deciding = [
        "explain",
        "--format",
        "json",
        "--store",
        text(folder.path()),
    ];
    let denied = object(&[&deciding[..], &asked].concat());
    let statement = &denied["stages"][0]["policies"][0]["statements"][0];
    assert_eq!(statement["first_failing"]["actual"], "absent");
    assert_eq!(statement["conditions"][0]["actual"], Value::Null);
    let ran = run(&[&["explain", "--store", text(&store)][..], &asked].concat());
    assert!(ran.out.contains("expected `b`, absent"), "{}", ran.out);
}

#[test]
fn what_an_answer_at_account_scope_hides() {
    let folder = tempfile::tempdir().unwrap();
    let store = r#"{
        "policies": { "deny": { "document": { "Version": "1", "Statement": [
            { "Effect": "Deny", "Action": "kms:*", "Resource": "*" } ] } } },
        "accounts": { "1": { "users": { "u": {
            "policies": ["AdministratorAccess"], "resource_groups": { "rg-1": ["deny"] } } } } },
        "options": { "account_scope_short_circuit": true } }"#;
    fs::write(folder.path().join("store.json"), store).unwrap();
    let asked = [
        "--principal",
        "acs:ram::1:user/u",
        "--action",
        "kms:ListKeys",
        "--resource-group",
        "rg-1",
    ];
    let deciding = ["explain", "--store", text(folder.path())];
    let explained = object(&[&deciding[..], &asked, &["--format", "json"]].concat());
    assert_eq!(explained["decision"], "Allow");
    assert_eq!(explained["stages"][0]["effect"], "decides");
    assert_eq!(explained["stages"][1]["effect"], "hidden");
    assert_eq!(explained["stages"][1]["outcome"], "ExplicitDeny");
    let other = &explained["other_flow"];
    assert_eq!(other["account_scope_short_circuit"], false);
    assert_eq!(other["decision"], "ExplicitDeny");
    assert_eq!(other["determined_by"], "deny#0");
    let ran = run(&[&deciding[..], &asked].concat());
    for said in [
        "ExplicitDeny, hidden by the answer at account scope",
        "note: where a Deny counts at either scope, account or resource group, it is ExplicitDeny by deny#0",
    ] {
        assert!(ran.out.contains(said), "{}", ran.out);
    }
}

#[test]
fn only_the_nearest_statements_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let statements: Vec<String> = (0..20)
        .map(|at| {
            format!(r#"{{ "Effect": "Allow", "Action": "kms:Encrypt{at}", "Resource": "*" }}"#)
        })
        .collect();
    let near = r#"{ "Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*",
        "Condition": { "StringEquals": { "a": "b" } } }"#;
    let store = format!(
        r#"{{ "policies": {{ "many": {{ "document": {{ "Version": "1", "Statement": [ {}, {near} ] }} }} }},
            "accounts": {{ "1": {{ "users": {{ "u": {{ "policies": ["many"] }} }} }} }} }}"#,
        statements.join(", ")
    );
    fs::write(folder.path().join("store.json"), store).unwrap();
    let asked = [
        "--principal",
        "acs:ram::1:user/u",
        "--action",
        "kms:ListKeys",
    ];
    let deciding = ["explain", "--store", text(folder.path())];
    let ran = run(&[&deciding[..], &asked].concat());
    let shown = ran.out.lines().filter(|line| line.starts_with("    #"));
    assert_eq!(shown.count(), 8);
    assert!(ran.out.contains("    #20 Allow\n"), "{}", ran.out);
    let more = "  13 statements do not apply either; `--all` shows every one";
    assert!(ran.out.contains(more), "{}", ran.out);
    let ran = run(&[&deciding[..], &asked, &["--all"]].concat());
    let shown = ran.out.lines().filter(|line| line.starts_with("    #"));
    assert_eq!(shown.count(), 21);
}

#[test]
fn a_batch_of_explanations() {
    let ran = run(&["explain", "--store", "shop", "--requests", "calls.ndjson"]);
    assert_eq!(ran.status, Some(2));
    let heads: Vec<_> = ran
        .out
        .lines()
        .filter(|line| line.starts_with("line ") || line.starts_with("error["))
        .collect();
    assert_eq!(heads.len(), 6);
    assert!(heads[0].starts_with("line 1: Allow by use-keys#0, attached to group devs"));
    assert!(heads[2].starts_with("error[RG701] on line 3"));
    assert!(
        ran.out.contains("check 2 of 2: kms:Decrypt on "),
        "{}",
        ran.out
    );
}
