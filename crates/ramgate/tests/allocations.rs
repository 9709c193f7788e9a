//! Deciding allocates nothing: a counting allocator watches every case of every suite, with strings
//! and with handles.

#![allow(clippy::expect_used, reason = "this is a test")]

mod suite_files;

use std::fs;

use ramgate::{
    Authorizer, AutomatonUse, Call, Checks, Compiler, Context, ContextEntry, Engine, Principal,
    Request, Store, StoreCompiler,
};
use ramgate_catalogue::Catalogue;
use ramgate_syntax::suite::SuiteCase;
use ramgate_syntax::{Limits, SuiteDocument, read_suite_with};
use ramgate_testkit::allocations::{self, CountingAllocator};
use ramgate_testkit::files::Folder;

use suite_files::suite_files;

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

#[test]
fn deciding_never_allocates() {
    let mut decisions = 0;
    for suite in suites().filter(|suite| suite.store.is_none()) {
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

#[test]
fn deciding_on_a_store_never_allocates() {
    let mut decisions = 0;
    for suite in suites() {
        let Some(store) = &suite.store else { continue };
        for automata in [AutomatonUse::WhereCheaper, AutomatonUse::WhereverTheyFit] {
            let compiler = Compiler::new().automata(automata);
            let image = StoreCompiler::new(compiler).compile(store);
            let authorizer = Authorizer::new(image.expect("an image"));
            for case in &suite.cases {
                decisions += watch_call(&authorizer, store, compiler, case);
            }
        }
    }
    assert!(decisions > 1_500, "{decisions}");
}

fn suites() -> impl Iterator<Item = SuiteDocument> {
    suite_files("testdata/conformance").into_iter().map(|file| {
        let text = fs::read(&file).expect("a suite that can be read");
        let mut files = Folder::of(&file);
        let suite = read_suite_with(&text, &Limits::default(), None, &mut files);
        suite.expect("a suite").value
    })
}

fn watch_call(
    authorizer: &Authorizer,
    store: &Store,
    compiler: Compiler,
    case: &SuiteCase,
) -> usize {
    let session = case.request.session_policy().map(|policy| {
        let session = compiler.compile_session(policy, store.keys());
        session.expect("a session policy")
    });
    let principal = case.request.principal().expect("a caller");
    let mut call = Call::new(Principal::new(principal).expect("a caller that can be read"));
    if let Some(id) = case.request.resource_group() {
        call = call.in_resource_group(id);
    }
    if let Some(session) = &session {
        call = call.with_session_policy(session).expect("a role session");
    }
    let request = Catalogue::kms().expand(&case.request);
    let request = request.expect("an operation of the catalogue");
    request
        .with_checks(|checks| {
            let (decision, calls) = allocations::during(|| authorizer.decide_all(&call, &checks));
            assert_eq!(calls, 0, "{}", case.name);
            let answered = checks.requests().iter().any(|request| {
                let (one, calls) = allocations::during(|| authorizer.decide(&call, request));
                assert_eq!(calls, 0, "{}", case.name);
                one == decision
            });
            assert!(answered, "{}", case.name);
            checks.requests().len()
        })
        .expect("a request that can be read")
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
