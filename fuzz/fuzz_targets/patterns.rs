//! Patterns against a text, as actions, as relative ids and as values of `StringLike`: the engine
//! in every form, the linear matcher, the reference, and a table filled in here.
//!
//! The first byte picks what the patterns are; the lines behind it are patterns, the last one is
//! the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ramgate_fuzz::{agree, allow, allow_if, set_of};
use ramgate_model::pattern::{ActionPattern, ResourcePattern};
use ramgate_model::{Case, glob};
use ramgate_testkit::{OwnedRequest, OwnedValue, OwnedValues};

/// More and longer patterns would only be slower.
const MOST: usize = 24;
const LONGEST: usize = 96;

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else {
        return;
    };
    let Ok(rest) = std::str::from_utf8(rest) else {
        return;
    };
    let mut lines: Vec<&str> = rest.split('\n').collect();
    let text = lines.pop().unwrap_or_default();
    let too_much = lines.len() > MOST || lines.iter().any(|line| line.len() > LONGEST);
    if too_much || text.len() > LONGEST {
        return;
    }
    let case = if choice & 4 == 0 {
        Case::Sensitive
    } else {
        Case::AsciiInsensitive
    };
    for pattern in &lines {
        assert_eq!(
            glob::matches(pattern, text, case),
            table(pattern, text, case),
            "{pattern:?} on {text:?}"
        );
    }
    match choice % 4 {
        0 => actions(&lines, text),
        1 => relative_ids(&lines, text, "kms", Case::Sensitive),
        2 => relative_ids(&lines, text, "ram", Case::AsciiInsensitive),
        _ => values(&lines, text),
    }
});

fn actions(patterns: &[&str], text: &str) {
    let request = OwnedRequest::new(text, "*");
    if !request.is_readable() {
        return;
    }
    let statements = patterns.iter().map(|pattern| allow(pattern, "*")).collect();
    let expected = patterns.iter().any(|pattern| {
        ActionPattern::parse(pattern).is_ok() && table(pattern, text, Case::AsciiInsensitive)
    });
    check(statements, request, expected);
}

fn relative_ids(patterns: &[&str], text: &str, service: &str, case: Case) {
    let arn = |id: &str| format!("acs:{service}:r:1:{id}");
    let request = OwnedRequest::new("kms:Decrypt", arn(text));
    if !request.is_readable() {
        return;
    }
    let statements = patterns.iter().map(|pattern| allow("*", &arn(pattern)));
    let expected = patterns
        .iter()
        .any(|pattern| ResourcePattern::parse(&arn(pattern)).is_ok() && table(pattern, text, case));
    check(statements.collect(), request, expected);
}

/// Each value in a statement of its own, and all of them in one.
fn values(patterns: &[&str], text: &str) {
    let mut request = OwnedRequest::new("kms:Decrypt", "*");
    let value = OwnedValues::One(OwnedValue::Text(text.to_owned()));
    request.context.push(("k".to_owned(), value));
    let mut statements: Vec<_> = patterns
        .iter()
        .map(|pattern| allow_if("StringLike", "k", [*pattern]))
        .collect();
    statements.push(allow_if("StringLike", "k", patterns.iter().copied()));
    let expected = patterns
        .iter()
        .any(|pattern| table(pattern, text, Case::Sensitive));
    check(statements, request, expected);
}

fn check(statements: Vec<ramgate_syntax::tree::Statement>, request: OwnedRequest, expected: bool) {
    let set = set_of(statements);
    let kind = request
        .lend(|request| ramgate_reference::evaluate(&set, request).kind)
        .expect("a readable request");
    let allowed = kind == ramgate_model::DecisionKind::Allow;
    assert_eq!(allowed, expected, "{request:?}");
    agree(&set, &[request]);
}

/// `reached[j]`: the pattern so far matches the first `j` characters.
fn table(pattern: &str, text: &str, case: Case) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for p in pattern.chars() {
        let mut next = vec![false; text.len() + 1];
        for (j, next) in next.iter_mut().enumerate() {
            *next = if p == '*' {
                reached[..=j].contains(&true)
            } else {
                let same = |c: char| match case {
                    Case::Sensitive => c == p,
                    Case::AsciiInsensitive => c.eq_ignore_ascii_case(&p),
                };
                j > 0 && reached[j - 1] && (p == '?' || same(text[j - 1]))
            };
        }
        reached = next;
    }
    reached[text.len()]
}
