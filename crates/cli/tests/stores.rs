//! Stores: they, their images and their suites agree; what is said about one names its files.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up fails"
)]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{run, run_with, text};

const KEY: &str = "acs:kms:cn-hangzhou:1234567890123456:key/k";
const ALICE: &str = "acs:ram::1234567890123456:user/alice";

#[test]
fn a_store_its_image_and_standard_input_agree() {
    let folder = tempfile::tempdir().unwrap();
    let image = folder.path().join("shop.ramgate");
    let ran = run(&["compile", "--store", "shop", "-o", text(&image)]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
    for command in ["decide", "explain"] {
        for format in ["human", "json"] {
            let asked = ["--requests", "calls.ndjson", "--format", format];
            let of_store = run(&[&[command, "--store", "shop"][..], &asked].concat());
            let of_image = run(&[&[command, "--image", text(&image)][..], &asked].concat());
            assert_eq!(of_store.out, of_image.out);
            assert_eq!(of_store.status, Some(2));
        }
    }
    let bytes = fs::read(&image).unwrap();
    let stdout = run(&["inspect", text(&image), "--format", "json"]);
    let summary: Value = serde_json::from_str(&stdout.out).unwrap();
    assert_eq!(summary["holds"], "store");
    assert_eq!(summary["bytes"], bytes.len());
    assert_eq!(
        (&summary["users"], &summary["roles"]),
        (&json!(3), &json!(2))
    );
    assert_eq!(
        (&summary["folders"], &summary["members"]),
        (&json!(2), &json!(1))
    );
    for at in [40, bytes.len() / 2, bytes.len() - 1] {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x10;
        run_with(&["inspect", "-"], &damaged).is_refused("damaged");
    }
    run_with(&["inspect", "-"], &bytes[..bytes.len() - 1]).is_refused("cut off");
    // Files are looked for beside standard input where the command runs.
    let store = fs::read(support::files().join("shop/store.json")).unwrap();
    let asked = ["--principal", ALICE, "--action", "kms:ListKeys"];
    let ran = run_with(&[&["decide", "--store", "-"][..], &asked].concat(), &store);
    ran.is_refused("<stdin>:3:27");
    let inline = br#"{ "accounts": { "1234567890123456": { "users": { "alice": { "policies": ["AdministratorAccess"] } } } } }"#;
    let ran = run_with(&[&["decide", "--store", "-"][..], &asked].concat(), inline);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    assert!(
        ran.out
            .starts_with("Allow by AdministratorAccess#0, attached to user")
    );
}

#[test]
fn import_overrides_what_a_store_says_of_itself() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store.json");
    let with = |mode: &str| {
        let text = r#"{ "policies": { "odd": { "document": { "Version": "1", "Statement": [
            { "Effect": "Deny", "Action": "kms:*", "Resource": "acs:kms:*" } ] } } },
            "accounts": { "1": { "users": { "u": { "policies": ["odd"] } } } },
            "options": { "mode": "MODE" } }"#;
        fs::write(&store, text.replace("MODE", mode)).unwrap();
    };
    let asked = [
        "--principal",
        "acs:ram::1:user/u",
        "--action",
        "kms:ListKeys",
    ];
    let deciding = ["decide", "--store", text(folder.path())];
    with("strict");
    run(&[&deciding[..], &asked].concat()).is_refused("RG305");
    let overridden = run(&[&deciding[..], &asked, &["--import"]].concat());
    with("import");
    let own = run(&[&deciding[..], &asked].concat());
    for ran in [overridden, own] {
        assert_eq!(ran.status, Some(1));
        assert!(ran.out.starts_with("ExplicitDeny by odd#0"), "{}", ran.out);
        assert!(ran.err.starts_with("warning[RG305]"), "{}", ran.err);
    }
}

#[test]
fn session_policies_are_tolerated_in_import_mode_only() {
    let role = "acs:ram::1234567890123456:role/app/i-1";
    let policy = r#"{"Version":"1","Statement":[{"Effect":"Deny","Action":"kms:*","Resource":"acs:kms:*"}]}"#;
    let request = format!(
        r#"{{"principal":"{role}","action":"kms:Decrypt","resource":"{KEY}","context":{{"acs:SourceIp":"10.0.0.1"}},"session_policy":{policy}}}"#
    );
    let one = ["decide", "--store", "shop", "--request", "-"];
    run_with(&one, request.as_bytes()).is_refused("RG305");
    let ran = run_with(&[&one[..], &["--import"]].concat(), request.as_bytes());
    assert_eq!(ran.status, Some(1), "{}", ran.err);
    assert!(
        ran.out
            .starts_with("ExplicitDeny by session#0, attached to session")
    );
    assert!(ran.err.contains("warning[RG305]") && ran.err.contains("<stdin>:1:"));
    let batch = ["decide", "--store", "shop", "--requests", "-", "--import"];
    let ran = run_with(&batch, format!("\n{request}\n").as_bytes());
    assert!(
        ran.err.contains("warning[RG305] on line 2: "),
        "{}",
        ran.err
    );
    let flags = [
        "decide",
        "--store",
        "shop",
        "--principal",
        role,
        "--action",
        "kms:Decrypt",
        "--resource",
        KEY,
        "--context",
        "acs:SourceIp=10.0.0.1",
        "--session-policy",
        "-",
    ];
    run_with(&flags, policy.as_bytes()).is_refused("<stdin>:1:");
    let ran = run_with(&[&flags[..], &["--import"]].concat(), policy.as_bytes());
    assert!(
        ran.out.starts_with("ExplicitDeny by session#0"),
        "{}",
        ran.err
    );
}

#[test]
fn findings_of_a_store_name_their_files() {
    let ran = run(&["check", "torn", "--format", "json"]);
    assert_eq!((ran.status, ran.err.as_str()), (Some(1), ""));
    let findings: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let has = |code: &str, file: &str| {
        let mut all = findings.iter();
        all.any(|of| of["code"] == code && of["file"].as_str().unwrap().ends_with(file))
    };
    assert!(has("RG913", "torn/store.json"), "{}", ran.out);
    assert!(has("RG907", "torn/store.json"), "{}", ran.out);
    assert!(has("RG908", "torn/store.json"), "{}", ran.out);
    assert!(has("RG202", "faulty.json"), "{}", ran.out);
    assert!(findings.iter().all(|of| of["line"].as_u64().unwrap() > 0));
    let ran = run(&["check", "torn", "--format", "sarif"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    let results = document["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), findings.len());
    // A store by another name is seen by what is in it; a kind says that it is a policy.
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("company.json");
    fs::write(&other, r#"{ "accounts": { "1": { "user": {} } } }"#).unwrap();
    assert!(run(&["check", text(&other)]).out.contains("RG902"));
    assert!(
        run(&["check", text(&other), "--kind", "identity"])
            .out
            .contains("RG101")
    );
    // Of a folder that is a store, only what the store names is checked.
    fs::write(folder.path().join("store.json"), "{}").unwrap();
    let ran = run(&["check", text(folder.path())]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), ""));
    assert!(
        ran.err.contains("1 store checked, no findings"),
        "{}",
        ran.err
    );
}

#[test]
fn suites_over_stores() {
    let ran = run(&[
        "test",
        "shop-suite.json",
        "shop-failing.json",
        "--format",
        "json",
    ]);
    assert_eq!((ran.status, ran.err.as_str()), (Some(1), ""));
    let suites: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(suites[0]["failures"], json!([]));
    let failure = &suites[1]["failures"][0];
    assert_eq!(failure["name"], "from outside");
    assert_eq!(failure["explanation"]["decision"], "ExplicitDeny");
    assert_eq!(failure["explanation"]["attached_to"], "folder prod");
    let folder = tempfile::tempdir().unwrap();
    let suite = folder.path().join("suite.json");
    fs::write(
        &suite,
        r#"{ "store": {}, "cases": [ { "name": "no such operation", "decision": "Allow",
            "request": { "principal": "*", "operation": "GetSecret" } } ] }"#,
    )
    .unwrap();
    let ran = run(&["test", text(&suite)]);
    ran.is_refused("the request of the case `no such operation` cannot be read");
    assert!(ran.err.contains("suite.json:2:"), "{}", ran.err);
    fs::write(&suite, r#"{ "store": "none", "cases": [] }"#).unwrap();
    run(&["test", text(&suite)]).is_refused("RG913");
}

#[test]
fn a_large_store_needs_leave() {
    let folder = tempfile::tempdir().unwrap();
    let users: Vec<String> = (0..60_000)
        .map(|at| format!(r#""user-{at}": {{ "policies": [] }}"#))
        .collect();
    let store = format!(
        r#"{{ "accounts": {{ "1": {{ "users": {{ {} }} }} }} }}"#,
        users.join(", ")
    );
    assert!(store.len() > 1 << 20);
    fs::write(folder.path().join("store.json"), store).unwrap();
    let deciding = ["decide", "--store", text(folder.path())];
    let asked = [
        "--principal",
        "acs:ram::1:user/user-1",
        "--action",
        "kms:ListKeys",
    ];
    let ran = run(&[&deciding[..], &asked].concat());
    ran.is_refused("`--max-bytes` allows more");
    let ran = run(&[&deciding[..], &asked, &["--max-bytes", "10000000"]].concat());
    assert_eq!(ran.status, Some(1), "{}", ran.err);
    assert!(ran.out.starts_with("ImplicitDeny: nothing allows it"));
    let check = ["check", text(folder.path())];
    assert!(run(&check).out.contains("RG006"));
    let ran = run(&[&check[..], &["--max-bytes", "10000000"]].concat());
    assert_eq!(ran.status, Some(0), "{}", ran.out);
}
