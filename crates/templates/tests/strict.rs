//! What the templates render loads in strict mode, with every limit.
//!
//! Must not know how a document is read.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot read its data has failed"
)]

use ramgate_syntax::{Policy, PolicyKind, ReadOptions, read_policy};
use ramgate_templates::{Parameters, find, templates};

/// The policy that a template renders, read strictly.
fn load(template: &str, values: &Parameters) -> Policy {
    let text = find(template).unwrap().render(values).unwrap();
    let read = read_policy(&text, PolicyKind::Identity, &ReadOptions::default());
    read.unwrap_or_else(|diagnostics| panic!("{template}: {diagnostics}\n{text}"))
        .value
}

#[test]
fn examples() {
    for template in templates() {
        let policy = load(template.name(), &template.example());
        let two = ["retrieve-secret-value", "restrict-instance-regions"];
        let expected = if two.contains(&template.name()) { 2 } else { 1 };
        assert_eq!(policy.statements.len(), expected, "{}", template.name());
    }
}

#[test]
fn values_at_the_border_of_their_forms() {
    let long = "x".repeat(128);
    let values = Parameters::new()
        .with("region", "*")
        .with("account", "*")
        .with("tag-key", "a/b\\c_d.e+f=g:h@i-j")
        .with("tag-value", long.as_str())
        .with("tag-value", "\\");
    assert_eq!(load("use-keys-by-tag", &values).statements.len(), 1);

    let values = Parameters::new()
        .with("region", "*")
        .with("account", "1")
        .with("secret-name", "n".repeat(192))
        .with("key-id", "k");
    assert_eq!(load("retrieve-secret-value", &values).statements.len(), 2);

    let addresses = [
        "0.0.0.0/0",
        "10.1.2.3/8",
        "::/0",
        "::ffff:10.0.0.1",
        "2001:DB8::1/127",
    ];
    let values: Parameters = addresses.iter().map(|value| ("address", *value)).collect();
    assert_eq!(load("full-access-by-address", &values).statements.len(), 1);
}

#[test]
fn the_longest_policy_that_is_rendered() {
    let template = find("restrict-instance-regions").unwrap();
    let values = |count| {
        (0..count)
            .map(|_| ("allowed-region", "r"))
            .collect::<Parameters>()
    };
    let most = (1..2000)
        .take_while(|count| template.render(&values(*count)).is_ok())
        .last()
        .unwrap();
    assert!(most > 100);
    assert_eq!(load(template.name(), &values(most)).statements.len(), 2);
}
