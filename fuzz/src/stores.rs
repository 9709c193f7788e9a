//! What the fuzz targets of stores hold in common.
//!
//! Must not know the targets. Everything here panics where a law is broken.

use std::path::Path;

use ramgate::{Authorizer, Call, Mode, NoFiles, Request, SourceDiagnostics, Store};
use ramgate_catalogue::Catalogue;
use ramgate_model::Principal;
use ramgate_syntax::{Limits, RequestDocument, open_store, read_store};
use ramgate_testkit::files::Folder;
use ramgate_testkit::{
    Authority, CallRequest, Dice, OwnedCall, StoreCase, StoreEvaluator, dump, laws, reference,
};

use crate::evaluators::{ENGINES, EngineWith};

/// Every form of the engine answers these calls as the reference does: decision, stage,
/// statements and what their policy is attached to. One of the forms is its explanation.
///
/// # Panics
/// With a readable case when one does not.
pub fn agree(store: &Store, calls: &[OwnedCall]) {
    answers(&Prepared::new(store.clone()), calls);
}

/// [`agree`] for the plain engine and one other form, since compiling in all forms takes long.
///
/// # Panics
/// With a readable case when one does not agree.
pub fn agree_in(form: usize, store: &Store, calls: &[OwnedCall]) {
    let forms = [ENGINES[0], ENGINES[form % ENGINES.len()]];
    answers(&Prepared::with(&forms, store.clone()), calls);
}

fn answers(prepared: &Prepared, calls: &[OwnedCall]) {
    for call in calls {
        if let Err(error) = call.lend(|call| prepared.agree_on(call)) {
            panic!("{error}: {call:?}");
        }
    }
}

/// A store, ready in every form of the engine.
pub struct Prepared {
    store: Store,
    engines: Vec<(&'static str, <EngineWith as StoreEvaluator>::Authority)>,
}

impl Prepared {
    /// # Panics
    /// When a form of the engine does not take the store.
    pub fn new(store: Store) -> Self {
        Self::with(ENGINES, store)
    }

    fn with(forms: &[EngineWith], store: Store) -> Self {
        let engines = forms.iter().map(|engine| {
            let authority = StoreEvaluator::prepare(engine, &store);
            let name = StoreEvaluator::name(engine);
            (name, authority.expect("a store that compiles"))
        });
        Self {
            engines: engines.collect(),
            store,
        }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// [`agree`] for one call.
    ///
    /// # Panics
    /// When a form of the engine does not agree.
    pub fn agree_on(&self, call: &CallRequest<'_>) {
        let expected = reference::call_answer(&self.store, call);
        let all = expected.determined_by.as_slice();
        for (name, engine) in &self.engines {
            let found = engine.decide(call);
            let agrees = found.kind == expected.kind
                && found.stage == expected.stage
                && found.determined_by.agrees_with(all)
                && found.attached == expected.attached;
            assert!(
                agrees,
                "{name}: {found}, not {expected} on {call:?} and {}",
                dump::store(&self.store)
            );
        }
    }

    /// [`agree`] for a call that was read for a store. An operation becomes its checks, or an
    /// error that says something.
    ///
    /// # Panics
    /// When it cannot be asked though it was read, or a form of the engine does not agree.
    pub fn ask(&self, request: &RequestDocument) {
        let request = match Catalogue::kms().expand(request) {
            Ok(request) => request,
            Err(error) => {
                assert!(!error.to_string().is_empty() && error.span().is_some());
                return;
            }
        };
        let principal = Principal::new(request.principal().expect("a caller"));
        let principal = principal.expect("a caller that was read");
        let asked = request.with_checks(|checks| {
            assert!(!checks.requests().is_empty());
            self.agree_on(&CallRequest {
                principal,
                checks,
                resource_group: request.resource_group(),
                session_policy: request.session_policy(),
            });
        });
        assert!(asked.is_ok(), "a request that was read cannot be asked");
    }
}

/// The example store of a company.
///
/// # Panics
/// When it does not load.
pub fn company() -> Store {
    let examples = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples"));
    let mut files = Folder::new(examples);
    match open_store("company", &Limits::default(), None, &mut files) {
        Ok(read) => read.value,
        Err(diagnostics) => panic!("{diagnostics}"),
    }
}

/// The diagnostics of every text stand within it and say something.
///
/// # Panics
/// When one does not.
pub fn sources_are_sound(diagnostics: &SourceDiagnostics) {
    for source in diagnostics.sources() {
        crate::diagnostics_are_sound(source.text(), source.diagnostics());
    }
}

/// Asks an authorizer everything that it answers about one check.
///
/// # Panics
/// When the explanation does not come to the decision.
pub fn exercise(authorizer: &Authorizer, call: &Call<'_>, request: &Request<'_>) {
    let decision = authorizer.decide(call, request);
    let located = authorizer.locate(&decision);
    let _ = located.map(|(policy, index)| format!("{policy}#{index}"));
    if let Some(origin) = decision.origin() {
        let _ = authorizer.attachment(call, origin).to_string();
    }
    let explanation = authorizer.explain(call, request);
    assert_eq!(explanation.decision(), decision);
    for (origin, _) in explanation.determined_by() {
        assert!(authorizer.policy(*origin).is_some());
    }
    for stage in explanation.stages() {
        let _ = authorizer.place(stage.place()).to_string();
        for policy in stage.policies() {
            let _ = format!("{policy:?}");
            for statement in policy.statements() {
                let _ = format!("{:?}", statement.failing());
            }
        }
    }
}

/// The plain engine keeps every law of stores on this case.
///
/// # Panics
/// With a readable case when it does not.
pub fn keeps_laws(case: &StoreCase, dice: &mut Dice<'_>, mode: Mode) {
    if let Err(broken) = laws::store::all(&ENGINES[0], case, dice, mode) {
        panic!("{broken}");
    }
}

/// The key of [`small`].
pub const SMALL_KEY: &str = "acs:kms:r:1:key/k";

/// A store that has something of everything.
///
/// # Panics
/// When it is none.
pub fn small() -> Store {
    match read_store(SMALL, &Limits::default(), None, &mut NoFiles) {
        Ok(read) => read.value,
        Err(diagnostics) => panic!("{diagnostics}"),
    }
}

const SMALL: &str = include_str!("../seeds/stores/small");
