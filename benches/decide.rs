//! How long a decision takes: from texts, with handles, and by the reference.
//!
//! From texts, action, resource and context are read anew for each decision; with handles, action
//! and keys were resolved once, as a service does at start-up.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    reason = "a program that measures"
)]

mod workloads;

use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use ramgate::{Action, Compiler, Context, ContextEntry, Decision, Engine, Request, Resource};
use ramgate_testkit::{OwnedRequest, OwnedValues, reference};

use workloads::{MOST_FOR_REFERENCE, SIZES, Workload, generated, seed};

/// A request in the parts that a service has at hand.
struct Parts<'r> {
    action: Action<'r>,
    resource: &'r str,
    entries: Vec<ContextEntry<'r>>,
}

impl<'r> Parts<'r> {
    fn of(request: &'r OwnedRequest) -> Self {
        let entries = request.context.iter().map(|(key, values)| match values {
            OwnedValues::One(value) => {
                ContextEntry::new(ramgate::ContextKey::new(key), value.lend())
            }
            OwnedValues::Many(_) => panic!("workloads have single values"),
        });
        Self {
            action: Action::new(&request.action).expect("a readable action"),
            resource: &request.resource,
            entries: entries.collect(),
        }
    }

    fn resolved(request: &'r OwnedRequest, engine: &Engine) -> Self {
        let parts = Self::of(request);
        let entries = parts.entries.iter();
        Self {
            action: engine.action(parts.action),
            entries: entries
                .map(|entry| ContextEntry::new(engine.key(*entry.key()), *entry.value()))
                .collect(),
            ..parts
        }
    }

    fn decide(&self, engine: &Engine, action: Action<'_>) -> Decision {
        let resource = Resource::new(black_box(self.resource)).expect("a readable resource");
        let context = Context::new(&self.entries).expect("different keys");
        engine.decide(&Request::new(action, resource, context))
    }
}

fn measure(group: &mut BenchmarkGroup<'_, WallTime>, workload: &Workload, with_reference: bool) {
    let image = Compiler::new().compile(&workload.set).expect("an image");
    let engine = Engine::new(image);
    workload.check(&engine);
    group.throughput(Throughput::Elements(workload.requests.len() as u64));
    let texts: Vec<_> = workload.requests.iter().map(Parts::of).collect();
    group.bench_function(format!("{}/texts", workload.name), |bencher| {
        bencher.iter(|| {
            for parts in &texts {
                let action = Action::new(black_box(parts.action.as_str()));
                let _ = black_box(parts.decide(&engine, action.expect("a readable action")));
            }
        });
    });
    let resolved: Vec<_> = workload
        .requests
        .iter()
        .map(|request| Parts::resolved(request, &engine))
        .collect();
    group.bench_function(format!("{}/handles", workload.name), |bencher| {
        bencher.iter(|| {
            for parts in &resolved {
                let _ = black_box(parts.decide(&engine, parts.action));
            }
        });
    });
    if with_reference {
        group.bench_function(format!("{}/reference", workload.name), |bencher| {
            bencher.iter(|| {
                for request in &workload.requests {
                    let decided = request.lend(|request| reference::answer(&workload.set, request));
                    black_box(decided.expect("a readable request"));
                }
            });
        });
    }
}

fn seed_policies(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decide/seed");
    for workload in seed() {
        measure(&mut group, &workload, true);
    }
    group.finish();
}

fn statements(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decide/statements");
    group
        .sample_size(20)
        .measurement_time(Duration::from_secs(3));
    for size in SIZES {
        measure(&mut group, &generated(size), size <= MOST_FOR_REFERENCE);
    }
    group.finish();
}

criterion_group!(benches, seed_policies, statements);
criterion_main!(benches);
