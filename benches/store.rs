//! What a store costs: compiling and loading one of the size of a cloud region, publishing changes
//! of it, deciding calls through the stages of the flow, and session policies.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a program that measures"
)]

mod workloads;

use std::cell::RefCell;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use ramgate::store::{Holder, Scope};
use ramgate::{
    Authorizer, Compiler, KeyRegistry, LiveAuthorizer, Store, StoreCompiler, StoreImage,
};
use ramgate_testkit::OwnedCall;
use ramgate_testkit::population::policy_name;

use workloads::flow;
use workloads::region::{Asked, Region, calls, is_smoke};

fn image(store: &Store) -> StoreImage {
    StoreCompiler::default().compile(store).expect("an image")
}

fn region(criterion: &mut Criterion) {
    let region = Region::new(is_smoke());
    let calls = calls(&region.population, region.callers);
    let store = region.population.store().expect("a store");
    let image = image(&store);
    let bytes: Arc<[u8]> = image.to_bytes().expect("bytes").into();
    let loaded = StoreImage::from_bytes(Arc::clone(&bytes)).expect("an image");
    region.check(&store, &Authorizer::new(loaded), &calls);

    let mut group = criterion.benchmark_group("store/region");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(10));
    group.bench_function("compile", |bencher| {
        bencher.iter(|| StoreCompiler::default().compile(black_box(&store)));
    });
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("load", |bencher| {
        bencher.iter(|| StoreImage::from_bytes(Arc::clone(black_box(&bytes))));
    });
    group.finish();
    publish(criterion, &region, store);
}

/// Each iteration makes one change and publishes it; every second one takes it back.
fn publish(criterion: &mut Criterion, region: &Region, store: Store) {
    let population = &region.population;
    let live = LiveAuthorizer::new(Compiler::new(), &store).expect("an image");
    let store = RefCell::new(store);
    let mut group = criterion.benchmark_group("store/publish");
    group
        .sample_size(20)
        .measurement_time(Duration::from_secs(5));
    let mut measure = |name: &str, change: &dyn Fn(&mut Store, bool)| {
        let mut changed = false;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                changed = !changed;
                let store = &mut *store.borrow_mut();
                change(store, changed);
                live.publish(store).expect("an image");
            });
        });
    };
    let policies = [population.policy(7, 0), population.policy(7, 1)];
    measure("policy", &|store, changed| {
        let policy = policies[usize::from(changed)].clone();
        store.put_policy(&policy_name(7), policy).expect("a policy");
    });
    let (key, policies) = (
        population.key(42),
        [false, true].map(|denies| population.key_policy(42, denies)),
    );
    measure("key-policy", &|store, changed| {
        let policy = policies[usize::from(changed)].clone();
        store.set_resource_document(&key, policy).expect("a key");
    });
    let (account, name) = population.principal(77);
    let account = population.account(account);
    measure("attachment", &|store, changed| {
        let (holder, policy) = (Holder::User(&name), "AdministratorAccess");
        let done = if changed {
            store.attach(&account, holder, policy, Scope::Account)
        } else {
            store.detach(&account, holder, policy, Scope::Account)
        };
        done.expect("a known user");
    });
    group.finish();
}

fn decide(criterion: &mut Criterion) {
    let store = flow::store();
    let authorizer = Authorizer::new(image(&store));
    let mut group = criterion.benchmark_group("store/decide");
    for (name, call) in flow::questions(&store, &authorizer) {
        question(&mut group, name, &authorizer, &call);
    }
    group.finish();
}

/// From texts, caller, action, resource and context are read anew for each decision.
fn question(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    authorizer: &Authorizer,
    call: &OwnedCall,
) {
    let session = call
        .session_policy
        .as_ref()
        .map(|policy| Compiler::new().compile_session(policy, &KeyRegistry::new()));
    let session = session.map(|session| session.expect("a session policy"));
    group.bench_function(format!("{name}/texts"), |bencher| {
        bencher.iter(|| {
            let asked = Asked::bounded(black_box(call), session.as_ref());
            black_box(authorizer.decide(&asked.call, &asked.request()))
        });
    });
    let asked = Asked::bounded(call, session.as_ref());
    let request = asked.request();
    group.bench_function(format!("{name}/read"), |bencher| {
        bencher.iter(|| authorizer.decide(black_box(&asked.call), black_box(&request)));
    });
}

fn session_policies(criterion: &mut Criterion) {
    let policy = flow::session_policy();
    criterion.bench_function("store/session-policy/compile", |bencher| {
        bencher.iter(|| Compiler::new().compile_session(black_box(&policy), &KeyRegistry::new()));
    });
}

criterion_group!(benches, region, decide, session_policies);
criterion_main!(benches);
