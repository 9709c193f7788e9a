//! Policies that are made to be costly: compiling stays within its bounds of time and memory, and
//! the answers stay right.
//!
//! Sizes are asserted always; times only in an optimised build (`cargo test --release`).

#![allow(clippy::expect_used, clippy::panic, reason = "this is a test")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use ramgate::{
    Action, Compiler, Context, ContextEntry, DecisionKind, Engine, Image, PolicySet, Request,
    Resource,
};

/// The longest identity policy that RAM accepts, in characters.
const LONGEST: usize = 6144;

/// A policy of one statement with as many of the items as fit the longest document.
fn filled(head: &str, items: impl Iterator<Item = String>, tail: &str) -> String {
    let mut text = format!("{{\"Version\":\"1\",\"Statement\":[{{\"Effect\":\"Allow\",{head}[");
    let end = format!("]{tail}}}]}}");
    let mut first = true;
    for item in items {
        if text.len() + item.len() + end.len() + 3 > LONGEST {
            break;
        }
        let comma = if first { "" } else { "," };
        first = false;
        write!(text, "{comma}\"{item}\"").expect("writing to a string");
    }
    text + &end
}

fn resources(items: impl Iterator<Item = String>) -> String {
    filled("\"Action\":\"*\",\"Resource\":", items, "")
}

fn actions(items: impl Iterator<Item = String>) -> String {
    filled("\"Resource\":\"*\",\"Action\":", items, "")
}

fn values(items: impl Iterator<Item = String>) -> String {
    let head = "\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringLike\":{\"k\":";
    filled(head, items, "}}")
}

/// Short names that differ, all of letters.
fn name(mut n: usize) -> String {
    let mut name = String::new();
    loop {
        name.push(char::from(b'a' + u8::try_from(n % 26).expect("a letter")));
        n /= 26;
        if n == 0 {
            return name;
        }
    }
}

fn hostile() -> Vec<(&'static str, String)> {
    let n = || 0usize..;
    vec![
        (
            "hundreds of stars",
            resources(["acs:a:::".to_owned() + &"*a".repeat(2900)].into_iter()),
        ),
        ("stars in a value", values(["*ab".repeat(1900)].into_iter())),
        (
            "stars in an action",
            actions(["*a:".repeat(1900)].into_iter()),
        ),
        (
            "a star and question marks",
            values(["*a".to_owned() + &"?".repeat(5900)].into_iter()),
        ),
        (
            "stars and growing runs of question marks",
            values(n().map(|i| format!("*{}{}", name(i), "?".repeat(i % 40)))),
        ),
        (
            "question marks everywhere",
            values(n().map(|i| format!("??{}*?a?{}", name(i), "?b".repeat(i % 7)))),
        ),
        (
            "infix values",
            values(n().map(|i| format!("*{}*", name(i)))),
        ),
        (
            "infix resources",
            resources(n().map(|i| format!("acs:a:::*{}*", name(i)))),
        ),
        (
            "infix actions",
            actions(n().map(|i| format!("*{}*", name(i)))),
        ),
        (
            "infix services",
            actions(n().map(|i| format!("*:{}*", name(i)))),
        ),
        (
            "a shared beginning and inner stars",
            resources(n().map(|i| format!("acs:kms:::secret/*-x{i}-*"))),
        ),
        (
            "different beginnings and inner stars",
            resources(n().map(|i| format!("acs:oss:::b{i}-*/logs/*"))),
        ),
        (
            "nested beginnings",
            values(n().map(|i| "a".repeat(i % 90) + "*b")),
        ),
        ("nested prefixes", values(n().map(|i| "a".repeat(i) + "*"))),
        (
            "two inner stars each",
            values(n().map(|i| format!("{0}*a{0}*{0}b", name(i)))),
        ),
        (
            "two inner stars and question marks each",
            values(n().map(|i| format!("{0}?*a?*?{0}", name(i)))),
        ),
        (
            "several inner stars each",
            values(n().map(|i| format!("{0}*a*{0}*b*c", name(i)))),
        ),
        (
            "different heads",
            resources(n().map(|i| format!("acs:*{0}*:*{0}:{0}*:*", name(i)))),
        ),
        (
            "different literal actions",
            actions(n().map(|i| format!("a:{}", name(i)))),
        ),
        (
            "characters of four bytes",
            values(n().map(|i| format!("*\u{1F600}?{}*", name(i)))),
        ),
        (
            "floating actions and question marks",
            actions(n().map(|i| match i {
                0..6 => format!("*{}??", name(i)),
                _ => format!("{}:{i}*", name(i % 26)),
            })),
        ),
        ("floating patterns under many keys", {
            let value = |i: usize| match i {
                0..3 => format!("\"*{0}*{0}?\"", name(i)),
                _ => format!("\"{}?*\"", name(i)),
            };
            let values: Vec<String> = (0..16).map(value).collect();
            let keys = n().map(|i| format!("\"{i}\":[{}]", values.join(",")));
            let head = "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\
                        \"Resource\":\"*\",\"Condition\":{\"StringLike\":{";
            head.to_owned() + &keys.take(40).collect::<Vec<_>>().join(",") + "}}}]}"
        }),
        ("address blocks", {
            let head = "\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"IpAddress\":{\"acs:SourceIp\":";
            filled(
                head,
                n().map(|i| format!("{}.{}.0.0/{}", i % 223, i % 251, 9 + i % 24)),
                "}}",
            )
        }),
        ("statements", {
            let statement =
                "{\"Effect\":\"Deny\",\"NotAction\":\"a:*\",\"Resource\":\"acs::::*a*\"}";
            let body = vec![statement; (LONGEST - 40) / (statement.len() + 1)].join(",");
            format!("{{\"Version\":\"1\",\"Statement\":[{body}]}}")
        }),
    ]
}

fn set(text: &str) -> PolicySet {
    let mut set = PolicySet::new();
    set.parse("hostile", text)
        .unwrap_or_else(|error| panic!("{error}"));
    set
}

/// An image, and the shortest time of a few that compiling took: other programs may slow one.
fn compile(set: &PolicySet) -> (Image, Duration) {
    let attempt = || {
        let start = Instant::now();
        let image = Compiler::new().compile(set).expect("an image");
        (image, start.elapsed())
    };
    let attempts = if cfg!(debug_assertions) { 1 } else { 5 };
    (0..attempts)
        .map(|_| attempt())
        .min_by_key(|(_, took)| *took)
        .expect("an attempt")
}

/// What is asserted of time holds for optimised code only.
fn within(name: &str, took: Duration, most: Duration) {
    if !cfg!(debug_assertions) {
        assert!(took < most, "{name}: {took:?}, at most {most:?}");
    }
}

#[test]
fn any_legal_policy_compiles_small_and_soon() {
    for (name, text) in hostile() {
        assert!(
            text.len() <= LONGEST && text.len() > LONGEST / 2,
            "{name}: {}",
            text.len()
        );
        let (image, took) = compile(&set(&text));
        assert!(
            image.as_bytes().len() <= 4 << 20,
            "{name}: {} bytes",
            image.as_bytes().len()
        );
        within(name, took, Duration::from_millis(50));
        println!("{name}: {took:?}, {} bytes", image.as_bytes().len());
    }
}

#[test]
fn hostile_requests_end_soon() {
    for (name, text) in hostile() {
        let engine = Engine::new(compile(&set(&text)).0);
        let near_miss = "a".repeat(4000);
        let arn = format!("acs:a:::{near_miss}");
        let action = format!("a:{near_miss}");
        let context = [ContextEntry::text("k", &near_miss)];
        let request = Request::new(
            Action::new(&action).expect("an action"),
            Resource::new(&arn).expect("a resource"),
            Context::new(&context).expect("a context"),
        );
        let start = Instant::now();
        let decision = engine.decide(&request);
        within(name, start.elapsed(), Duration::from_millis(250));
        assert_eq!(decision, engine.explain(&request).decision(), "{name}");
    }
}

#[test]
fn the_published_policies_compile_soon() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/kms/policies");
    let mut set = PolicySet::new();
    for entry in std::fs::read_dir(folder).expect("the example policies") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        set.parse(name, std::fs::read(&path).expect("a policy"))
            .expect("a policy that loads");
    }
    assert_eq!(set.len(), 12);
    let (image, took) = compile(&set);
    within("the published policies", took, Duration::from_millis(5));
    println!("{} bytes in {took:?}", image.as_bytes().len());
}

/// Statements in policies of a hundred each.
fn set_of(count: usize, statement: impl Fn(usize) -> String) -> PolicySet {
    let mut set = PolicySet::new();
    for first in (0..count).step_by(100) {
        let body: Vec<String> = (first..count.min(first + 100)).map(&statement).collect();
        let text = format!("{{\"Version\":\"1\",\"Statement\":[{}]}}", body.join(","));
        set.import(format!("policy-{first:06}"), text)
            .expect("a policy that loads");
    }
    set
}

#[test]
fn ten_thousand_statements_of_any_make_compile_within_a_second() {
    let allow = |rest: String| format!("{{\"Effect\":\"Allow\",{rest}}}");
    let sets = [
        (
            "each excepts an action of its own",
            set_of(10_000, |i| {
                allow(format!("\"NotAction\":\"a:{i}\",\"Resource\":\"*\""))
            }),
        ),
        (
            "half for any action, half for one of their own",
            set_of(10_000, |i| {
                let action = if i % 2 == 0 {
                    "*".to_owned()
                } else {
                    format!("a:{i}")
                };
                allow(format!("\"Action\":\"{action}\",\"Resource\":\"*\""))
            }),
        ),
        (
            "an action pattern of their own each",
            set_of(10_000, |i| {
                allow(format!(
                    "\"Action\":\"s{}:Describe{i}*\",\"Resource\":\"acs:s:::r/{i}\"",
                    i % 50
                ))
            }),
        ),
        (
            "inner stars under a key each",
            set_of(10_000, |i| {
                let values: Vec<String> = (0..8).map(|j| format!("\"a{i}x{j}-*y\"")).collect();
                let condition = format!("{{\"StringLike\":{{\"k\":[{}]}}}}", values.join(","));
                allow(format!(
                    "\"Action\":\"a:b\",\"Resource\":\"*\",\"Condition\":{condition}"
                ))
            }),
        ),
        (
            "long actions against long patterns",
            set_of(4_000, |i| {
                let (a, half) = ("a".repeat(60), "a".repeat(30));
                let action = if i % 2 == 0 {
                    format!("a:{a}{i}")
                } else {
                    format!("*{half}b{i}")
                };
                allow(format!("\"Action\":\"{action}\",\"Resource\":\"*\""))
            }),
        ),
    ];
    for (name, set) in sets {
        let (image, took) = compile(&set);
        within(name, took, Duration::from_secs(1));
        println!("{name}: {took:?}, {} bytes", image.as_bytes().len());
        assert!(
            image.as_bytes().len() < 16 << 20,
            "{name}: {}",
            image.as_bytes().len()
        );
    }
}

#[test]
fn ten_thousand_statements_compile_within_a_second() {
    let mut set = PolicySet::new();
    for policy in 0..100 {
        let mut body = Vec::new();
        for at in 0..100 {
            let n = policy * 100 + at;
            let effect = if n % 10 == 0 { "Deny" } else { "Allow" };
            let id = match n % 10 {
                0..6 => format!("secret/app-{n}"),
                6..9 => format!("secret/team-{n}/*"),
                _ => format!("secret/*-{n}/x"),
            };
            let condition = if n % 5 == 0 {
                format!(
                    ",\"Condition\":{{\"StringEquals\":{{\"kms:tag/team\":\"t{}\"}}}}",
                    n % 97
                )
            } else {
                String::new()
            };
            body.push(format!(
                "{{\"Effect\":\"{effect}\",\"Action\":[\"kms:Get{}\",\"kms:Describe*\"],\
                 \"Resource\":\"acs:kms:*:1234567890123456:{id}\"{condition}}}",
                n % 50
            ));
        }
        let text = format!("{{\"Version\":\"1\",\"Statement\":[{}]}}", body.join(","));
        set.import(format!("policy-{policy:02}"), text)
            .expect("a policy that loads");
    }
    let (image, took) = compile(&set);
    within("10,000 statements", took, Duration::from_secs(1));
    println!("{} bytes in {took:?}", image.as_bytes().len());
    let engine = Engine::new(image);
    for (id, kind) in [
        ("secret/app-1201", DecisionKind::Allow),
        ("secret/app-1200", DecisionKind::ImplicitDeny),
        ("secret/team-1207/deep/er", DecisionKind::Allow),
        ("secret/any-1209/x", DecisionKind::Allow),
        ("secret/any-1209/y", DecisionKind::ImplicitDeny),
    ] {
        let arn = format!("acs:kms:cn-hangzhou:1234567890123456:{id}");
        let request = Request::from_text("kms:DescribeSecret", &arn).expect("a request");
        assert_eq!(engine.decide(&request).kind(), kind, "{id}");
    }
}
