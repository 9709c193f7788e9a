//! The reference and every form of the engine side by side, for the programs that run them for
//! long.
//!
//! Must not know where policies and requests come from.

pub(crate) mod stores;

use std::borrow::Cow;

use ramgate::{CompileError, DecisionKind, KeyRegistry, PolicySet, Request, Span};
use ramgate_syntax::json::{Kind, Member, Node};
use ramgate_testkit::decider::Determined;
use ramgate_testkit::{Answer, Decider, Evaluator, OwnedRequest, OwnedValue, OwnedValues};

use crate::evaluators::{ENGINES, EngineDecider, EngineWith};

/// What has been compared so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) policy_sets: u64,
    pub(crate) policies: u64,
    pub(crate) statements: u64,
    pub(crate) requests: u64,
    /// Decisions of the engine in all its forms that were held against the reference's.
    pub(crate) decisions: u64,
    /// Requests by what the reference decides, in the order of [`DecisionKind::ALL`].
    pub(crate) kinds: [u64; DecisionKind::ALL.len()],
    pub(crate) mismatches: u64,
}

impl Counts {
    /// The requests by what was decided, for a line of text.
    pub(crate) fn kinds(&self) -> String {
        let kinds = DecisionKind::ALL.iter().zip(self.kinds);
        let kinds: Vec<String> = kinds
            .map(|(kind, count)| format!("{kind} {count}"))
            .collect();
        kinds.join(", ")
    }
}

/// A policy set, ready in every form of the engine.
pub(crate) struct Comparison<'s> {
    set: &'s PolicySet,
    engines: Vec<(EngineWith, EngineDecider)>,
}

impl<'s> Comparison<'s> {
    pub(crate) fn new(set: &'s PolicySet, counts: &mut Counts) -> Result<Self, CompileError> {
        counts.policy_sets += 1;
        counts.policies += set.len() as u64;
        counts.statements += set.statements().count() as u64;
        let prepare = |with: &EngineWith| -> Result<_, CompileError> {
            Ok((*with, Evaluator::prepare(with, set)?))
        };
        Ok(Self {
            set,
            engines: ENGINES
                .iter()
                .map(prepare)
                .collect::<Result<_, CompileError>>()?,
        })
    }

    /// Asks all of them; gives a readable case for each that does not answer as the reference.
    pub(crate) fn ask(&self, request: &OwnedRequest, counts: &mut Counts) -> Vec<String> {
        let asked = request.lend(|lent| self.ask_all(lent, counts));
        let mismatches = match asked {
            Ok(mismatches) => mismatches,
            Err(error) => vec![format!("the request cannot be read: {error}")],
        };
        counts.mismatches += mismatches.len() as u64;
        let case = |mismatch| format!("{mismatch}\n{}", self.case(request));
        mismatches.into_iter().map(case).collect()
    }

    fn ask_all(&self, request: &Request<'_>, counts: &mut Counts) -> Vec<String> {
        let expected = ramgate_testkit::reference::answer(self.set, request);
        counts.requests += 1;
        let kinds = DecisionKind::ALL.iter().zip(&mut counts.kinds);
        for (_, count) in kinds.filter(|(kind, _)| **kind == expected.kind) {
            *count += 1;
        }
        let mut mismatches = Vec::new();
        for (with, engine) in &self.engines {
            let found = engine.decide(request);
            counts.decisions += 1;
            if !agrees(&found, &expected) {
                let name = with.name();
                mismatches.push(format!("reference: {expected}\n{name}: {found}"));
            }
        }
        mismatches
    }

    /// The policies and the request as files would have them; values as text, in which form they
    /// mean the same.
    fn case(&self, request: &OwnedRequest) -> String {
        let policies = self.set.policies();
        let mut lines: Vec<String> = policies
            .map(|(name, policy)| format!("policy {name}: {}", policy.to_json()))
            .collect();
        lines.push(format!("request: {}", request_json(request)));
        if request.context.iter().any(|(_, values)| is_typed(values)) {
            lines.push(format!("typed: {:?}", request.context));
        }
        if *self.set.keys() != KeyRegistry::new() {
            lines.push(format!("keys: {:?}", self.set.keys()));
        }
        lines.join("\n")
    }
}

fn agrees(found: &Answer, expected: &Answer) -> bool {
    let all: &[_] = match &expected.determined_by {
        Determined::All(all) => all,
        Determined::First(_) => &[],
    };
    found.kind == expected.kind && found.determined_by.agrees_with(all)
}

fn is_typed(values: &OwnedValues) -> bool {
    let mut values = values.as_slice().iter();
    values.any(|value| !matches!(value, OwnedValue::Text(_)))
}

fn request_json(request: &OwnedRequest) -> String {
    let context = request.context.iter().map(|(key, values)| {
        let value = match values {
            OwnedValues::One(value) => string(value.lend().to_string()),
            OwnedValues::Many(list) => {
                let items = list.iter().map(|value| string(value.lend().to_string()));
                node(Kind::List(items.collect()))
            }
        };
        member(key, value)
    });
    let context = node(Kind::Object(context.collect()));
    let members = vec![
        member("action", string(request.action.clone())),
        member("resource", string(request.resource.clone())),
        member("context", context),
    ];
    node(Kind::Object(members)).to_compact()
}

fn string(text: String) -> Node<'static> {
    node(Kind::String(Cow::Owned(text)))
}

fn member<'t>(name: &'t str, value: Node<'t>) -> Member<'t> {
    Member {
        name: Cow::Borrowed(name),
        name_span: Span::default(),
        value,
    }
}

fn node(kind: Kind<'_>) -> Node<'_> {
    Node {
        span: Span::default(),
        kind,
    }
}
