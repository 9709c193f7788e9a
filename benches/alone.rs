//! Deciding for one of 100,000 principals against deciding for the same principal when it is alone
//! in a store, in one run.
//!
//! Twice: each caller asks again and again, so that what it needs is in the caches; and the callers
//! ask in turn, so that little is. Prints times and ratios. Everything that was read from text before a service decides has been
//! read; only the decisions are timed.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a program that measures"
)]

mod workloads;

use std::hint::black_box;
use std::time::Instant;

use ramgate::{Authorizer, Request, Store, StoreCompiler};
use ramgate_testkit::OwnedCall;
use ramgate_testkit::population::Population;

use workloads::region::{Asked, Region, alone, calls, is_smoke};

/// How much is measured.
struct Plan {
    /// Of the callers, every so many is measured by itself as well, in the region and alone.
    every: usize,
    /// How often such a caller asks before the next one does.
    repeats: usize,
    rounds: usize,
    /// The most that deciding for one of many may take, by what it takes alone.
    most: f64,
}

const FULL: Plan = Plan {
    every: 8,
    repeats: 20,
    rounds: 25,
    most: 1.5,
};

/// Once through, in a build that is not optimised and on a machine that may be busy.
const SMOKE: Plan = Plan {
    every: 16,
    repeats: 10,
    rounds: 5,
    most: 4.0,
};

/// A caller that is measured by itself.
struct Single<'a> {
    asked: &'a Asked<'a>,
    request: Request<'a>,
    alone: Authorizer,
}

fn main() {
    // The other programs take names of benchmarks; this one has one.
    let mut names = std::env::args()
        .skip(1)
        .filter(|name| !name.starts_with('-'));
    if names.next().is_some_and(|name| !"alone".contains(&name)) {
        return;
    }
    let plan = if is_smoke() { SMOKE } else { FULL };
    let of = Region::new(is_smoke());
    let store = of.population.store().expect("a store");
    let region = authorizer(&store);
    let calls = calls(&of.population, of.callers);
    of.check(&store, &region, &calls);

    let asked = Asked::all(&calls);
    let requests: Vec<_> = asked.iter().map(Asked::request).collect();
    let singles: Vec<_> = (0..calls.len())
        .step_by(plan.every)
        .map(|at| single(&store, &region, &calls[at], &asked[at], requests[at]))
        .collect();

    let mut times = [const { Vec::new() }; 4];
    for _ in 0..plan.rounds {
        let figures = [
            by_themselves(&singles, plan.repeats, |single| &single.alone),
            by_themselves(&singles, plan.repeats, |_| &region),
            by_themselves(&singles, 1, |single| &single.alone),
            in_turn(&region, &asked, &requests),
        ];
        for (times, figure) in times.iter_mut().zip(figures) {
            times.push(figure);
        }
    }
    let [alone, one, alone_in_turn, in_turn] = times.map(median);
    let Population {
        principals, keys, ..
    } = of.population;
    println!("principals: {principals}, keys: {keys}; nanoseconds a decision");
    println!(
        "{} callers, each again and again: {alone:.0} alone, {one:.0} among all, {:.2} times",
        singles.len(),
        one / alone
    );
    println!(
        "{} callers in turn: {alone_in_turn:.0} each alone; {} in turn: {in_turn:.0} among all, \
         {:.2} times",
        singles.len(),
        calls.len(),
        in_turn / alone_in_turn
    );
    println!(
        "in turn among all against again and again alone: {:.2} times",
        in_turn / alone
    );
    assert!(one / alone <= plan.most, "more than {} times", plan.most);
}

fn authorizer(store: &Store) -> Authorizer {
    Authorizer::new(StoreCompiler::default().compile(store).expect("an image"))
}

/// # Panics
/// When the caller is not decided for as it is in the region.
fn single<'a>(
    region: &Store,
    authorizer_of_region: &Authorizer,
    call: &OwnedCall,
    asked: &'a Asked<'a>,
    request: Request<'a>,
) -> Single<'a> {
    let alone = authorizer(&alone(region, call));
    let here = alone.decide(&asked.call, &request);
    let there = authorizer_of_region.decide(&asked.call, &request);
    assert_eq!((here.kind(), here.stage()), (there.kind(), there.stage()));
    Single {
        asked,
        request,
        alone,
    }
}

/// Nanoseconds a decision, where each caller asks so many times before the next one does.
fn by_themselves<'a>(
    singles: &'a [Single<'a>],
    repeats: usize,
    of: impl Fn(&'a Single<'a>) -> &'a Authorizer,
) -> f64 {
    let start = Instant::now();
    for single in singles {
        let authorizer = of(single);
        for _ in 0..repeats {
            let call = black_box(&single.asked.call);
            let _ = black_box(authorizer.decide(call, black_box(&single.request)));
        }
    }
    start.elapsed().as_nanos() as f64 / (singles.len() * repeats) as f64
}

/// Nanoseconds a decision, where everybody asks once.
fn in_turn(region: &Authorizer, asked: &[Asked<'_>], requests: &[Request<'_>]) -> f64 {
    let start = Instant::now();
    for (asked, request) in asked.iter().zip(requests) {
        let _ = black_box(region.decide(black_box(&asked.call), black_box(request)));
    }
    start.elapsed().as_nanos() as f64 / asked.len() as f64
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
