//! Statements and requests in one line each.

use ramgate_model::{
    Context, ContextEntry, ContextKey, ContextValue, DecisionKind, Effect, Request, Value,
};
use ramgate_reference::{Evaluation, evaluate};
use ramgate_syntax::tree::{
    ConditionBlock, ConditionBody, ConditionElement, ConditionEntry, Entries, Entry, Member,
    PatternElement, Policy, PolicyKind, ResourceElement, Statement,
};
use ramgate_syntax::{KeyRegistry, PolicySet, Span};

pub(crate) const KEY: &str = "acs:kms:cn-hangzhou:1234567890123456:key/k";

pub(crate) fn list(texts: &[&str]) -> Entries {
    Entries::List(texts.iter().copied().map(Entry::new).collect())
}

pub(crate) fn patterns(negated: bool, texts: &[&str]) -> PatternElement {
    PatternElement {
        negated,
        entries: list(texts),
        span: Span::default(),
    }
}

fn statement(effect: Effect, action: &[&str]) -> Statement {
    Statement {
        sid: None,
        effect,
        principal: None,
        action: patterns(false, action),
        resource: ResourceElement::Present(patterns(false, &["*"])),
        conditions: ConditionElement::Blocks(Vec::new()),
        unknown_members: Vec::new(),
        span: Span::default(),
    }
}

/// `Allow` of these actions on `*`.
pub(crate) fn allow(action: &[&str]) -> Statement {
    statement(Effect::Allow, action)
}

/// `Deny` of these actions on `*`.
pub(crate) fn deny(action: &[&str]) -> Statement {
    statement(Effect::Deny, action)
}

/// The statement on these resources.
pub(crate) fn on(mut statement: Statement, resource: &[&str]) -> Statement {
    statement.resource = ResourceElement::Present(patterns(false, resource));
    statement
}

/// The statement with one condition entry more, in a block of its own.
pub(crate) fn when(
    mut statement: Statement,
    operator: &str,
    key: &str,
    values: &[&str],
) -> Statement {
    let block = ConditionBlock {
        operator: operator.to_owned(),
        operator_span: Span::default(),
        body: ConditionBody::Entries(vec![ConditionEntry {
            key: key.to_owned(),
            key_span: Span::default(),
            values: list(values),
            values_span: Span::default(),
        }]),
    };
    match &mut statement.conditions {
        ConditionElement::Blocks(blocks) => blocks.push(block),
        ConditionElement::Unreadable(..) => panic!("the conditions are unreadable"),
    }
    statement
}

pub(crate) fn member(name: &str) -> Member {
    Member {
        name: name.to_owned(),
        span: Span::default(),
        value: "null".to_owned(),
    }
}

pub(crate) fn policy(kind: PolicyKind, statements: Vec<Statement>) -> Policy {
    Policy {
        kind,
        unknown_members: Vec::new(),
        statements,
        span: Span::default(),
    }
}

pub(crate) fn set_of(policy: Policy, keys: KeyRegistry) -> PolicySet {
    let mut set = PolicySet::with_keys(keys);
    set.add("policy", policy).unwrap();
    set
}

/// Asks about `action` on `resource` where each key has the values given.
pub(crate) fn with_request<R>(
    action: &str,
    resource: &str,
    context: &[(&str, &[Value<'_>])],
    ask: impl FnOnce(&Request<'_>) -> R,
) -> R {
    let entries: Vec<_> = context
        .iter()
        .map(|(key, values)| ContextEntry::new(ContextKey::new(key), ContextValue::Many(values)))
        .collect();
    let request = Request::from_text(action, resource)
        .unwrap()
        .with_context(Context::new(&entries).unwrap());
    ask(&request)
}

/// Evaluates such a request.
pub(crate) fn ask_values(
    set: &PolicySet,
    action: &str,
    resource: &str,
    context: &[(&str, &[Value<'_>])],
) -> Evaluation {
    with_request(action, resource, context, |request| evaluate(set, request))
}

/// What one identity policy of these statements decides, with one text for each key.
pub(crate) fn decide(
    statements: &[Statement],
    action: &str,
    resource: &str,
    context: &[(&str, &str)],
) -> DecisionKind {
    let set = set_of(
        policy(PolicyKind::Identity, statements.to_vec()),
        KeyRegistry::new(),
    );
    let values: Vec<_> = context
        .iter()
        .map(|(key, value)| (*key, [Value::Text(value)]))
        .collect();
    let context: Vec<_> = values
        .iter()
        .map(|(key, value)| (*key, value.as_slice()))
        .collect();
    ask_values(&set, action, resource, &context).kind
}
