//! Real policies through import, compiler, reference and every form of the engine.
//!
//! ```text
//! cargo run --release -p ramgate --example corpus -- FILE.jsonl [--requests N]
//! ```
//!
//! Each line is an object with a member `policy` and perhaps a member `kind`: a kind of policy, or
//! `resource` for any policy that is attached to a resource; by default `identity`. What is of a
//! kind whose statements name principals is loaded and not decided. Prints what loaded, what was refused and why, and what was compared; exits with 1 and a
//! readable case where a form of the engine does not decide as the reference does.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program of its own, which includes a module of the tests"
)]

mod comparison;
#[path = "../tests/evaluators/mod.rs"]
mod evaluators;

use std::error::Error;
use std::fs;
use std::process::ExitCode;

use ramgate::PolicySet;
use ramgate_syntax::json::{self, Member, Node};
use ramgate_syntax::{Limits, Mode, Policy, PolicyKind, ReadOptions, read_policy};
use ramgate_testkit::generate::{self, Dice};

use comparison::{Comparison, Counts};

/// Requests drawn for each policy, unless asked for otherwise.
const REQUESTS: usize = 200;
/// Mismatches that are shown in full.
const SHOWN: u64 = 3;

#[derive(Default)]
struct Report {
    loaded: u64,
    with_warnings: u64,
    /// Loaded, but of a kind that is not decided for one caller.
    set_aside: u64,
    refused: u64,
    counts: Counts,
}

/// A document of the corpus.
struct Line {
    id: String,
    kind: PolicyKind,
    policy: String,
}

impl Line {
    fn read(text: &str) -> Result<Self, Box<dyn Error>> {
        let nesting = Limits::default().nesting();
        // One level more than the policy alone.
        let limits = Limits::default().with_nesting(nesting + 1);
        let node = json::read(text.as_bytes(), &limits)?;
        let policy = node.member("policy").ok_or("no member `policy`")?;
        let kind = match text_of(&node, "kind") {
            None | Some("unknown") => PolicyKind::Identity,
            // Policies of keys are the closest to those of other resources.
            Some("resource") => PolicyKind::Key,
            Some(name) => {
                PolicyKind::from_name(name).ok_or(format!("there is no kind `{name}`"))?
            }
        };
        let span = policy.value.span.range();
        Ok(Self {
            id: text_of(&node, "id").unwrap_or_default().to_owned(),
            kind,
            policy: text.get(span).unwrap_or_default().to_owned(),
        })
    }
}

fn text_of<'n>(node: &'n Node<'_>, name: &str) -> Option<&'n str> {
    node.member(name)
        .and_then(|Member { value, .. }| value.as_str())
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("which file of JSON lines?")?;
    let requests = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => REQUESTS,
        (Some("--requests"), Some(number)) => number.parse()?,
        _ => return Err("the only option is `--requests N`".into()),
    };
    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let mut report = Report::default();
    for (number, line) in (1..).zip(text.lines()) {
        match Line::read(line) {
            Ok(line) => report.document(number, &line, requests)?,
            Err(error) => {
                report.refused += 1;
                println!("line {number} is refused:\n{error}");
            }
        }
    }
    let Report { counts, .. } = &report;
    println!(
        "documents: {} loaded ({} with warnings), {} refused",
        report.loaded, report.with_warnings, report.refused
    );
    println!("loaded and not decided, by kind: {}", report.set_aside);
    println!("policies decided on: {}", counts.policies);
    println!("statements: {}", counts.statements);
    println!("requests: {} ({})", counts.requests, counts.kinds());
    println!("decisions compared: {}", counts.decisions);
    println!("mismatches: {}", counts.mismatches);
    Ok(if counts.mismatches == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Report {
    fn document(
        &mut self,
        number: u64,
        line: &Line,
        requests: usize,
    ) -> Result<(), Box<dyn Error>> {
        let options = ReadOptions::new(Mode::Import);
        match read_policy(&line.policy, line.kind, &options) {
            Err(diagnostics) => {
                self.refused += 1;
                println!(
                    "line {number} ({}, {}) is refused:\n{diagnostics}",
                    line.id,
                    line.kind.name()
                );
                Ok(())
            }
            Ok(read) => {
                self.loaded += 1;
                self.with_warnings += u64::from(!read.warnings.is_empty());
                self.compare(number, read.value, requests)
            }
        }
    }

    fn compare(
        &mut self,
        number: u64,
        policy: Policy,
        requests: usize,
    ) -> Result<(), Box<dyn Error>> {
        if policy.kind.has_principal() {
            self.set_aside += 1;
            return Ok(());
        }
        let mut set = PolicySet::new();
        set.add("policy", policy)?;
        let comparison = Comparison::new(&set, &mut self.counts)?;
        let mut dice = Dice::seeded(number);
        for _ in 0..requests {
            let request = generate::request(&mut dice, &set);
            let before = self.counts.mismatches;
            for case in comparison.ask(&request, &mut self.counts) {
                if before < SHOWN {
                    println!("line {number}\n{case}\n");
                }
            }
        }
        Ok(())
    }
}
