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
fn what_is_to_come_is_said_to_be_so() {
    for command in ["decide", "explain", "compile"] {
        run(&[command, "--store", "store.json"]).is_refused("not supported by this version yet");
    }
    let request = br#"{ "operation": "GetSecretValue", "resources": {} }"#;
    let ran = run_with(
        &["decide", "--policy", "readers.json", "--request", "-"],
        request,
    );
    ran.is_refused("`operation` is not supported by this version yet");
    assert!(!ran.err.contains("there is no `action`"), "{}", ran.err);
    let ran = run(&["explain", "--help"]);
    assert!(!ran.out.contains("--store"), "{}", ran.out);
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
