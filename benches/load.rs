//! How long taking an image from its bytes takes, which checks all of them.

#![allow(missing_docs, clippy::expect_used, reason = "a program that measures")]

mod workloads;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ramgate::{Compiler, Engine, Image};

use workloads::{SIZES, generated};

fn load(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("load/statements");
    group.sample_size(20);
    for size in SIZES {
        let workload = generated(size);
        let image = Compiler::new().compile(&workload.set).expect("an image");
        let bytes: Arc<[u8]> = Arc::from(image.as_bytes());
        let taken = Image::from_bytes(Arc::clone(&bytes)).expect("an image");
        workload.check(&Engine::new(taken));
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(&workload.name, |bencher| {
            bencher.iter(|| Image::from_bytes(Arc::clone(black_box(&bytes))));
        });
    }
    group.finish();
}

criterion_group!(benches, load);
criterion_main!(benches);
