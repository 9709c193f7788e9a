//! Bad input gives a clear error, the right status, and nothing half done.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up fails"
)]

mod support;

use std::fs;
use std::path::Path;

use support::{run, run_with, text};

fn decide(policy: &[u8]) -> support::Ran {
    let arguments = ["decide", "--policy", "-", "--action", "kms:Decrypt"];
    run_with(&arguments, policy)
}

#[test]
fn policies_that_do_not_load() {
    let brackets = "[".repeat(1 << 20);
    let statement = |inner: &str| {
        format!(r#"{{ "Version": "1", "Statement": [{{ "Effect": "Allow", {inner} }}] }}"#)
    };
    for (policy, word) in [
        (String::new(), "RG002"),
        ("not JSON".to_owned(), "RG002"),
        (brackets.clone(), "RG002"),
        ("[".repeat(1 << 19) + &"]".repeat(1 << 19), "RG005"),
        (format!("{brackets}[["), "RG006"),
        ("[]".to_owned(), "RG007"),
        ("{}".to_owned(), "RG101"),
        (r#"{ "Version": "2", "Statement": [] }"#.to_owned(), "RG102"),
        (
            statement(r#""Action": "kms:*", "Action": "*", "Resource": "*""#),
            "RG003",
        ),
        (statement(r#""Action": "kms", "Resource": "*""#), "RG304"),
        (
            statement(r#""Action": "kms:*", "Resource": "acs:kms:*""#),
            "RG305",
        ),
        (
            statement(
                r#""Action": "*", "Resource": "*", "Condition": { "StringLikes": { "a": "b" } }"#,
            ),
            "RG402",
        ),
        (
            statement(
                r#""Action": "*", "Resource": "*", "Condition": { "IpAddress": { "acs:SourceIp": "10.0.0.256" } }"#,
            ),
            "RG409",
        ),
    ] {
        let ran = decide(policy.as_bytes());
        ran.is_refused(word);
        assert!(ran.err.contains("<stdin>:1:"), "{}", ran.err);
        assert!(ran.err.contains(&format!("docs/diagnostics/{word}.md")));
        assert!(ran.err.len() < 20_000, "{} bytes", ran.err.len());
    }
    decide(b"{ \"Version\": \"\xff\" }").is_refused("RG001");
    decide(b"\x1b[31m").is_refused("RG002");
}

#[test]
fn files_that_are_none() {
    for (policy, word) in [
        ("missing.json", "there is no such file"),
        (".", "it is a directory"),
        ("/", "it is a directory"),
        ("readers.json/readers.json", "is no directory"),
    ] {
        run(&["decide", "--policy", policy, "--action", "kms:Decrypt"]).is_refused(word);
        run(&["compile", "--policy", policy, "-o", "/dev/null"]).is_refused(word);
    }
    for command in ["check", "test", "inspect"] {
        run(&[command, "missing.json"]).is_refused("cannot read `missing.json`");
    }
    run(&["inspect", "."]).is_refused("it is a directory");
    let requests = ["decide", "--policy", "readers.json", "--requests"];
    run(&[&requests[..], &["missing.ndjson"]].concat()).is_refused("there is no such file");
    run(&[&requests[..], &["."]].concat()).is_refused("it is a directory");
}

#[test]
fn an_image_never_replaces_its_policy() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("readers.json");
    fs::copy(support::files().join("readers.json"), &policy).unwrap();
    let before = fs::read(&policy).unwrap();
    let around = folder.path().join(".").join("readers.json");
    for output in [&policy, &around] {
        let arguments = ["compile", "--policy", text(&policy), "-o", text(output)];
        run(&arguments).is_refused("would overwrite");
    }
    #[cfg(unix)]
    {
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&policy, &link).unwrap();
        run(&["compile", "--policy", text(&policy), "-o", text(&link)]).is_refused("overwrite");
        run(&["compile", "--policy", text(&link), "-o", text(&policy)]).is_refused("overwrite");
    }
    assert_eq!(fs::read(&policy).unwrap(), before);
}

#[test]
fn what_needs_a_store_is_said_to_need_one() {
    let policies = ["decide", "--policy", "readers.json"];
    let request = br#"{ "action": "kms:Decrypt", "session_policy": {} }"#;
    let ran = run_with(&[&policies[..], &["--request", "-"]].concat(), request);
    ran.is_refused("RG710");
    let asked = [
        "--action",
        "kms:Decrypt",
        "--session-policy",
        "readers.json",
    ];
    run(&[&policies[..], &asked].concat()).is_refused("`--session-policy` needs a store");
    for command in ["decide", "explain"] {
        let ran = run(&[command, "--store", "shop", "--action", "kms:Decrypt"]);
        ran.is_refused("say who calls with `--principal`");
        let request = br#"{ "action": "kms:Decrypt" }"#;
        let ran = run_with(&[command, "--store", "shop", "--request", "-"], request);
        ran.is_refused("`principal`");
    }
}

#[test]
fn flags_that_do_not_go_together() {
    let store = ["decide", "--store", "shop", "--principal", "*"];
    for (flags, words) in [
        (
            &["--policy", "readers.json", "--action", "kms:Decrypt"][..],
            ["--store", "--policy"],
        ),
        (
            &["--image", "shop", "--action", "kms:Decrypt"],
            ["--store", "--image"],
        ),
        (&["--request", "request.json"], ["--principal", "--request"]),
        (
            &["--action", "kms:Decrypt", "--operation", "Decrypt"],
            ["--action", "--operation"],
        ),
        (
            &["--operation", "Decrypt", "--resource", "*"],
            ["--operation", "--resource"],
        ),
        (
            &["--action", "kms:Decrypt", "--with", "key=k"],
            ["--action", "--with"],
        ),
    ] {
        let ran = run(&[&store[..], flags].concat());
        ran.is_refused(words[0]);
        ran.is_refused(words[1]);
    }
    let policies = ["--policy", "readers.json", "--max-bytes", "10"];
    run(&[&["decide", "--action", "kms:Decrypt"][..], &policies].concat())
        .is_refused("--max-bytes");
    run(&[&["compile", "-o", "image"][..], &policies].concat()).is_refused("--max-bytes");
    run(&[
        "compile",
        "--store",
        "shop",
        "--policy",
        "readers.json",
        "-o",
        "image",
    ])
    .is_refused("--policy");
    run(&["compile", "-o", "image"]).is_refused("--store");
    let ran = run(&["decide", "--store", "-", "--requests", "-"]);
    ran.is_refused("`-` is given 2 times");
}

#[test]
fn operations_that_cannot_be_read() {
    let policies = ["decide", "--policy", "readers.json"];
    for (request, words) in [
        (
            r#"{ "operation": "GetSecret", "resources": {} }"#,
            ["RG712", "GetSecret"],
        ),
        (
            r#"{ "operation": "GetSecretValue" }"#,
            ["RG712", "needs `secret`"],
        ),
        (
            r#"{ "operation": "GetSecretValue", "resources": { "secrte": "acs:kms:r:1:secret/s" } }"#,
            ["RG712", "did you mean `secret`?"],
        ),
        (
            r#"{ "operation": "DescribeKey", "resources": { "key": "acs:kms:r:1:secret/s" } }"#,
            ["RG712", "resources.key"],
        ),
        (
            r#"{ "operation": "Encrypt", "action": "kms:Encrypt" }"#,
            ["RG712", "both"],
        ),
        (r#"{ "resources": {} }"#, ["RG712", "no `operation`"]),
    ] {
        let ran = run_with(
            &[&policies[..], &["--request", "-"]].concat(),
            request.as_bytes(),
        );
        ran.is_refused(words[0]);
        ran.is_refused(words[1]);
        assert!(ran.err.contains("<stdin>:1:"), "{}", ran.err);
    }
}

#[test]
fn stores_that_do_not_load() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store.json");
    let image = folder.path().join("image");
    for (text_of, word) in [
        ("", "RG002"),
        ("[]", "RG007"),
        (r#"{ "account": {} }"#, "RG902"),
        (
            r#"{ "accounts": { "1": { "users": { "a": { "policies": ["p"] } } } } }"#,
            "RG907",
        ),
        (r#"{ "policies": { "p": { "file": "p.json" } } }"#, "RG913"),
        (
            r#"{ "resources": { "acs:oss:r:1:bucket": { "policy": "p" } } }"#,
            "RG914",
        ),
    ] {
        fs::write(&store, text_of).unwrap();
        let deciding = ["--store", text(folder.path())];
        let asked = ["--principal", "*", "--action", "kms:Decrypt"];
        let ran = run(&[&["decide"][..], &deciding, &asked].concat());
        ran.is_refused(word);
        assert!(ran.err.contains("store.json:1:"), "{}", ran.err);
        run(&[&["compile", "-o", text(&image)][..], &deciding].concat()).is_refused(word);
        assert!(!image.exists());
    }
    for missing in ["missing", "missing.json"] {
        let asked = ["--principal", "*", "--action", "kms:Decrypt"];
        run(&[&["decide", "--store", missing][..], &asked].concat())
            .is_refused("there is no such file");
        run(&["check", "--store", missing]).is_refused("there is no such file");
    }
}

#[test]
fn suites_that_cannot_be_run() {
    let folder = tempfile::tempdir().unwrap();
    for (name, suite, word) in [
        ("shape", "[]", "RG007"),
        (
            "member",
            r#"{ "policies": {}, "cases": [], "case": [] }"#,
            "RG802",
        ),
        (
            "request",
            r#"{ "policies": {}, "cases": [{ "name": "odd one", "request": { "action": "x" }, "decision": "Allow" }] }"#,
            "odd one",
        ),
        ("store", r#"{ "store": "s", "cases": [] }"#, "RG913"),
        (
            "both",
            r#"{ "store": {}, "policies": {}, "cases": [] }"#,
            "policies",
        ),
        ("nothing", r#"{ "policies": {}, "cases": [] }"#, "RG807"),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, suite).unwrap();
        run(&["test", text(&path)]).is_refused(word);
    }
    // The others are run nevertheless.
    let ran = run(&["test", text(&folder.path().join("shape")), "suite.json"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.out.starts_with("ok   suite.json"), "{}", ran.out);
    run(&["check", text(folder.path())]).is_refused("no `*.json` file");
}

#[test]
fn an_unwritable_output_is_an_error() {
    let full = Path::new("/dev/full");
    if !full.exists() {
        return;
    }
    let out = fs::File::options().write(true).open(full).unwrap();
    let output = support::ramgate(&["template", "list"])
        .stdout(out)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("standard output")
    );
}
