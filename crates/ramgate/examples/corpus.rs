//! Real policies through import, compiler, reference and every form of the engine.
//!
//! ```text
//! cargo run --release -p ramgate --example corpus -- FILE.jsonl [--requests N]
//! ```
//!
//! Each line is an object with a member `policy` and perhaps a member `kind`: a kind of policy, or
//! `resource` for any policy that is attached to a resource; by default `identity`. Identity,
//! session and control policies are decided by themselves; a policy whose statements name principals
//! in a store, as the trust policy of a role or the policy of a key, on calls by whom it names and
//! by others. Prints what loaded, what was refused and why, and what was compared; exits with 1 and
//! a readable case where a form of the engine does not decide as the reference does.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program of its own, which includes a module of the tests"
)]

mod comparison;
#[path = "../tests/evaluators/mod.rs"]
mod evaluators;

use std::collections::BTreeSet;
use std::error::Error;
use std::process::ExitCode;
use std::{fs, iter};

use ramgate::store::{Holder, Scope};
use ramgate::{Arn, PolicySet, Store, StoreError};
use ramgate_syntax::json::{self, Member, Node};
use ramgate_syntax::tree::PrincipalElement;
use ramgate_syntax::{Limits, Mode, Policy, PolicyKind, ReadOptions, read_policy};
use ramgate_testkit::generate::{self, Dice};

use comparison::stores::{CallCounts, StoreComparison};
use comparison::{Comparison, Counts};

/// Requests drawn for each policy, unless asked for otherwise.
const REQUESTS: usize = 200;
/// Mismatches that are shown in full.
const SHOWN: u64 = 3;

#[derive(Default)]
struct Report {
    loaded: u64,
    with_warnings: u64,
    refused: u64,
    counts: Counts,
    calls: CallCounts,
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
    let Report { counts, calls, .. } = &report;
    println!(
        "documents: {} loaded ({} with warnings), {} refused",
        report.loaded, report.with_warnings, report.refused
    );
    println!("policies decided on: {}", counts.policies);
    println!("statements: {}", counts.statements);
    println!("requests: {} ({})", counts.requests, counts.kinds());
    println!("decisions compared: {}", counts.decisions);
    println!("mismatches: {}", counts.mismatches);
    println!("{calls}");
    Ok(if counts.mismatches == 0 && calls.mismatches == 0 {
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
            return self.compare_in_stores(number, &policy, requests);
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

    /// In a store of an account that the policy need not name, and of one that it does.
    fn compare_in_stores(
        &mut self,
        number: u64,
        policy: &Policy,
        requests: usize,
    ) -> Result<(), Box<dyn Error>> {
        let named = accounts_named(policy);
        for owner in iter::once("1").chain(named.first().map(String::as_str)) {
            let store = store(owner, &named, policy)?;
            let comparison = StoreComparison::new(&store, &mut self.calls)?;
            let mut dice = Dice::seeded(number);
            for _ in 0..requests {
                let call = generate::call(&mut dice, Mode::Import, &store);
                let before = self.calls.mismatches;
                for case in comparison.ask(&call, &mut self.calls) {
                    if before < SHOWN {
                        println!("line {number}\n{case}\n");
                    }
                }
            }
        }
        Ok(())
    }
}

/// The accounts of whom a policy names, where they can be those of a store.
fn accounts_named(policy: &Policy) -> Vec<String> {
    let mut accounts = BTreeSet::new();
    for statement in &policy.statements {
        let Some(PrincipalElement::Groups(groups)) = &statement.principal else {
            continue;
        };
        let entries = groups.iter().flat_map(|group| group.entries.items());
        for entry in entries.filter_map(|entry| entry.text.as_deref()) {
            let arn = Arn::new(entry).ok();
            let account = arn.map(|arn| arn.account()).unwrap_or_default();
            if Store::new().add_account(account).is_ok() {
                accounts.insert(account.to_owned());
            }
        }
    }
    accounts.into_iter().collect()
}

/// A store in which the policy is in its place, with callers who may do anything and callers who
/// may do nothing.
fn store(owner: &str, accounts: &[String], policy: &Policy) -> Result<Store, StoreError> {
    let mut store = Store::new();
    for id in iter::once(owner).chain(accounts.iter().map(String::as_str)) {
        // The owner may be named too.
        if store.account(id).is_some() {
            continue;
        }
        store.add_user(id, "admin")?;
        store.add_user(id, "nobody")?;
        store.add_role(id, "app")?;
        let everything = "AdministratorAccess";
        store.attach(id, Holder::User("admin"), everything, Scope::Account)?;
        store.attach(id, Holder::Role("app"), everything, Scope::Account)?;
    }
    if policy.kind == PolicyKind::Trust {
        store.set_trust_document(owner, "app", policy.clone())?;
    } else {
        let key = format!("acs:kms:r1:{owner}:key/a");
        store.add_resource(&key)?;
        store.set_resource_document(&key, policy.clone())?;
    }
    Ok(store)
}
