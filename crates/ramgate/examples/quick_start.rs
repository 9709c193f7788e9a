//! The shortest way from a policy to a decision, and the reason for it.
//!
//! ```sh
//! cargo run --release -p ramgate --example quick_start
//! ```

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use ramgate::{Compiler, Context, ContextEntry, DecisionKind, Engine, Failing, PolicySet, Request};

/// A policy as it is written in RAM.
const USE_KEYS: &str = r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"],
      "Resource": "acs:kms:cn-hangzhou:1234567890123456:key/*",
      "Condition": { "IpAddress": { "acs:SourceIp": "192.168.0.0/16" } }
    },
    {
      "Effect": "Deny",
      "Action": "kms:*",
      "Resource": "*",
      "Condition": { "StringEqualsIgnoreCase": { "kms:tag/Stage": "retired" } }
    }
  ]
}"#;

fn main() -> Result<(), Box<dyn Error>> {
    // Parse, compile, keep the engine. All faults of a document come in one error.
    let mut set = PolicySet::new();
    set.parse("use-keys", USE_KEYS)?;
    let engine = Engine::new(Compiler::new().compile(&set)?);

    let request = Request::from_text(
        "kms:Decrypt",
        "acs:kms:cn-hangzhou:1234567890123456:key/key-hzz1",
    )?;
    let inside = [ContextEntry::text("acs:SourceIp", "192.168.1.7")];
    let retired = [
        ContextEntry::text("acs:SourceIp", "192.168.1.7"),
        ContextEntry::text("kms:tag/Stage", "Retired"),
    ];
    let outside = [ContextEntry::text("acs:SourceIp", "203.0.113.9")];

    for (about, entries, expected) in [
        ("from inside", &inside[..], DecisionKind::Allow),
        ("a retired key", &retired, DecisionKind::ExplicitDeny),
        ("from outside", &outside, DecisionKind::ImplicitDeny),
    ] {
        let request = request.with_context(Context::new(entries)?);
        let decision = engine.decide(&request);
        assert_eq!(decision.kind(), expected);
        let by = decision
            .determined_by()
            .and_then(|number| engine.locate(number));
        match by {
            Some((policy, index)) => println!("{about}: {} by {policy}#{index}", decision.kind()),
            None => println!("{about}: {}", decision.kind()),
        }
    }

    // The same question with the whole reason: what holds of each part of each statement.
    let explanation = engine.explain(&request.with_context(Context::new(&outside)?));
    for statement in explanation.statements() {
        let why = match statement.failing() {
            None => "applies".to_owned(),
            Some(Failing::Action) => "its action does not match".to_owned(),
            Some(Failing::Resource) => "its resource does not match".to_owned(),
            Some(Failing::Condition(condition)) => format!(
                "`{}` on `{}` is {:?}",
                condition.operator(),
                condition.key().unwrap_or("?"),
                condition.truth()
            ),
            Some(Failing::UnknownMember) => "it has an unknown member".to_owned(),
            Some(Failing::Principal(_)) => "it is about somebody else".to_owned(),
        };
        println!("  {}#{}: {why}", statement.policy(), statement.index());
    }
    assert!(explanation.statements().iter().all(|s| !s.applies()));
    Ok(())
}
