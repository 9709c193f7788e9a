//! A store of the size of a cloud region: what compiling, loading, changing and keeping it costs.
//!
//! Sizes hold in every build; times are taken as the best of a few and held in optimised builds.
//! `--nocapture` shows the figures.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "this is a test that shows figures"
)]

use std::time::{Duration, Instant};

use ramgate::store::{Holder, Scope};
use ramgate::{
    Authorizer, Call, Compiler, LiveAuthorizer, Principal, Request, StoreCompiler, StoreImage,
};
use ramgate_testkit::population::{Population, policy_name};

const REGION: Population = Population::REGION;

/// The best of a few tries, with what the last one gave.
fn best<T>(tries: u32, mut what: impl FnMut() -> T) -> (Duration, T) {
    let mut shortest = Duration::MAX;
    let mut last = None;
    for _ in 0..tries {
        drop(last.take());
        let start = Instant::now();
        last = Some(what());
        shortest = shortest.min(start.elapsed());
    }
    (shortest, last.unwrap())
}

fn within(what: &str, took: Duration, limit: Duration) {
    println!("{what}: {took:.1?} (at most {limit:?})");
    assert!(cfg!(debug_assertions) || took < limit, "{what}: {took:?}");
}

fn decide(authorizer: &Authorizer, principal: usize, action: &str, key: usize) -> String {
    let (name, key) = (REGION.principal_name(principal), REGION.key(key));
    let call = Call::new(Principal::new(&name).unwrap());
    let request = Request::from_text(action, &key).unwrap();
    let decision = authorizer.decide(&call, &request);
    let by = authorizer.locate(&decision);
    let by = by.map(|(policy, index)| format!("{policy}#{index}"));
    format!("{} {} {by:?}", decision.kind(), decision.stage())
}

#[test]
fn a_region_is_compiled_loaded_and_kept() {
    let store = REGION.store().unwrap();
    let (took, image) = best(1, || StoreCompiler::default().compile(&store).unwrap());
    within("compile", took, Duration::from_secs(5));
    let bytes: std::sync::Arc<[u8]> = image.to_bytes().unwrap().into();
    let (took, loaded) = best(5, || StoreImage::from_bytes(std::sync::Arc::clone(&bytes)));
    within("load", took, Duration::from_millis(50));
    let loaded = loaded.unwrap();
    assert_eq!(loaded.to_bytes().unwrap(), *bytes);

    let summary = image.summary();
    assert_eq!(summary.users + summary.roles, 100_000);
    let without = REGION.store_with([]).unwrap();
    let without = StoreCompiler::default().compile(&without).unwrap();
    let without = without.to_bytes().unwrap().len();
    let each = (bytes.len() - without) as f64 / 100_000.0;
    println!("{} bytes, {each:.1} for each principal", bytes.len());
    assert!(each < 64.0, "{each}");
}

/// One after the other and not in tests of their own: they would disturb each other's times.
#[test]
fn a_change_is_published_while_calls_are_decided() {
    let mut store = REGION.store().unwrap();
    let live = LiveAuthorizer::new(Compiler::new(), &store).unwrap();
    let limit = Duration::from_millis(50);

    // A policy.
    let (took, ()) = best(3, || {
        let start = REGION.policy(7, 1);
        store.put_policy(&policy_name(7), start).unwrap();
        live.publish(&store).unwrap();
        store
            .put_policy(&policy_name(7), REGION.policy(7, 0))
            .unwrap();
        live.publish(&store).unwrap();
    });
    within("change a policy, twice", took, limit);

    // The policy of a key: 42 names principal 42.
    let before = decide(&live.current(), 42, "kms:Encrypt", 42);
    let (took, ()) = best(3, || {
        let denies = REGION.key_policy(42, true);
        store
            .set_resource_document(&REGION.key(42), denies)
            .unwrap();
        live.publish(&store).unwrap();
    });
    within("change a key policy", took, limit);
    let after = decide(&live.current(), 42, "kms:Encrypt", 42);
    assert_ne!(before, after);
    assert!(
        after.starts_with("ExplicitDeny ResourceBasedPolicy"),
        "{after}"
    );

    // An attachment.
    let (account, name) = REGION.principal(77);
    let (account, holder) = (REGION.account(account), Holder::User(&name));
    let held = live.current();
    assert!(decide(&held, 77, "ess:Anything", 3).starts_with("ImplicitDeny"));
    let (took, ()) = best(3, || {
        let everything = "AdministratorAccess";
        store
            .detach(&account, holder, everything, Scope::Account)
            .unwrap();
        store
            .attach(&account, holder, everything, Scope::Account)
            .unwrap();
        live.publish(&store).unwrap();
    });
    within("change an attachment", took, limit);
    let own = REGION.key(77);
    assert!(own.contains(&account));
    let now = decide(&live.current(), 77, "ess:Anything", 77);
    assert!(
        now.starts_with("Allow AccountLevelIdentityBasedPolicy"),
        "{now}"
    );
    // Who holds a version keeps it.
    assert!(decide(&held, 77, "ess:Anything", 77).starts_with("ImplicitDeny"));

    // What came of the changes is what compiling all of it gives.
    let at_once = StoreCompiler::default().compile(&store).unwrap();
    let live = live.current().image().to_bytes().unwrap();
    assert!(live == at_once.to_bytes().unwrap());
}
