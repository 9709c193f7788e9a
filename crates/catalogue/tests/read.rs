//! Catalogues that cannot be read, and small ones that can.

#![allow(clippy::unwrap_used, clippy::panic, reason = "this is a test")]

use ramgate_catalogue::{Catalogue, OperationResource};

const SMALL: &str = r#"{
  "service": "box",
  "as_of": "2026-08-31",
  "resource_types": [
    { "type": "lids", "arns": ["acs:box:{region}:{account}:lid"], "holds": "lid" },
    { "type": "lid", "arns": ["acs:box:{region}:{account}:lid/{id}"] },
    { "type": "label", "arns": ["acs:box:{region}:{account}:label/{id}"], "stands_for": "lid" },
    { "type": "box", "arns": ["acs:box:{region}:{account}:box/{id}"] }
  ],
  "condition_keys": [{ "key": "box:size", "type": "Numeric", "scope": "service" }],
  "actions": [
    { "action": "box:Open", "group": "box", "access": "Read", "resources": ["lid"], "by_alias": true,
      "condition_keys": ["box:size"],
      "dependents": [{ "action": "box:Look", "resource": "box", "when": "there is light" }] },
    { "action": "box:Look", "group": "box", "access": "Read", "resources": ["box", "lid"],
      "relation": "all" },
    { "action": "box:List", "group": "box", "access": "List", "resources": ["lids"] }
  ]
}"#;

#[test]
fn a_catalogue_of_ones_own() {
    let catalogue = Catalogue::read(SMALL).unwrap();
    assert_eq!(
        (catalogue.service(), catalogue.as_of()),
        ("box", "2026-08-31")
    );
    let resources = [
        OperationResource::new("lid", "acs:box:r:1:lid/l"),
        OperationResource::new("label", "acs:box:r:1:label/l"),
        OperationResource::new("box", "acs:box:r:1:box/b"),
    ];
    let checks = catalogue.checks_of("open", &resources).unwrap();
    let found: Vec<_> = checks
        .iter()
        .map(|check| {
            (
                check.action(),
                check.resource().unwrap(),
                check.from().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("box:Open", "acs:box:r:1:label/l", 0),
            ("box:Open", "acs:box:r:1:lid/l", 0),
            ("box:Look", "acs:box:r:1:box/b", 2),
        ]
    );
    let checks = catalogue.checks_of("List", &resources[..1]).unwrap();
    assert_eq!(checks[0].resource(), Some("acs:box:r:1:lid"));
}

/// What is written in place of what, and where the fault is then: path, text under the span, and
/// a part of the message.
const FAULTS: [(&str, &str, &str, &str, &str); 36] = [
    (
        r#""service": "box""#,
        r#""service": "Box""#,
        "service",
        r#""Box""#,
        "lower-case",
    ),
    (r#""service": "box","#, "", "", "", "no `service`"),
    (
        "2026-08-31",
        "2026-13",
        "as_of",
        r#""2026-13""#,
        "a month or a day",
    ),
    (
        "2026-08-31",
        "26-08",
        "as_of",
        r#""26-08""#,
        "a month or a day",
    ),
    (
        "2026-08-31",
        "2026-08-31-1",
        "as_of",
        r#""2026-08-31-1""#,
        "a month or a day",
    ),
    ("2026-08-31", "", "as_of", r#""""#, "empty"),
    (
        r#""as_of":"#,
        r#""as_off": 1, "as_of":"#,
        "",
        r#""as_off""#,
        "no member `as_off`",
    ),
    (
        r#""type": "box""#,
        r#""type": "lid""#,
        "resource_types[3].type",
        r#""lid""#,
        "there twice",
    ),
    (
        r#""type": "box""#,
        r#""type": "Box""#,
        "resource_types[3].type",
        r#""Box""#,
        "lower-case",
    ),
    (
        r#""type": "box""#,
        r#""type": 7"#,
        "resource_types[3].type",
        "7",
        "expected a string, not a number",
    ),
    (
        "box/{id}",
        "box",
        "resource_types[3].arns[0]",
        "",
        "the ARN of a container",
    ),
    (
        r#", "holds": "lid""#,
        "",
        "resource_types[0].arns[0]",
        "",
        "the ARN of a container",
    ),
    (
        "box/{id}",
        "box/{id",
        "resource_types[3].arns[0]",
        "",
        "expected a form",
    ),
    (
        r#"["acs:box:{region}:{account}:box/{id}"]"#,
        "[]",
        "resource_types[3].arns",
        "[]",
        "no form",
    ),
    (
        r#""holds": "lid""#,
        r#""holds": "lit""#,
        "resource_types[0].holds",
        r#""lit""#,
        "no resource type",
    ),
    (
        r#""holds": "lid""#,
        r#""holds": "lids""#,
        "resource_types[0].holds",
        r#""lids""#,
        "no resource type",
    ),
    (
        r#""stands_for": "lid""#,
        r#""stands_for": "label""#,
        "resource_types[2].stands_for",
        r#""label""#,
        "no resource type",
    ),
    (
        r#""type": "Numeric""#,
        r#""type": "Number""#,
        "condition_keys[0].type",
        r#""Number""#,
        "no type of keys",
    ),
    (
        r#""scope": "service""#,
        r#""scope": "all""#,
        "condition_keys[0].scope",
        r#""all""#,
        "no scope",
    ),
    (
        r#"{ "key": "box:size""#,
        r#"{ "key": "BOX:size", "type": "Date", "scope": "common" }, { "key": "box:size""#,
        "condition_keys[1].key",
        r#""box:size""#,
        "there twice",
    ),
    (
        "box:List",
        "lid:List",
        "actions[2].action",
        r#""lid:List""#,
        "begins with `box:`",
    ),
    (
        "box:List",
        "box",
        "actions[2].action",
        r#""box""#,
        "begins with `box:`",
    ),
    (
        "box:List",
        "box:open",
        "actions[2].action",
        r#""box:open""#,
        "there twice",
    ),
    (
        r#""box:List","#,
        r#""box:List", "operation": "open","#,
        "actions[2].operation",
        r#""open""#,
        "two ways",
    ),
    (
        r#""access": "List""#,
        r#""access": "list""#,
        "actions[2].access",
        r#""list""#,
        "no access level",
    ),
    (
        r#"["lids"]"#,
        r#"["lidz"]"#,
        "actions[2].resources[0]",
        r#""lidz""#,
        "no resource type",
    ),
    (
        r#"["lids"]"#,
        r#"["lids", "lids"]"#,
        "actions[2].resources[1]",
        r#""lids""#,
        "there twice",
    ),
    (
        r#"["lids"]"#,
        r#"["lids", "lid"], "relation": "any""#,
        "actions[2].resources",
        r#"["lids", "lid"]"#,
        "a container stands by itself",
    ),
    (
        r#"["lids"]"#,
        r#"["lids"], "relation": "any""#,
        "actions[2].relation",
        r#""any""#,
        "several `resources`",
    ),
    (
        r#""relation": "all""#,
        r#""note": "x""#,
        "actions[1]",
        "",
        "no `relation`",
    ),
    (
        r#""relation": "all""#,
        r#""relation": "both""#,
        "actions[1].relation",
        r#""both""#,
        "no relation",
    ),
    (
        r#""relation": "all""#,
        r#""relation": "all", "by_alias": true"#,
        "actions[1].by_alias",
        "true",
        "stands for its resource",
    ),
    (
        r#""by_alias": true"#,
        r#""by_alias": true, "several": true"#,
        "actions[0].several",
        "true",
        "one resource",
    ),
    (
        r#"["box:size"]"#,
        r#"["box:sise"]"#,
        "actions[0].condition_keys[0]",
        r#""box:sise""#,
        "no condition key",
    ),
    (
        r#""action": "box:Look", "resource""#,
        r#""action": "box:look", "resource""#,
        "actions[0].dependents[0].action",
        r#""box:look""#,
        "no action",
    ),
    (
        r#""resource": "box""#,
        r#""resource": "lids""#,
        "actions[0].dependents[0].resource",
        r#""lids""#,
        "no container",
    ),
];

#[test]
fn faults_have_their_place() {
    for (written, instead, path, at, message) in FAULTS {
        assert!(SMALL.contains(written), "{written}");
        let text = SMALL.replacen(written, instead, 1);
        let error = Catalogue::read(&text).map(|_| ()).unwrap_err();
        assert_eq!(error.path(), path, "{instead}: {error}");
        assert!(error.message().contains(message), "{instead}: {error}");
        if !at.is_empty() {
            assert_eq!(&text[error.span().range()], at, "{error}");
        }
        let before = &text[..error.span().start()];
        assert_eq!(error.place().line, before.matches('\n').count() + 1);
        assert!(error.to_string().starts_with(&error.place().to_string()));
    }
}

#[test]
fn what_was_probably_meant() {
    for (written, instead, help) in [
        (
            r#""holds": "lid""#,
            r#""holds": "lit""#,
            "did you mean `lid`?",
        ),
        (
            r#""box:Look", "resource""#,
            r#""box:look", "resource""#,
            "did you mean `box:Look`?",
        ),
        (r#""by_alias""#, r#""by_alais""#, "did you mean `by_alias`?"),
    ] {
        let text = SMALL.replacen(written, instead, 1);
        let error = Catalogue::read(&text).map(|_| ()).unwrap_err();
        assert_eq!(error.help(), Some(help));
    }
}

#[test]
fn what_is_no_catalogue() {
    for (text, message) in [
        ("", "there is no text"),
        ("[]", "expected an object, not a list"),
        ("{", "JSON"),
        (r#"{"service": "a", "service": "b"}"#, "two members"),
    ] {
        let error = Catalogue::read(text).map(|_| ()).unwrap_err();
        assert!(error.message().contains(message), "{text}: {error}");
    }
    let deep = "[".repeat(10_000);
    assert!(Catalogue::read(&deep).is_err());
    let long = " ".repeat(1 << 21);
    assert!(Catalogue::read(&long).is_err());
}

#[test]
fn lists_are_bounded() {
    let many: Vec<_> = (0..65).map(|item| format!(r#""x{item}""#)).collect();
    let text = SMALL.replacen(r#"["lids"]"#, &format!("[{}]", many.join(",")), 1);
    let error = Catalogue::read(&text).map(|_| ()).unwrap_err();
    assert!(error.message().contains("more than 64"), "{error}");
    let actions: Vec<_> = (0..17)
        .map(|item| {
            format!(
                r#"{{ "action": "box:A{item}", "operation": "A", "group": "g", "access": "Read" }}"#
            )
        })
        .collect();
    let start = SMALL.find(r#""actions": ["#).unwrap();
    let text = format!("{}\"actions\": [{}] }}", &SMALL[..start], actions.join(","));
    let error = Catalogue::read(&text).map(|_| ()).unwrap_err();
    assert!(error.message().contains("more than 16"), "{error}");
}
