//! How long compiling takes: the example policies together, sets of any size, and policies that
//! are made to be costly.

#![allow(missing_docs, clippy::expect_used, reason = "a program that measures")]

mod workloads;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ramgate::{Compiler, Engine, PolicySet};

use workloads::{SIZES, all_seed_policies, generated, hostile, seed};

fn compile(set: &PolicySet) -> ramgate::Image {
    Compiler::new().compile(set).expect("an image")
}

fn seed_policies(criterion: &mut Criterion) {
    let set = all_seed_policies();
    let engine = Engine::new(compile(&set));
    for workload in seed()
        .iter()
        .filter(|workload| workload.set.len() == set.len())
    {
        workload.check(&engine);
    }
    criterion.bench_function("compile/seed", |bencher| {
        bencher.iter(|| compile(black_box(&set)));
    });
}

fn statements(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile/statements");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(5));
    for size in SIZES {
        let workload = generated(size);
        workload.check(&Engine::new(compile(&workload.set)));
        group.throughput(Throughput::Elements(size as u64));
        group.bench_function(&workload.name, |bencher| {
            bencher.iter(|| compile(black_box(&workload.set)));
        });
    }
    group.finish();
}

fn hostile_policies(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile/hostile");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(5));
    for (name, set) in hostile() {
        group.bench_function(name, |bencher| bencher.iter(|| compile(black_box(&set))));
    }
    group.finish();
}

criterion_group!(benches, seed_policies, statements, hostile_policies);
criterion_main!(benches);
