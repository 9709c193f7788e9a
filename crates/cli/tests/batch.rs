//! Batches stream: answers come when they are due, in order, in constant memory.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up fails"
)]

mod support;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use support::{ramgate, run_with};

const ALLOWED: &str = r#"{"action":"kms:Decrypt","resource":"acs:kms:r:1234567890123456:key/k","context":{"acs:SourceIp":"10.0.0.1"}}"#;
const DENIED: &str = r#"{"action":"kms:Decrypt"}"#;
const BATCH: [&str; 7] = [
    "decide",
    "--policy",
    "readers.json",
    "--requests",
    "-",
    "--format",
    "json",
];

#[test]
fn an_answer_comes_before_the_next_question() {
    let mut child = ramgate(&BATCH)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let (answers, answer) = mpsc::channel();
    thread::spawn(move || {
        for line in stdout.lines() {
            answers.send(line.unwrap()).unwrap();
        }
    });
    for (question, expected) in [
        (ALLOWED, "\"Allow\""),
        (DENIED, "\"ExplicitDeny\""),
        ("{", "error"),
    ] {
        writeln!(stdin, "{question}").unwrap();
        stdin.flush().unwrap();
        let line = answer.recv_timeout(Duration::from_mins(1)).unwrap();
        assert!(line.contains(expected), "{line}");
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[test]
fn order_lines_and_status() {
    let ran = run_with(
        &BATCH,
        format!("{ALLOWED}\r\n\n  \n{DENIED}\n[]\n{ALLOWED}").as_bytes(),
    );
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(
        lines[0],
        r#"{"decision":"Allow","stage":"AccountLevelIdentityBasedPolicy","determined_by":["readers#0"]}"#
    );
    assert!(lines[1].starts_with(r#"{"decision":"ExplicitDeny","#));
    assert!(
        lines[2].starts_with(r#"{"error":{"code":"RG007","message":""#),
        "{}",
        lines[2]
    );
    assert!(lines[2].ends_with(r#","line":5}}"#), "{}", lines[2]);
    assert_eq!(lines[3], lines[0]);
    assert_eq!(ran.status, Some(2));
    // A batch whose every line was decided is a success, whatever the decisions.
    assert_eq!(
        run_with(&BATCH, format!("{DENIED}\n").as_bytes()).status,
        Some(0)
    );
    assert_eq!(run_with(&BATCH, b"").status, Some(0));
}

#[test]
fn a_line_that_cannot_be_read_costs_only_itself() {
    let mut input = Vec::new();
    for bad in [
        "\u{feff}{}".as_bytes(),
        b"\xff\xfe",
        "[".repeat(1 << 20).as_bytes(),
        format!("\"{}\"", "x".repeat(3 << 20)).as_bytes(),
        b"null",
        br#"{"action":"kms:Decrypt","action":"kms:Decrypt"}"#,
        br#"{"action":"kms:Decrypt","session_policy":{}}"#,
        br#"{"action":"kms:Decrypt","context":{"a":{}}}"#,
        br#"{"checks":[]}"#,
    ] {
        input.extend_from_slice(bad);
        input.push(b'\n');
        input.extend_from_slice(ALLOWED.as_bytes());
        input.push(b'\n');
    }
    let ran = run_with(&BATCH, &input);
    let lines: Vec<serde_json::Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!((lines.len(), ran.status), (18, Some(2)));
    for (index, line) in lines.iter().enumerate() {
        if index % 2 == 0 {
            assert_eq!(line["error"]["line"], index + 1, "{line}");
            assert!(line["error"]["code"].as_str().unwrap().starts_with("RG"));
            assert!(!line["error"]["message"].as_str().unwrap().is_empty());
        } else {
            assert_eq!(line["decision"], "Allow");
        }
    }
}

#[test]
fn nobody_listens() {
    for arguments in [
        &BATCH[..],
        &["explain", "--policy", "readers.json", "--requests", "-"],
    ] {
        let mut child = ramgate(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        // Endless questions, of which one answer is read.
        let asker = thread::spawn(move || while writeln!(stdin, "{ALLOWED}").is_ok() {});
        let mut answer = String::new();
        stdout.read_line(&mut answer).unwrap();
        assert!(answer.contains("Allow"));
        drop(stdout);
        let status = child.wait().unwrap();
        asker.join().unwrap();
        let mut talk = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut talk)
            .unwrap();
        assert_eq!((status.code(), talk.as_str()), (Some(0), ""));
    }
}

#[test]
fn a_closed_pipe_changes_no_status() {
    for (arguments, status) in [
        (
            &[
                "decide",
                "--policy",
                "readers.json",
                "--action",
                "kms:Decrypt",
            ][..],
            1,
        ),
        (
            &[
                "explain",
                "--policy",
                "readers.json",
                "--action",
                "kms:Decrypt",
            ],
            1,
        ),
        (&["check", "faulty.json"], 1),
        (&["test", "failing.json"], 1),
        (&["template", "list"], 0),
        (&["completions", "zsh"], 0),
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = ramgate(arguments)
            .stdin(Stdio::null())
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(status), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}
