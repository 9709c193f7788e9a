//! Random policies and requests near them, and random stores and calls near them, through the
//! reference and every form of the engine, for as long as asked.
//!
//! ```text
//! cargo run --release -p ramgate --example soak -- --seconds 60 [--seed N]
//! ```
//!
//! Prints what was compared; exits with 1 and a readable case where a form of the engine does not
//! decide as the reference does, or not for the same reason. The same seed draws the same cases;
//! two of three cases are stores.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program of its own, which includes a module of the tests"
)]

mod comparison;
#[path = "../tests/evaluators/mod.rs"]
mod evaluators;

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use ramgate::{CompileError, Mode};
use ramgate_testkit::generate::{self, Dice};

use comparison::stores::{CallCounts, StoreComparison};
use comparison::{Comparison, Counts};

/// Requests drawn for each policy set, and calls for each store.
const REQUESTS: usize = 24;
/// Mismatches that are shown in full.
const SHOWN: u64 = 3;

struct Options {
    time: Duration,
    seed: u64,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let mut options = Self {
            time: Duration::from_mins(1),
            seed: 0,
        };
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or(format!("`{name}` needs a value"))?;
            let number = || {
                let number = value.parse::<u64>();
                number.map_err(|_| format!("`{name}` takes a number, not `{value}`"))
            };
            match name.as_str() {
                "--seconds" => options.time = Duration::from_secs(number()?),
                "--seed" => options.seed = number()?,
                _ => return Err(format!("there is no option `{name}`").into()),
            }
        }
        Ok(options)
    }
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let options = Options::read(std::env::args().skip(1))?;
    let (mut counts, mut calls) = (Counts::default(), CallCounts::default());
    let (start, mut seed) = (Instant::now(), options.seed);
    while start.elapsed() < options.time {
        // Neighbouring seeds give unrelated cases.
        if seed.is_multiple_of(3) {
            policy_set(seed, &mut counts)?;
        } else {
            store(seed, &mut calls)?;
        }
        seed = seed.wrapping_add(1);
    }
    println!("seeds: {} to {}", options.seed, seed.wrapping_sub(1));
    println!("policy sets: {}", counts.policy_sets);
    println!("policies: {}", counts.policies);
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

fn mode(seed: u64) -> Mode {
    if seed.is_multiple_of(2) {
        Mode::Strict
    } else {
        Mode::Import
    }
}

fn policy_set(seed: u64, counts: &mut Counts) -> Result<(), CompileError> {
    let mut dice = Dice::seeded(seed);
    let set = generate::policy_set(&mut dice, mode(seed));
    let comparison = Comparison::new(&set, counts)?;
    for _ in 0..REQUESTS {
        let request = generate::request(&mut dice, &set);
        let before = counts.mismatches;
        show(seed, before, &comparison.ask(&request, counts));
    }
    Ok(())
}

fn store(seed: u64, counts: &mut CallCounts) -> Result<(), CompileError> {
    let (mut dice, mode) = (Dice::seeded(seed), mode(seed));
    let store = generate::store(&mut dice, mode);
    let comparison = StoreComparison::new(&store, counts)?;
    for _ in 0..REQUESTS {
        let call = generate::call(&mut dice, mode, &store);
        let before = counts.mismatches;
        show(seed, before, &comparison.ask(&call, counts));
    }
    Ok(())
}

fn show(seed: u64, before: u64, mismatches: &[String]) {
    for case in mismatches.iter().filter(|_| before < SHOWN) {
        println!("seed {seed}\n{case}\n");
    }
}
