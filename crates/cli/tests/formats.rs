//! What programs read: JSON and SARIF.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up fails"
)]

mod support;

use serde_json::Value;
use support::run;

fn objects(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn findings_are_one_a_line() {
    let ran = run(&[
        "check",
        "faulty.json",
        "missing.json",
        "doubtful.json",
        "--format",
        "json",
    ]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.err.contains("missing.json"));
    let findings = objects(&ran.out);
    let codes: Vec<_> = findings
        .iter()
        .map(|finding| finding["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes[..3], ["RG202", "RG306", "RG402"]);
    assert_eq!(findings[0]["file"], "faulty.json");
    assert_eq!(findings[0]["line"], 5);
    assert_eq!(findings[0]["column"], 17);
    assert_eq!(findings[0]["end"]["column"], 24);
    assert_eq!(findings[0]["severity"], "error");
    assert_eq!(findings[0]["message"], "there is no effect `\"allow\"`");
    assert_eq!(findings[0]["path"], "Statement[0].Effect");
    assert_eq!(findings.last().unwrap()["file"], "doubtful.json");
}

#[test]
fn severities_and_levels() {
    let import = ["check", "doubtful.json", "--import", "--format", "json"];
    let ran = run(&import);
    assert_eq!(ran.status, Some(0));
    let findings = objects(&ran.out);
    assert_eq!(findings.len(), 2);
    assert!(
        findings
            .iter()
            .all(|finding| finding["severity"] == "warning")
    );
    let denied = run(&[&import[..], &["--deny-level", "warning"]].concat());
    assert_eq!((denied.status, denied.out), (Some(1), ran.out));
    assert_eq!(run(&["check", "doubtful.json"]).status, Some(1));
}

#[test]
fn findings_as_sarif() {
    let ran = run(&["check", "faulty.json", "doubtful.json", "--format", "sarif"]);
    assert_eq!((ran.status, ran.err.as_str()), (Some(1), ""));
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["version"], "2.1.0");
    let run_of = &document["runs"][0];
    assert_eq!(run_of["tool"]["driver"]["name"], "ramgate");
    assert_eq!(run_of["columnKind"], "unicodeCodePoints");
    assert_eq!(run_of["invocations"][0]["executionSuccessful"], true);
    let results = run_of["results"].as_array().unwrap();
    assert!(results.len() > 3);
    for result in results {
        let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(
            run_of["tool"]["driver"]["rules"][rule]["id"],
            result["ruleId"]
        );
        assert_eq!(result["level"], "error");
        assert!(result["message"]["text"].is_string());
    }
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "faulty.json");
    assert_eq!(place["region"]["startLine"], 5);
    assert_eq!(place["region"]["startColumn"], 17);
    // Without findings it is a document all the same; a file that cannot be read shows in it.
    let ran = run(&["check", "apollo.json", "missing.json", "--format", "sarif"]);
    assert_eq!(ran.status, Some(2));
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["runs"][0]["results"], Value::Array(Vec::new()));
    assert_eq!(
        document["runs"][0]["invocations"][0]["executionSuccessful"],
        false
    );
}

#[test]
fn suites_are_one_a_line() {
    let ran = run(&["test", "failing.json", "suite.json", "--format", "json"]);
    assert_eq!((ran.status, ran.err.as_str()), (Some(1), ""));
    let suites = objects(&ran.out);
    assert_eq!(suites.len(), 2);
    assert_eq!(suites[0]["file"], "failing.json");
    let failures = suites[0]["failures"].as_array().unwrap();
    assert_eq!(failures.len(), 2);
    assert_eq!(failures[0]["name"], "a reader encrypts");
    assert_eq!(failures[0]["explanation"]["decision"], "ImplicitDeny");
    assert_eq!(
        failures[0]["explanation"]["statements"][0]["failing"],
        "action"
    );
    assert_eq!(failures[1]["name"], "what loads");
    assert_eq!(suites[1]["failures"], Value::Array(Vec::new()));
    assert_eq!(
        (&suites[1]["cases"], &suites[1]["refused"]),
        (&2.into(), &1.into())
    );
}

#[test]
fn an_explanation_extends_a_decision() {
    let asked = [
        "--policy",
        "readers.json",
        "apollo.json",
        "--requests",
        "requests.ndjson",
    ];
    let json = ["--format", "json"];
    let decided = objects(&run(&[&["decide"][..], &asked, &json].concat()).out);
    let explained = objects(&run(&[&["explain"][..], &asked, &json].concat()).out);
    assert_eq!(decided.len(), explained.len());
    for (decision, explanation) in decided.iter().zip(&explained) {
        assert_eq!(decision["decision"], explanation["decision"]);
        assert_eq!(decision["stage"], explanation["stage"]);
        assert_eq!(
            decision["determined_by"][0],
            explanation["determined_by"][0]
        );
        assert_eq!(decision["error"], explanation["error"]);
    }
    let statements = explained[1]["statements"].as_array().unwrap();
    assert_eq!(statements.len(), 3);
    assert_eq!(statements[2]["id"], "readers#1");
    assert_eq!(statements[2]["sid"], "NotFromOutside");
    assert_eq!(statements[2]["applies"], true);
    assert_eq!(statements[2]["conditions"][0]["operator"], "NotIpAddress");
    assert_eq!(statements[2]["conditions"][0]["expected"][0], "10.0.0.0/8");
    assert_eq!(statements[2]["conditions"][0]["actual"][0], "192.168.0.1");
    assert_eq!(statements[0]["conditions"][0]["actual"], Value::Null);
    // The check that decided is the first that is not allowed.
    assert_eq!(explained[4]["check"]["index"], 0);
    assert_eq!(explained[4]["check"]["of"], 2);
    assert_eq!(explained[4]["check"]["action"], "kms:ListKeys");
}

#[test]
fn templates_are_policies() {
    let templates = objects(&run(&["template", "list", "--format", "json"]).out);
    assert_eq!(templates.len(), 12);
    for template in &templates {
        let name = template["name"].as_str().unwrap();
        let mut arguments = vec!["template".to_owned(), "render".to_owned(), name.to_owned()];
        for parameter in template["parameters"].as_array().unwrap() {
            for value in parameter["example"].as_array().unwrap() {
                arguments.push(format!("--{}", parameter["name"].as_str().unwrap()));
                arguments.push(value.as_str().unwrap().to_owned());
            }
        }
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        let rendered = run(&arguments);
        assert_eq!(rendered.status, Some(0), "{name}: {}", rendered.err);
        let checked = support::run_with(&["check", "-"], rendered.out.as_bytes());
        assert_eq!(checked.status, Some(0), "{name}: {}", checked.out);
    }
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = run(&["completions", shell]);
        assert_eq!(ran.status, Some(0), "{shell}");
        assert!(
            ran.out.contains("explain") && ran.out.contains("allowed-region"),
            "{shell}"
        );
    }
    for shell in ["bash", "zsh"] {
        let ran = run(&["completions", shell]);
        assert!(ran.out.contains("retrieve-secret-value"), "{shell}");
    }
    assert_eq!(run(&["completions", "abacus"]).status, Some(2));
}

#[test]
fn data_is_printed_byte_by_byte() {
    let folder = tempfile::tempdir().unwrap();
    let suite = folder.path().join("suite.json");
    let about = "\u{7f}\u{9b}31m\u{202e}";
    std::fs::write(
        &suite,
        format!(r#"{{ "about": "{about}", "refused": [{{ "name": "a", "document": "{{}}" }}] }}"#),
    )
    .unwrap();
    let ran = run(&["test", support::text(&suite), "--format", "json"]);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    assert_eq!(objects(&ran.out)[0]["about"], about);
}
