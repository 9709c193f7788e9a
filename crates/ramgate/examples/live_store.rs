//! A store that changes while calls are decided on it: readers decide without waiting, a writer
//! publishes one version after the other, and a change that is refused leaves the last one in force.
//!
//! ```sh
//! cargo run --release -p ramgate --example live_store
//! ```

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use ramgate::store::{Holder, Scope, Target};
use ramgate::{
    Authorizer, Call, Compiler, DecisionKind, Limits, LiveAuthorizer, Mode, NoFiles, Policy,
    PolicyKind, Principal, ReadError, ReadOptions, Request, Store, read_policy, read_store,
};

type Failure = Box<dyn Error + Send + Sync>;

const READERS: usize = 3;
const VERSIONS: usize = 200;

const ALICE: &str = "acs:ram::1234567890123456:user/alice";
const KEY: &str = "acs:kms:cn-hangzhou:1234567890123456:key/key-hzz1";
/// Alice may do one of these at a time.
const BY_TURNS: [&str; 2] = ["kms:Encrypt", "kms:Decrypt"];

const STORE: &str = r#"{
  "policies": {
    "by-turns": { "document": { "Version": "1", "Statement": [
      { "Effect": "Allow", "Action": "kms:Encrypt", "Resource": "acs:kms:*:*:key/*" } ] } }
  },
  "accounts": {
    "1234567890123456": {
      "users": { "alice": { "groups": ["developers"] } },
      "groups": { "developers": { "policies": ["by-turns"] } }
    }
  },
  "resource_directory": {
    "root": { "folders": { "prod": { "accounts": { "1234567890123456": {} } } } }
  }
}"#;

fn main() -> Result<(), Failure> {
    let mut store = read_store(STORE, &Limits::default(), None, &mut NoFiles)?.value;
    let live = LiveAuthorizer::new(Compiler::new(), &store)?;

    let finished = AtomicBool::new(false);
    let start = Barrier::new(READERS + 1);
    let seen = thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|_| scope.spawn(|| read(&live, &finished, &start)))
            .collect();
        start.wait();
        let written = write(&live, &mut store);
        finished.store(true, Ordering::Release);
        let seen: Result<Vec<Seen>, _> = readers
            .into_iter()
            .map(|reader| reader.join().map_err(|_| "a reader gave up")?)
            .collect();
        written.and(seen)
    })?;
    for (reader, seen) in seen.iter().enumerate() {
        println!(
            "reader {reader}: {} decisions, {} changes seen",
            seen.decisions, seen.changes
        );
        assert_eq!(seen.last, Some(turn(VERSIONS)));
    }

    refused(&live, &mut store)?;
    guard_rail(&live, &mut store)
}

/// What Alice may do in a version.
fn turn(version: usize) -> &'static str {
    BY_TURNS.into_iter().cycle().nth(version).unwrap_or("")
}

fn policy(effect: &str, action: &str) -> Result<Policy, Failure> {
    let text = format!(
        r#"{{ "Version": "1", "Statement": [
            {{ "Effect": "{effect}", "Action": "{action}", "Resource": "acs:kms:*:*:key/*" }} ] }}"#
    );
    let options = ReadOptions::new(Mode::Strict);
    Ok(read_policy(text, PolicyKind::Identity, &options)?.value)
}

/// Publishes every further version. Each changes one policy, so one policy is compiled.
fn write(live: &LiveAuthorizer, store: &mut Store) -> Result<(), Failure> {
    for version in 1..=VERSIONS {
        store.put_policy("by-turns", policy("Allow", turn(version))?)?;
        live.publish(store)?;
        thread::yield_now();
    }
    Ok(())
}

/// What a reader has seen.
struct Seen {
    decisions: u64,
    changes: u64,
    last: Option<&'static str>,
}

fn read(live: &LiveAuthorizer, finished: &AtomicBool, start: &Barrier) -> Result<Seen, Failure> {
    start.wait();
    let mut seen = Seen {
        decisions: 0,
        changes: 0,
        last: None,
    };
    loop {
        let last_round = finished.load(Ordering::Acquire);
        let allowed = allowed(&live.current())?;
        // Both decisions are of one version, in which it is one of the two.
        let [one] = allowed[..] else {
            return Err(format!("allowed: {allowed:?}").into());
        };
        seen.decisions += 2;
        if seen.last != Some(one) {
            seen.changes += u64::from(seen.last.is_some());
            seen.last = Some(one);
        }
        if last_round {
            return Ok(seen);
        }
    }
}

/// What Alice may do, of the two.
fn allowed(authorizer: &Authorizer) -> Result<Vec<&'static str>, ReadError> {
    let call = Call::new(Principal::new(ALICE)?);
    let mut allowed = Vec::new();
    for action in BY_TURNS {
        let request = Request::from_text(action, KEY)?;
        if authorizer.decide(&call, &request).is_allowed() {
            allowed.push(action);
        }
    }
    Ok(allowed)
}

/// Changes that are refused where they are made. None of them reaches a reader.
fn refused(live: &LiveAuthorizer, store: &mut Store) -> Result<(), Failure> {
    // A policy that does not load never gets into the store.
    let Err(error) = policy("allow", "kms:*") else {
        return Err("an effect in lower case was read".into());
    };
    println!("refused: {error}");

    // Nor is a name that nobody declared attached to anyone.
    let devs = Holder::Group("developers");
    let attached = store.attach("1234567890123456", devs, "by-turn", Scope::Account);
    let Err(error) = attached else {
        return Err("a policy was attached that there is none of".into());
    };
    println!("refused: {error}");

    // The store is as it was before each of them, so publishing it changes nothing.
    live.publish(store)?;
    assert_eq!(allowed(&live.current())?, [turn(VERSIONS)]);
    Ok(())
}

/// A Deny for a whole folder: in force with the next version that is asked for, while whoever holds
/// the last one finishes with it.
fn guard_rail(live: &LiveAuthorizer, store: &mut Store) -> Result<(), Failure> {
    let before = live.current();
    store.put_policy("no-keys", policy("Deny", "kms:*")?)?;
    let prod = Target::Folder("prod");
    store.set_control_policies(prod, &["FullAliyunAccess", "no-keys"])?;
    live.publish(store)?;

    let call = Call::new(Principal::new(ALICE)?);
    let request = Request::from_text(turn(VERSIONS), KEY)?;
    assert!(before.decide(&call, &request).is_allowed());
    let current = live.current();
    let decision = current.decide(&call, &request);
    assert_eq!(decision.kind(), DecisionKind::ExplicitDeny);
    let (Some((policy, index)), Some(origin)) = (current.locate(&decision), decision.origin())
    else {
        return Err("a Deny without a statement".into());
    };
    let attachment = current.attachment(&call, origin);
    println!(
        "now: {} by {policy}#{index}, attached to {attachment}",
        decision.kind()
    );
    assert_eq!(attachment.to_string(), "folder prod");
    Ok(())
}
