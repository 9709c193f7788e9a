//! Deciding allocates nothing: a counting allocator watches every case of every suite, with strings
//! and with handles.

#![allow(clippy::expect_used, reason = "this is a test")]

mod suite_files;

use std::fs;

use ramgate::{AutomatonUse, Checks, Compiler, Context, ContextEntry, Engine, Request};
use ramgate_syntax::{Limits, read_suite};
use ramgate_testkit::allocations::{self, CountingAllocator};

use suite_files::suite_files;

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

#[test]
fn deciding_never_allocates() {
    let mut decisions = 0;
    for file in suite_files("testdata/conformance") {
        let text = fs::read(&file).expect("a suite that can be read");
        let suite = read_suite(&text, &Limits::default(), None)
            .expect("a suite")
            .value;
        for automata in [
            AutomatonUse::WhereCheaper,
            AutomatonUse::Never,
            AutomatonUse::WhereverTheyFit,
        ] {
            let image = Compiler::new().automata(automata).compile(&suite.policies);
            let engine = Engine::new(image.expect("an image"));
            for case in &suite.cases {
                let count = case.request.with_checks(|checks| watch(&engine, checks));
                decisions += count.expect("a request that can be read");
            }
        }
    }
    assert!(decisions > 10_000, "{decisions}");
}

fn watch(engine: &Engine, checks: Checks<'_>) -> usize {
    let (decision, calls) = allocations::during(|| engine.decide_all(&checks));
    assert_eq!(calls, 0, "{checks:?}");
    let mut last = None;
    for request in checks.requests() {
        let entries: Vec<_> = request
            .context()
            .entries()
            .map(|entry| ContextEntry::new(engine.key(*entry.key()), *entry.value()))
            .collect();
        let action = engine.action(*request.action());
        let (with_handles, calls) = allocations::during(|| {
            let context = Context::new(&entries).expect("a context of the same keys");
            engine.decide(&Request::new(action, *request.resource(), context))
        });
        assert_eq!(calls, 0, "{request:?}");
        assert_eq!(with_handles, engine.decide(request));
        last = Some(with_handles);
        if !with_handles.is_allowed() {
            break;
        }
    }
    assert_eq!(last, Some(decision));
    1 + checks.requests().len()
}
