//! Changing policies under load: readers decide without waiting while a writer puts new engines in
//! place. Each request sees one version of the policies from start to end.
//!
//! ```sh
//! cargo run --release -p ramgate --example swap_policies
//! ```

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use arc_swap::ArcSwap;
use ramgate::{Action, Compiler, Context, DecisionKind, Engine, PolicySet, Request, Resource};

const READERS: usize = 3;
const VERSIONS: usize = 200;

/// One version of the policies, with the handles that belong to its engine.
struct Version {
    number: usize,
    engine: Engine,
    decrypt: Action<'static>,
}

impl Version {
    /// The version whose policy allows the key of its number and forbids the next.
    fn compile(number: usize) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let document = format!(
            r#"{{ "Version": "1", "Statement": [
                {{ "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "{}" }},
                {{ "Effect": "Deny", "Action": "kms:*", "Resource": "{}" }} ] }}"#,
            key(number),
            key(number + 1),
        );
        let mut set = PolicySet::new();
        set.parse("current", document)?;
        let engine = Engine::new(Compiler::new().compile(&set)?);
        let decrypt = engine.action(Action::new("kms:Decrypt")?);
        Ok(Self {
            number,
            engine,
            decrypt,
        })
    }

    fn decide(&self, resource: &str) -> Result<DecisionKind, ramgate::ReadError> {
        let request = Request::new(self.decrypt, Resource::new(resource)?, Context::EMPTY);
        Ok(self.engine.decide(&request).kind())
    }
}

fn key(number: usize) -> String {
    format!("acs:kms:cn-hangzhou:1234567890123456:key/key-{number}")
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let current = ArcSwap::from_pointee(Version::compile(0)?);
    let finished = AtomicBool::new(false);
    let start = Barrier::new(READERS + 1);
    let seen = thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|_| scope.spawn(|| read(&current, &finished, &start)))
            .collect();
        start.wait();
        let written = write(&current);
        finished.store(true, Ordering::Release);
        let seen: Result<Vec<Seen>, _> = readers
            .into_iter()
            .map(|reader| reader.join().map_err(|_| "a reader gave up")?)
            .collect();
        written.and(seen)
    })?;
    for (reader, seen) in seen.iter().enumerate() {
        println!(
            "reader {reader}: {} decisions over {} versions",
            seen.decisions, seen.versions
        );
        assert_eq!(seen.last, VERSIONS);
    }
    Ok(())
}

/// Compiles every further version and puts it in place. The old engine lives until the last reader
/// that holds it is done.
fn write(current: &ArcSwap<Version>) -> Result<(), Box<dyn Error + Send + Sync>> {
    for number in 1..=VERSIONS {
        // Compile first, swap then: a version that does not compile never goes into service.
        current.store(Arc::new(Version::compile(number)?));
        thread::yield_now();
    }
    Ok(())
}

/// What a reader has seen.
struct Seen {
    decisions: u64,
    versions: u64,
    last: usize,
}

fn read(
    current: &ArcSwap<Version>,
    finished: &AtomicBool,
    start: &Barrier,
) -> Result<Seen, Box<dyn Error + Send + Sync>> {
    start.wait();
    let mut seen = Seen {
        decisions: 0,
        versions: 0,
        last: usize::MAX,
    };
    loop {
        let last_round = finished.load(Ordering::Acquire);
        // One load for one request, however many decisions it takes.
        let version = current.load();
        let number = version.number;
        assert_eq!(version.decide(&key(number))?, DecisionKind::Allow);
        assert_eq!(
            version.decide(&key(number + 1))?,
            DecisionKind::ExplicitDeny
        );
        assert_eq!(
            version.decide(&key(number + 2))?,
            DecisionKind::ImplicitDeny
        );
        seen.decisions += 3;
        if seen.last != number {
            assert!(seen.last == usize::MAX || seen.last < number);
            seen.versions += 1;
            seen.last = number;
        }
        if last_round {
            return Ok(seen);
        }
    }
}
