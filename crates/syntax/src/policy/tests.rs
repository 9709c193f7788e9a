//! Elements of policies in both modes, as tables.

use Code::{
    BadAddress, BadBool, BadCondition, BadDate, BadNumber, BadSid, BareValue, ControlCharacter,
    EmptyList, EmptyOperator, ForeignOperator, ForeignPrefix, MissingResource, NotAnAction,
    NotResource, NotText, OperatorType, Padded, Placeholder, PrincipalNotAllowed, TooFewSegments,
    UnknownOperator, UnknownStatementMember,
};
use PolicyKind::{Control, Identity, Session};

use ramgate_model::{Cardinality, KeyType};

use super::read_policy;
use crate::tree::{ConditionBody, ConditionElement, Entries, ResourceElement};
use crate::{Code, Diagnostics, KeyRegistry, Mode, Policy, PolicyKind, ReadOptions};

mod kinds;

fn document(statement: &str) -> String {
    format!(r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", {statement}}}]}}"#)
}

fn codes(found: &Diagnostics) -> Vec<Code> {
    let mut codes: Vec<_> = found.iter().map(crate::Diagnostic::code).collect();
    codes.sort_unstable();
    codes
}

fn read(text: &str, kind: PolicyKind, mode: Mode) -> Result<(Policy, Vec<Code>), Vec<Code>> {
    match read_policy(text, kind, &ReadOptions::new(mode)) {
        Ok(read) => Ok((read.value, codes(&read.warnings))),
        Err(found) => Err(codes(&found)),
    }
}

/// Strict mode refuses the statement with these codes, and loads it if there are none; import
/// mode loads it with the same codes.
fn check(kind: PolicyKind, statement: &str, expected: &[Code]) {
    let text = document(statement);
    let strict = read(&text, kind, Mode::Strict).map_or_else(|codes| codes, |(_, codes)| codes);
    assert_eq!(strict, expected, "{kind:?} {statement}");
    let (_, import) = read(&text, kind, Mode::Import).unwrap();
    assert_eq!(import, expected, "{kind:?} {statement}");
}

#[test]
fn actions() {
    for (action, expected) in [
        (r#""*""#, &[][..]),
        (r#"["kms:*", "k*", "*:List*", "ess:Describle*"]"#, &[]),
        (r#""kms""#, &[NotAnAction]),
        (r#""""#, &[NotAnAction]),
        (r#"" kms:*""#, &[Padded]),
        (r#""kms:*\u3000""#, &[Padded]),
        (r#""kms:\u0007*""#, &[ControlCharacter]),
        (r#""kms:*\n""#, &[Padded, ControlCharacter]),
        (r#""kms:${x}""#, &[Placeholder]),
        (r#"["a:b", 1, null, [], {}]"#, &[NotText; 4]),
        (r#"["a", "b"]"#, &[NotAnAction; 2]),
        ("[]", &[EmptyList]),
        ("{}", &[NotText]),
        ("null", &[NotText]),
    ] {
        check(
            Identity,
            &format!(r#""Resource": "*", "Action": {action}"#),
            expected,
        );
        check(
            Control,
            &format!(r#""Resource": "*", "NotAction": {action}"#),
            expected,
        );
    }
}

#[test]
fn resources() {
    for (resource, expected) in [
        (r#""**""#, &[][..]),
        (
            r#"["acs:kms:*:*:key/?", "*:*:*:*:cfg/*", "ACS:oss:::b:c"]"#,
            &[],
        ),
        (r#""acs:kms:*""#, &[TooFewSegments]),
        (r#""""#, &[TooFewSegments]),
        (r#""arn:kms:*:*:*""#, &[ForeignPrefix]),
        (r#""acs:kms:*:*:key/* ""#, &[Padded]),
        (r#""acs:kms:${region}:${account}:key/*""#, &[Placeholder]),
        (r#"["*", 7]"#, &[NotText]),
        ("[]", &[EmptyList]),
    ] {
        check(
            Session,
            &format!(r#""Action": "*", "Resource": {resource}"#),
            expected,
        );
    }
    check(Identity, r#""Action": "*""#, &[MissingResource]);
    check(
        Identity,
        r#""Action": "*", "NotResource": "acs:kms:*""#,
        &[MissingResource, NotResource, TooFewSegments],
    );
}

#[test]
fn a_placeholder_counts_once_in_strict_mode() {
    let text = document(r#""Action": "*", "Resource": "${arn}""#);
    assert_eq!(
        read(&text, Identity, Mode::Strict).unwrap_err(),
        [Placeholder]
    );
    let (_, import) = read(&text, Identity, Mode::Import).unwrap();
    assert_eq!(import, [Placeholder, TooFewSegments]);
}

#[test]
fn conditions() {
    for (condition, expected) in [
        ("{}", &[][..]),
        (
            r#"{"StringLike": {"Resource": "", "oss:Prefix": ["", "a/*"]}}"#,
            &[],
        ),
        (r#"{"StringEquals": {"acs:SourceIp": "10.0.0.1"}}"#, &[]),
        (
            r#"{"IpAddressIncludeBorder": {"acs:SourceIp": "::1/64"}}"#,
            &[],
        ),
        (
            r#"{"NotIpAddressIncludeBorder": {"acs:SourceIp": "10.1.2.3/8"}}"#,
            &[],
        ),
        (r#"{"NumericEquals": {"x:y": ["-1.50", "007"]}}"#, &[]),
        (
            r#"{"DateLessThan": {"x:y": "2019-08-12T17:00:00.5+08:00"}}"#,
            &[],
        ),
        ("[]", &[BadCondition]),
        ("null", &[BadCondition]),
        (r#"{"Bool": null, "StringLike": "x"}"#, &[BadCondition; 2]),
        (r#"{"Bool": {}}"#, &[EmptyOperator]),
        (r#"{"stringEquals": {"a": "b"}}"#, &[UnknownOperator]),
        (
            r#"{"StringLikeIgnoreCase": {"a": "b"}}"#,
            &[UnknownOperator],
        ),
        (r#"{"Null": {"a": "true"}}"#, &[ForeignOperator]),
        (
            r#"{"BoolIfExists": {"a": 1}}"#,
            &[ForeignOperator, BareValue],
        ),
        (
            r#"{"ForAnyValue:StringLike": {}}"#,
            &[ForeignOperator, EmptyOperator],
        ),
        (
            r#"{"NumericEquals": {"acs:CurrentTime": "x"}}"#,
            &[OperatorType],
        ),
        (r#"{"Bool": {"kms:tag/x": "x"}}"#, &[OperatorType]),
        (r#"{"Bool": {"kms:tag": "true"}}"#, &[]),
        (
            r#"{"NumericEquals": {"a": ["1e5", "+1", ".5", "1"]}}"#,
            &[BadNumber; 3],
        ),
        (
            r#"{"DateEquals": {"a": ["2020-01-01", "1600000000"]}}"#,
            &[BadDate; 2],
        ),
        (
            r#"{"Bool": {"a": ["True", "yes", "false"]}}"#,
            &[BadBool; 2],
        ),
        (
            r#"{"IpAddress": {"a": ["10.0.0.*", "a-b", "010.0.0.1", "::/129"]}}"#,
            &[BadAddress; 4],
        ),
        (r#"{"StringEquals": {"a": [1.50, true]}}"#, &[BareValue; 2]),
        (r#"{"Bool": {"a": 1}}"#, &[BadBool, BareValue]),
        (r#"{"StringEquals": {"a": []}}"#, &[EmptyList]),
        (
            r#"{"StringEquals": {"a": null, "b": {}, "c": [[]]}}"#,
            &[NotText; 3],
        ),
        (r#"{"StringEquals": {" a": "x"}}"#, &[Padded]),
        (r#"{"NumericEquals": {"a": "1 "}}"#, &[Padded]),
        (
            r#"{"StringEquals": {"a\u0000": "x\t"}}"#,
            &[Padded, ControlCharacter, ControlCharacter],
        ),
        (r#"{"StringEquals": {"a/${x}": "${y}"}}"#, &[Placeholder; 2]),
    ] {
        let statement = format!(r#""Action": "*", "Resource": "*", "Condition": {condition}"#);
        check(Identity, &statement, expected);
    }
}

#[test]
fn declared_keys_have_types() {
    let text = document(
        r#""Action": "*", "Resource": "*", "Condition": {"DateEquals": {"my:Cost": "x"}}"#,
    );
    let mut keys = KeyRegistry::new();
    keys.declare("MY:cost", KeyType::Numeric, Cardinality::Single)
        .unwrap();
    let options = ReadOptions::new(Mode::Strict).with_keys(&keys);
    let found = read_policy(&text, Identity, &options).unwrap_err();
    assert_eq!(codes(&found), [OperatorType]);
}

#[test]
fn labels_and_unknown_members() {
    for (member, expected) in [
        (r#""Sid": "Enable RAM User_/+=.@-9""#, &[][..]),
        (r#""Sid": """#, &[]),
        (r#""Sid": " a""#, &[Padded]),
        (r#""Sid": "a:b""#, &[BadSid]),
        (r#""Sid": "é""#, &[BadSid]),
        (r#""Sid": null"#, &[BadSid]),
        (r#""Sid": ["a"]"#, &[BadSid]),
        (r#""condition": {}"#, &[UnknownStatementMember]),
        (r#""Principal": "*""#, &[PrincipalNotAllowed]),
        (r#""NotPrincipal": {}, "": 1"#, &[UnknownStatementMember; 2]),
    ] {
        let statement = format!(r#""Action": "*", "Resource": "*", {member}"#);
        check(Identity, &statement, expected);
    }
    let sid = |len| {
        format!(
            r#""Action": "*", "Resource": "*", "Sid": "{}""#,
            "a".repeat(len)
        )
    };
    check(Control, &sid(128), &[]);
    check(Control, &sid(129), &[BadSid]);
}

#[test]
fn both_modes_refuse() {
    let rest = r#""Action": "a:b", "Resource": "*""#;
    for text in [
        "{}".to_owned(),
        "[]".to_owned(),
        r#"{"Version": "1", "Statement": null}"#.to_owned(),
        r#"{"Version": "1", "Statement": [null]}"#.to_owned(),
        format!(r#"{{"Version": "1", "Statement": [{{{rest}}}]}}"#),
        format!(r#"{{"Version": "1.0", "Statement": [{{"Effect": "Allow", {rest}}}]}}"#),
        format!(r#"{{"Version": 1.0, "Statement": [{{"Effect": "Allow", {rest}}}]}}"#),
        format!(r#"{{"version": "1", "Statement": [{{"Effect": "Allow", {rest}}}]}}"#),
        format!(r#"{{"Version": "1", "Statement": [{{"Effect": "Allow ", {rest}}}]}}"#),
        format!(r#"{{"Version": "1", "Statement": [{{"Effect": ["Allow"], {rest}}}]}}"#),
        document(r#""Resource": "*""#),
        document(r#""Resource": "*", "Action": "a:b", "NotAction": "a:c""#),
        document(&format!(
            r#"{rest}, "Condition": {{"Bool": {{"a": "true", "a": "true"}}}}"#
        )),
    ] {
        for kind in PolicyKind::ALL {
            for mode in [Mode::Strict, Mode::Import] {
                assert!(read(&text, kind, mode).is_err(), "{text}");
            }
        }
    }
}

#[test]
fn the_tree_keeps_what_is_written() {
    let text = document(
        r#""Action": ["a:b", 1], "Resource": {"x" : 1}, "NotResource": "*",
            "Condition": {"NumericEquals": {"k": [5, "6", null], "l": 1e5}}"#,
    );
    let (policy, _) = read(&text, Identity, Mode::Import).unwrap();
    let statement = &policy.statements[0];
    let actions = statement.action.entries.items();
    assert_eq!(actions[0].text.as_deref(), Some("a:b"));
    assert_eq!(&text[actions[0].span.range()], "\"a:b\"");
    assert_eq!(
        (&actions[1].text, actions[1].raw.as_deref()),
        (&None, Some("1"))
    );
    let ResourceElement::Both(both) = &statement.resource else {
        panic!("both elements");
    };
    assert_eq!(
        both[0].entries,
        Entries::Unreadable(r#"{"x":1}"#.to_owned())
    );
    assert!(!both[0].negated && both[1].negated);
    let ConditionElement::Blocks(blocks) = &statement.conditions else {
        panic!("blocks");
    };
    let ConditionBody::Entries(entries) = &blocks[0].body else {
        panic!("entries");
    };
    assert_eq!(&text[blocks[0].operator_span.range()], "\"NumericEquals\"");
    let texts = |index: usize| {
        let items = entries[index].values.items().iter();
        items.map(|item| item.text.as_deref()).collect::<Vec<_>>()
    };
    assert_eq!(texts(0), [Some("5"), Some("6"), None]);
    assert_eq!(texts(1), [Some("1e5")]);
    assert_eq!(&text[policy.span.range()], text);
}

#[test]
fn all_faults_at_once_in_the_order_of_the_text() {
    let text = r#"{"Statement": [{"Effect": "allow", "Action": [], "Resource": "x"}, 7,
        {"Action": "a:b", "Resource": "*", "Effect": "Deny", "sid": ""}], "Id": 1}"#;
    let found = read_policy(text, Identity, &ReadOptions::default()).unwrap_err();
    let paths: Vec<_> = found.iter().map(crate::Diagnostic::path).collect();
    let expected = [
        "",
        "Statement[0].Effect",
        "Statement[0].Action",
        "Statement[0].Resource",
        "Statement[1]",
        "Statement[2].sid",
        "Id",
    ];
    assert_eq!(paths, expected);
    assert_eq!(
        found.iter().nth(5).unwrap().help(),
        Some("did you mean `Sid`?")
    );
}

#[test]
fn diagnostics_are_bounded() {
    let name = "x".repeat(5000);
    let many = vec!["1"; 5000].join(",");
    let statement = format!(r#""Resource": "*", "Action": [{many}], "{name}": 1"#);
    let found = read_policy(
        document(&statement),
        Identity,
        &ReadOptions::new(Mode::Import).with_length_limits(false),
    );
    let warnings = found.unwrap().warnings;
    assert_eq!(
        (warnings.len(), warnings.omitted()),
        (Diagnostics::MAX_KEPT, 4001)
    );
    let last = format!(r#"{{"{name}": 1}}"#);
    let found = read_policy(last, Identity, &ReadOptions::default()).unwrap_err();
    assert!(found.to_string().len() < 1000);
}
