//! Spans, faults, limits, and the law that reading keeps.

use serde::de::IgnoredAny;

use super::{Kind, Node, read};
use crate::{Code, Limits};

fn codes(text: &[u8], limits: &Limits) -> Vec<Code> {
    match read(text, limits) {
        Ok(_) => Vec::new(),
        Err(found) => found.iter().map(crate::Diagnostic::code).collect(),
    }
}

/// Every node lies where its span says, names included.
fn check_spans(text: &str, node: &Node<'_>) {
    let written = &text[node.span.range()];
    match &node.kind {
        Kind::List(items) => {
            assert!(written.starts_with('[') && written.ends_with(']'));
            for item in items {
                check_spans(text, item);
            }
        }
        Kind::Object(members) => {
            assert!(written.starts_with('{') && written.ends_with('}'));
            for member in members {
                let name: String = serde_json::from_str(&text[member.name_span.range()]).unwrap();
                assert_eq!(name, member.name);
                check_spans(text, &member.value);
            }
        }
        Kind::String(value) => {
            assert_eq!(serde_json::from_str::<String>(written).unwrap(), *value);
        }
        Kind::Number(value) => assert_eq!(written, value),
        Kind::Bool(value) => assert_eq!(written, value.to_string()),
        Kind::Null => assert_eq!(written, "null"),
    }
}

#[test]
fn everything_knows_where_it_stands() {
    let text = " { \"a\\u0062\" : [ 1.50e+3 , true,false , null,\"\\n\u{e9}\" ] ,\r\n\t\"\": {} } ";
    let node = read(text.as_bytes(), &Limits::default()).unwrap();
    check_spans(text, &node);
    assert_eq!(node.span.range(), 1..text.len() - 1);
    let list = node.member("ab").unwrap().value.as_list().unwrap();
    assert_eq!(list[0].kind, Kind::Number("1.50e+3".into()));
    assert_eq!(
        node.to_compact(),
        "{\"ab\":[1.50e+3,true,false,null,\"\\n\u{e9}\"],\"\":{}}"
    );
    let again = node.to_pretty();
    assert_eq!(read(again.as_bytes(), &Limits::default()).unwrap(), node);
}

#[test]
fn what_is_refused() {
    let limits = Limits::default();
    for (text, expected) in [
        ("", Code::NotJson),
        ("{", Code::NotJson),
        ("{'a': 1}", Code::NotJson),
        ("[1,]", Code::NotJson),
        ("01", Code::NotJson),
        ("// no\n1", Code::NotJson),
        ("1 2", Code::NotJson),
        ("\u{feff}1", Code::NotJson),
        ("\"\t\"", Code::NotJson),
        (r#"{"a": 1, "\u0061": 2}"#, Code::DuplicateMember),
        (r#"[{"x": [{"": 0, "": 0}]}]"#, Code::DuplicateMember),
        (r#""\ud800""#, Code::LoneSurrogate),
        (r#""\udc00\ud800""#, Code::LoneSurrogate),
        (r#"{"\ud800x": 1}"#, Code::LoneSurrogate),
    ] {
        assert_eq!(codes(text.as_bytes(), &limits), [expected], "{text}");
    }
    assert_eq!(codes(b"\"\xff\"", &limits), [Code::NotUtf8]);
    assert!(codes(br#"["\ud83d\ude00", {"a": 1, "A": 2}]"#, &limits).is_empty());
}

#[test]
fn faults_are_placed() {
    let limits = Limits::default();
    for (text, under) in [
        ("{\n  \"a\": 1,\n}", "}"),
        ("{\"a\": /* */ 1}", "/"),
        ("[1\u{e9}]", "\u{e9}"),
        ("\"a\nb\"", "\n"),
        ("[1, 2", ""),
        (r#"{"a": 1, "a": 2}"#, r#""a""#),
        (r#"["a\ud800"]"#, r#""a\ud800""#),
    ] {
        let found = read(text.as_bytes(), &limits).unwrap_err();
        let span = found.first().unwrap().span();
        assert_eq!(&text[span.range()], under, "{text}");
    }
}

#[test]
fn all_duplicates_and_surrogates_are_found() {
    let text = br#"{"a": "\ud800", "a": 1, "b": {"c": 1, "c": 2, "c": 3}}"#;
    let expected = [
        Code::LoneSurrogate,
        Code::DuplicateMember,
        Code::DuplicateMember,
        Code::DuplicateMember,
    ];
    assert_eq!(codes(text, &Limits::default()), expected);
}

#[test]
fn limits_bind() {
    let nested = |levels: usize| [b"[".repeat(levels), b"]".repeat(levels)].concat();
    let limits = Limits::default();
    assert!(codes(&nested(32), &limits).is_empty());
    assert_eq!(codes(&nested(33), &limits), [Code::NestingTooDeep]);
    let mut flat = vec![b' '; limits.bytes() - 1];
    flat.push(b'1');
    assert!(codes(&flat, &limits).is_empty());
    flat.push(b' ');
    assert_eq!(codes(&flat, &limits), [Code::TextTooLong]);
    let tight = limits.with_nesting(1).with_bytes(4);
    assert!(codes(b"[1]", &tight).is_empty());
    assert_eq!(codes(b"[[]]", &tight), [Code::NestingTooDeep]);
    assert_eq!(codes(b"[111]", &tight), [Code::TextTooLong]);
    assert!(codes(b"7", &limits.with_nesting(0)).is_empty());
}

#[test]
fn no_span_cuts_a_character() {
    let text = "\"é\u{20AC}😀\"";
    for bytes in 0..text.len() {
        let limits = Limits::default().with_bytes(bytes);
        let diagnostics = super::read(text.as_bytes(), &limits).unwrap_err();
        let span = diagnostics.first().unwrap().span();
        let beyond = text.get(span.range()).unwrap();
        assert!(beyond.len() >= text.len() - bytes, "{bytes} {beyond}");
    }
    let no_text = [0xFF, 0x80, 0x80, 0x80, 0x80, 0x80];
    assert_eq!(
        codes(&no_text, &Limits::default().with_bytes(5)),
        [Code::TextTooLong]
    );
}

#[test]
fn a_mebibyte_of_brackets_is_a_clean_error() {
    let limits = Limits::default();
    let mut text = b"[".repeat(limits.bytes());
    assert_eq!(codes(&text, &limits), [Code::NotJson]);
    text[limits.bytes() / 2..].fill(b']');
    assert_eq!(codes(&text, &limits), [Code::NestingTooDeep]);
    let deepest = limits.with_nesting(usize::MAX);
    assert_eq!(deepest.nesting(), Limits::MAX_NESTING);
    let small = [b"{\"\":".repeat(300), b"1".to_vec(), b"}".repeat(300)].concat();
    assert_eq!(codes(&small, &deepest), [Code::NestingTooDeep]);
}

/// The law of [`read`], on every text that is one byte away from some texts.
#[test]
fn accepts_what_serde_json_accepts() {
    let seeds: [&str; 3] = [
        r#"{"a":[1,-2.5e3,"\u00e9\ud83d\ude00"],"b":{"a":null}}"#,
        "[true , false,\t\"\u{e9}\\\\\" , {} ,[]]",
        r#" { "a" : "\"" , "A" : 0.10 } "#,
    ];
    let bytes = b"\"\\{}[],: 0e-.atn/\n\x00\x7f\xc3\xff";
    let limits = Limits::default();
    for seed in seeds {
        let seed = seed.as_bytes();
        for at in 0..seed.len() {
            let changed = bytes.iter().flat_map(|byte| {
                let mut replaced = seed.to_vec();
                replaced[at] = *byte;
                let mut inserted = seed.to_vec();
                inserted.insert(at, *byte);
                [replaced, inserted]
            });
            for text in changed.chain([seed[..at].to_vec(), seed[at..].to_vec()]) {
                let accepted = serde_json::from_slice::<IgnoredAny>(&text).is_ok()
                    && std::str::from_utf8(&text).is_ok();
                let found = codes(&text, &limits);
                let by_grammar = !found
                    .iter()
                    .any(|code| matches!(code, Code::NotJson | Code::NotUtf8));
                assert_eq!(accepted, by_grammar, "{}", String::from_utf8_lossy(&text));
            }
        }
    }
}
