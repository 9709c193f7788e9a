//! What is unknown, and what follows from it.

use ramgate_model::{Cardinality, DecisionKind, KeyType, Truth, Value};
use ramgate_reference::{BlockTruths, Question, StatementTruths, statement};
use ramgate_syntax::tree::{
    ConditionBlock, ConditionBody, ConditionElement, Entries, Entry, PolicyKind, ResourceElement,
    Statement,
};
use ramgate_syntax::{KeyRegistry, Span};

use crate::build::{
    KEY, allow, ask_values, decide, deny, member, on, patterns, policy, set_of, when, with_request,
};

const NUMBERS: &str = "my:Numbers";

fn keys() -> KeyRegistry {
    let mut keys = KeyRegistry::new();
    keys.declare(NUMBERS, KeyType::Numeric, Cardinality::Multi)
        .unwrap();
    keys
}

/// How a statement of an identity policy is judged on `kms:Decrypt` of a key.
fn judge(statement: Statement, context: &[(&str, &[Value<'_>])]) -> StatementTruths {
    judge_as(PolicyKind::Identity, statement, context)
}

/// The same in a policy of another kind, which no set may hold.
fn judge_as(
    kind: PolicyKind,
    statement: Statement,
    context: &[(&str, &[Value<'_>])],
) -> StatementTruths {
    let policy = policy(kind, vec![statement]);
    with_request("kms:Decrypt", KEY, context, |request| {
        let context: Vec<_> = request.context().entries().copied().collect();
        let question = Question {
            caller: None,
            action: *request.action(),
            resource: *request.resource(),
            context: &context,
        };
        let statement = policy.statements.first().unwrap();
        statement::judge(&keys(), kind, &policy, statement, &question)
    })
}

/// How one entry is judged when its key arrives with these values.
fn entry(operator: &str, key: &str, policy: &[&str], context: &[Value<'_>]) -> Truth {
    let truths = judge(
        when(allow(&["*"]), operator, key, policy),
        &[(key, context)],
    );
    truths.conditions.truth()
}

#[test]
fn one_bad_pattern_does_not_void_the_good_ones() {
    let action = |patterns: &[&str]| judge(allow(patterns), &[]).action;
    assert_eq!(action(&["kms", "kms:Decrypt"]), Truth::True);
    assert_eq!(action(&["kms", "kms:Encrypt"]), Truth::Unknown);
    assert_eq!(action(&["kms:Encrypt"]), Truth::False);
    assert_eq!(action(&[]), Truth::Unknown);
    let resource = |patterns: &[&str]| judge(on(allow(&["*"]), patterns), &[]).resource;
    assert_eq!(resource(&["acs:kms:*", KEY]), Truth::True);
    assert_eq!(resource(&["acs:kms:*", "acs:oss:*:*:*"]), Truth::Unknown);
    assert_eq!(resource(&[]), Truth::Unknown);
}

#[test]
fn negated_lists() {
    for (patterns_of, truth) in [
        (&["kms:Decrypt", "kms"][..], Truth::False),
        (&["kms:Encrypt", "kms"], Truth::Unknown),
        (&["kms:Encrypt"], Truth::True),
        (&[], Truth::Unknown),
    ] {
        let mut statement = allow(&[]);
        statement.action = patterns(true, patterns_of);
        assert_eq!(judge(statement, &[]).action, truth, "{patterns_of:?}");
    }
    for (patterns_of, truth) in [
        (&[KEY][..], Truth::False),
        (&["acs:oss:*:*:*"], Truth::True),
        (&["acs:oss:*:*:*", "acs"], Truth::Unknown),
    ] {
        let mut statement = allow(&["*"]);
        statement.resource = ResourceElement::Present(patterns(true, patterns_of));
        assert_eq!(judge(statement, &[]).resource, truth, "{patterns_of:?}");
    }
}

#[test]
fn items_and_elements_that_are_no_text() {
    let nothing = Entry {
        text: None,
        span: Span::default(),
        raw: Some("null".to_owned()),
    };
    let mut statement = allow(&["*"]);
    statement.action.entries = Entries::List(vec![nothing.clone(), Entry::new("kms:*")]);
    assert_eq!(judge(statement.clone(), &[]).action, Truth::True);
    statement.action.entries = Entries::List(vec![nothing]);
    assert_eq!(judge(statement.clone(), &[]).action, Truth::Unknown);
    statement.action.entries = Entries::Unreadable("{}".to_owned());
    assert_eq!(judge(statement.clone(), &[]).action, Truth::Unknown);
    statement.conditions = ConditionElement::Unreadable("null".to_owned(), Span::default());
    assert_eq!(judge(statement, &[]).conditions.truth(), Truth::Unknown);
}

#[test]
fn blocks_without_keys() {
    for body in [
        ConditionBody::Entries(Vec::new()),
        ConditionBody::Unreadable("[]".to_owned(), Span::default()),
    ] {
        let mut statement = allow(&["*"]);
        statement.conditions = ConditionElement::Blocks(vec![ConditionBlock {
            operator: "StringEquals".to_owned(),
            operator_span: Span::default(),
            body,
        }]);
        assert_eq!(judge(statement, &[]).conditions.truth(), Truth::Unknown);
    }
    assert_eq!(BlockTruths::Entries(vec![]).truth(), Truth::Unknown);
}

#[test]
fn resource_missing_or_twice() {
    let mut statement = allow(&["*"]);
    statement.resource = ResourceElement::Absent;
    for kind in PolicyKind::ALL {
        let expected = if kind == PolicyKind::Trust {
            Truth::True
        } else {
            Truth::Unknown
        };
        let truths = judge_as(kind, statement.clone(), &[]);
        assert_eq!(truths.resource, expected, "{kind:?}");
    }
    let both = [patterns(false, &["*"]), patterns(true, &["acs:oss:*:*:*"])];
    statement.resource = ResourceElement::Both(Box::new(both));
    assert_eq!(judge(statement, &[]).resource, Truth::Unknown);
}

#[test]
fn key_and_secret_policies_are_about_their_own_resource() {
    for kind in [PolicyKind::Key, PolicyKind::Secret] {
        let resource = |texts: &[&str]| judge_as(kind, on(deny(&["*"]), texts), &[]).resource;
        assert_eq!(resource(&["*"]), Truth::True);
        assert_eq!(resource(&[KEY]), Truth::Unknown);
        assert_eq!(resource(&[KEY, "*"]), Truth::True);
    }
    let trust = judge_as(PolicyKind::Trust, on(deny(&["*"]), &[KEY]), &[]);
    assert_eq!(trust.resource, Truth::True);
}

#[test]
fn foreign_members_make_at_most_unknown() {
    let mut statement = allow(&["kms:*"]);
    statement.unknown_members.push(member("Condtion"));
    assert_eq!(judge(statement.clone(), &[]).truth(), Truth::Unknown);
    statement.action = patterns(false, &["oss:*"]);
    assert_eq!(judge(statement, &[]).truth(), Truth::False);

    let mut document = policy(PolicyKind::Identity, vec![deny(&["kms:*"]), allow(&["*"])]);
    document.unknown_members.push(member("Id"));
    let set = set_of(document, keys());
    let kind = |action| ask_values(&set, action, KEY, &[]).kind;
    assert_eq!(kind("kms:Decrypt"), DecisionKind::ExplicitDeny);
    assert_eq!(kind("oss:GetObject"), DecisionKind::ImplicitDeny);
}

#[test]
fn faults_of_the_policy_come_before_absence() {
    for (operator, values, truth) in [
        ("NumericEquals", &["1"][..], Truth::False),
        ("NumericNotEquals", &["1"], Truth::True),
        ("NumericEquals", &["1", "x"], Truth::Unknown),
        ("NumericNotEquals", &["1", "x"], Truth::Unknown),
        ("NumericEquals", &[], Truth::Unknown),
        ("NumericNotEquals", &[], Truth::Unknown),
        ("NumericNotLike", &["1"], Truth::Unknown),
        ("StringEquals", &["1"], Truth::False),
        ("StringNotEquals", &["1"], Truth::True),
        ("Bool", &["1"], Truth::Unknown),
    ] {
        for key in ["undeclared", NUMBERS] {
            assert_eq!(entry(operator, key, values, &[]), truth, "{operator} {key}");
        }
    }
    // A type that does not fit.
    assert_eq!(entry("Bool", "undeclared", &["true"], &[]), Truth::False);
    assert_eq!(entry("Bool", NUMBERS, &["true"], &[]), Truth::Unknown);
    assert_eq!(
        entry("NotIpAddress", "acs:CurrentTime", &["::1"], &[]),
        Truth::Unknown
    );
}

#[test]
fn a_bad_value_beside_a_good_one() {
    let one = [Value::Text("1")];
    let two = [Value::Text("2")];
    for (operator, context, truth) in [
        ("NumericEquals", &one, Truth::True),
        ("NumericEquals", &two, Truth::Unknown),
        ("NumericNotEquals", &one, Truth::False),
        ("NumericNotEquals", &two, Truth::Unknown),
    ] {
        let found = entry(operator, "k", &["1", "x"], context);
        assert_eq!(found, truth, "{operator} {context:?}");
    }
}

#[test]
fn unsound_keys() {
    for key in [" k", "k\u{a0}", "kms:tag/a\u{1}b"] {
        for operator in ["StringEquals", "StringNotEquals"] {
            assert_eq!(
                entry(operator, key, &["v"], &[Value::Text("v")]),
                Truth::Unknown
            );
        }
    }
}

#[test]
fn padding_in_values_is_literal() {
    assert_eq!(
        entry("StringEquals", "k", &[" v"], &[Value::Text("v")]),
        Truth::False
    );
    assert_eq!(
        entry("StringEquals", "k", &[" v"], &[Value::Text(" v")]),
        Truth::True
    );
    assert_eq!(
        entry("StringLike", "k", &["* "], &[Value::Text("v ")]),
        Truth::True
    );
    assert_eq!(
        entry("NumericEquals", "k", &[" 1"], &[Value::Text("1")]),
        Truth::Unknown
    );
}

#[test]
fn values_of_the_context_that_do_not_parse() {
    for operator in ["NumericEquals", "NumericNotEquals"] {
        assert_eq!(
            entry(operator, "k", &["1"], &[Value::Text("x")]),
            Truth::Unknown
        );
    }
}

#[test]
fn several_values_of_a_single_valued_key() {
    let two = [Value::Text("1"), Value::Text("1")];
    for operator in ["StringEquals", "StringNotEquals", "NumericEquals"] {
        assert_eq!(
            entry(operator, "k", &["1"], &two),
            Truth::Unknown,
            "{operator}"
        );
    }
}

#[test]
fn several_values_of_a_multi_valued_key() {
    let text = |text| Value::Text(text);
    for (context, any) in [
        (&[text("1"), text("2")][..], Truth::True),
        (&[text("3"), text("2")], Truth::True),
        (&[text("3"), text("4")], Truth::False),
        (&[text("x"), text("2")], Truth::True),
        (&[text("x"), text("4")], Truth::Unknown),
        (&[text("x")], Truth::Unknown),
    ] {
        let equals = entry("NumericEquals", NUMBERS, &["1", "2"], context);
        assert_eq!(equals, any, "{context:?}");
        let not_equals = entry("NumericNotEquals", NUMBERS, &["1", "2"], context);
        assert_eq!(not_equals, !any, "{context:?}");
    }
}

#[test]
fn typed_values_are_their_canonical_text() {
    let mapped: std::net::IpAddr = "::ffff:10.0.0.1".parse().unwrap();
    let address = [Value::Address(mapped)];
    assert_eq!(
        entry("StringEquals", "k", &["10.0.0.1"], &address),
        Truth::True
    );
    assert_eq!(
        entry("IpAddress", "k", &["10.0.0.0/8"], &address),
        Truth::True
    );
    assert_eq!(
        entry("NumericEquals", "k", &["10"], &address),
        Truth::Unknown
    );
    let yes = [Value::Bool(true)];
    assert_eq!(entry("StringEquals", "k", &["true"], &yes), Truth::True);
    assert_eq!(entry("StringEquals", "k", &["TRUE"], &yes), Truth::False);
    assert_eq!(entry("Bool", "k", &["TRUE"], &yes), Truth::True);
}

#[test]
fn a_false_part_decides_whatever_is_unknown() {
    let unreadable = when(deny(&["kms:*"]), "Null", "k", &["true"]);
    let unreadable = when(unreadable, "StringEquals", "k", &["v"]);
    let statements = [allow(&["*"]), unreadable];
    let ask = |value| decide(&statements, "kms:Decrypt", KEY, &[("k", value)]);
    assert_eq!(ask("v"), DecisionKind::ExplicitDeny);
    assert_eq!(ask("w"), DecisionKind::Allow);
}

#[test]
fn a_call_without_resource() {
    let ask = |pattern| {
        let statement = on(allow(&["*"]), &[pattern]);
        decide(&[statement], "kms:GetRandomPassword", "*", &[])
    };
    assert_eq!(ask("**"), DecisionKind::Allow);
    assert_eq!(ask("acs:*:*:*:*"), DecisionKind::ImplicitDeny);
}
