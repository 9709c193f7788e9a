//! What several fuzz targets hold in common.
//!
//! Must not know the targets. Everything here panics where a law is broken: that is how a fuzz
//! target speaks.

#[path = "../../crates/ramgate/tests/evaluators/mod.rs"]
mod evaluators;

pub mod damage;
pub mod stores;

use ramgate::{Diagnostics, Effect, Engine, Request, Span};
use ramgate_syntax::PolicySet;
use ramgate_syntax::tree::{
    ConditionBlock, ConditionBody, ConditionElement, ConditionEntry, Entries, Entry,
    PatternElement, Policy, PolicyKind, ResourceElement, Statement,
};
use ramgate_testkit::decider::Determined;
use ramgate_testkit::{Decider, Evaluator, OwnedRequest, laws, reference};

/// Every form of the engine decides these as the reference does, and for the same reason.
///
/// # Panics
/// With a readable case when one does not.
pub fn agree(set: &PolicySet, requests: &[OwnedRequest]) {
    for engine in evaluators::ENGINES {
        if let Err(broken) = laws::agrees_on(engine, set, requests) {
            panic!("{broken}");
        }
    }
}

/// [`agree`] for one request that is borrowed from elsewhere.
///
/// # Panics
/// When a form of the engine does not agree.
pub fn agree_on(set: &PolicySet, request: &Request<'_>) {
    let expected = reference::answer(set, request);
    let Determined::All(all) = &expected.determined_by else {
        panic!("the reference names all statements");
    };
    for engine in evaluators::ENGINES {
        let decider = engine.prepare(set).expect("a set that compiles");
        let found = decider.decide(request);
        let agrees = found.kind == expected.kind && found.determined_by.agrees_with(all);
        assert!(
            agrees,
            "{}: {found}, not {expected} on {request:?}",
            engine.name()
        );
    }
}

/// Every diagnostic stands within the text and says something.
///
/// # Panics
/// When one does not.
pub fn diagnostics_are_sound(text: &[u8], diagnostics: &Diagnostics) {
    for diagnostic in diagnostics.iter() {
        let place = text.get(diagnostic.span().range());
        assert!(place.is_some(), "{diagnostic:?} is outside the text");
        if let (Ok(text), Some(place)) = (std::str::from_utf8(text), place) {
            assert!(
                std::str::from_utf8(place).is_ok(),
                "{diagnostic:?} cuts a character of {text}"
            );
        }
        assert!(!diagnostic.message().is_empty());
    }
}

/// Asks an engine everything that it answers.
pub fn exercise(engine: &Engine, request: &Request<'_>) {
    let decision = engine.decide(request);
    if let Some(statement) = decision.determined_by() {
        let _ = engine.locate(statement);
    }
    let explanation = engine.explain(request);
    for statement in explanation.statements() {
        let _ = format!("{statement:?} {:?}", statement.failing());
    }
    let handle = engine.action(*request.action());
    let again = Request::new(handle, *request.resource(), *request.context());
    assert_eq!(engine.decide(&again), decision);
}

/// A set of one policy of these statements.
///
/// # Panics
/// Never: the set is empty before.
pub fn set_of(statements: Vec<Statement>) -> PolicySet {
    let mut set = PolicySet::new();
    let policy = Policy {
        kind: PolicyKind::Identity,
        unknown_members: Vec::new(),
        statements,
        span: Span::default(),
    };
    set.add("policy", policy).expect("the only policy");
    set
}

/// An Allow of these actions on these resources.
pub fn allow(action: &str, resource: &str) -> Statement {
    let one = |text: &str| PatternElement {
        negated: false,
        entries: texts([text]),
        span: Span::default(),
    };
    Statement {
        sid: None,
        effect: Effect::Allow,
        principal: None,
        action: one(action),
        resource: ResourceElement::Present(one(resource)),
        conditions: ConditionElement::Blocks(Vec::new()),
        unknown_members: Vec::new(),
        span: Span::default(),
    }
}

/// An Allow of everything under one condition.
pub fn allow_if<'v>(
    operator: &str,
    key: &str,
    values: impl IntoIterator<Item = &'v str>,
) -> Statement {
    let entry = ConditionEntry {
        key: key.to_owned(),
        key_span: Span::default(),
        values: texts(values),
        values_span: Span::default(),
    };
    let block = ConditionBlock {
        operator: operator.to_owned(),
        operator_span: Span::default(),
        body: ConditionBody::Entries(vec![entry]),
    };
    Statement {
        conditions: ConditionElement::Blocks(vec![block]),
        ..allow("*", "*")
    }
}

fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Entries {
    Entries::List(texts.into_iter().map(Entry::new).collect())
}
