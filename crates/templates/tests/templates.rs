//! Every template renders, to the policy that is published, and bad values are named.
//!
//! Must not know how rendering is done. `published/` holds the policies as published, for the
//! region and the account of `published_values`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot read its data has failed"
)]

use std::collections::BTreeSet;
use std::path::Path;

use ramgate_templates::{
    Parameter, ParameterProblem, Parameters, Template, find, parameters, templates,
};
use serde_json::Value;

const REGION: &str = "cn-hangzhou";
const ACCOUNT: &str = "1234567890123456";

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// The values that stand in the published policies, for what the template takes.
fn published_values(template: &Template) -> Parameters {
    let all = [
        ("region", REGION),
        ("account", ACCOUNT),
        ("tag-key", "Project"),
        ("tag-value", "Apollo"),
        ("secret-name", "example-secret"),
        ("key-id", "keyId-example"),
        ("address", "192.168.0.0/16"),
        ("address", "172.16.215.218"),
        ("allowed-region", "ap-southeast-1"),
        ("allowed-region", "ap-southeast-3"),
    ];
    let takes = |name: &str| template.parameters().iter().any(|p| p.name() == name);
    all.into_iter().filter(|(name, _)| takes(name)).collect()
}

/// What `render` says to values that it must refuse.
fn refused(template: &str, values: &[(&str, &str)]) -> (String, Vec<ParameterProblem>) {
    let given: Parameters = values.iter().copied().collect();
    let error = find(template).unwrap().render(&given).unwrap_err();
    assert_eq!(error.template(), template);
    assert!(!error.is_limit_exceeded());
    (error.to_string(), error.problems().to_vec())
}

#[test]
fn every_published_policy_has_a_template_that_renders_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/published");
    let mut published = BTreeSet::new();
    for file in folder.read_dir().unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let template = find(&name).unwrap();
        let rendered = template.render(&published_values(template)).unwrap();
        let expected = json(&std::fs::read_to_string(&path).unwrap());
        assert_eq!(json(&rendered), expected, "{name}");
        assert!(published.insert(name));
    }
    let templates: BTreeSet<_> = templates().iter().map(|t| t.name().to_owned()).collect();
    assert_eq!(published, templates);
    assert_eq!(templates.len(), 12);
}

#[test]
fn every_template_renders_its_example_and_says_what_it_is() {
    for template in templates() {
        let name = template.name();
        let kebab = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        assert!(kebab && name.len() <= 64, "{name}");
        assert!(!template.title().is_empty() && !template.title().ends_with('.'));
        let description = template.description();
        assert!(
            description.ends_with('.') && !description.contains('\n'),
            "{name}"
        );
        assert!(description.len() > 150, "{name}");

        let text = template.render(&template.example()).unwrap();
        assert!(
            text.starts_with("{\n  \"Version\": \"1\",\n  \"Statement\": ["),
            "{name}"
        );
        assert!(text.ends_with("\n}\n") && !text.contains("{{"), "{name}");
    }
}

#[test]
fn parameters_describe_themselves() {
    let declared: BTreeSet<_> = parameters().iter().map(Parameter::name).collect();
    let taken: BTreeSet<_> = templates()
        .iter()
        .flat_map(Template::parameters)
        .map(Parameter::name)
        .collect();
    assert_eq!(declared, taken);
    for parameter in parameters() {
        let example = parameter.example();
        assert!(!parameter.description().is_empty() && !parameter.expected().is_empty());
        assert!(
            parameter.takes_several() || example.len() == 1,
            "{}",
            parameter.name()
        );
        assert!(example.iter().all(|value| parameter.accepts(value)));
    }
}

#[test]
fn several_values_become_several_entries() {
    let values = Parameters::new()
        .with("address", "10.0.0.0/8")
        .with("address", "2001:db8::/32")
        .with("address", "192.0.2.7");
    let policy = json(
        &find("full-access-by-address")
            .unwrap()
            .render(&values)
            .unwrap(),
    );
    assert_eq!(
        policy.pointer("/Statement/0/Condition/IpAddress/acs:SourceIp"),
        Some(&json(r#"["10.0.0.0/8", "2001:db8::/32", "192.0.2.7"]"#))
    );

    let values = Parameters::new()
        .with("region", "*")
        .with("account", "*")
        .with("tag-key", "acs:rds\\x/y")
        .with("tag-value", "a\\b")
        .with("tag-value", "c@d");
    let policy = json(&find("use-keys-by-tag").unwrap().render(&values).unwrap());
    assert_eq!(
        policy.pointer("/Statement/0/Condition/StringEqualsIgnoreCase"),
        Some(&json(r#"{ "kms:tag/acs:rds\\x/y": ["a\\b", "c@d"] }"#))
    );
    assert_eq!(
        policy.pointer("/Statement/0/Resource/0"),
        Some(&Value::from("acs:kms:*:*:key/*"))
    );
}

#[test]
fn all_problems_are_named_at_once() {
    let (text, problems) = refused(
        "retrieve-secret-value",
        &[
            ("acount", ACCOUNT),
            ("region", "cn_hangzhou"),
            ("secret-name", "a"),
            ("secret-name", "b"),
            ("tag-value", "x"),
        ],
    );
    let found: Vec<_> = problems
        .iter()
        .map(|p| {
            let is = (
                p.is_unknown(),
                p.is_malformed(),
                p.is_missing(),
                p.is_repeated(),
            );
            (p.parameter(), is, p.suggestion())
        })
        .collect();
    assert_eq!(
        found,
        [
            ("acount", (true, false, false, false), Some("account")),
            ("tag-value", (true, false, false, false), None),
            ("region", (false, true, false, false), None),
            ("account", (false, false, true, false), None),
            ("secret-name", (false, false, false, true), None),
            ("key-id", (false, false, true, false), None),
        ]
    );
    assert_eq!(
        text,
        "template `retrieve-secret-value` cannot be rendered: \
         it has no parameter `acount`: the nearest is `account`; \
         it has no parameter `tag-value`: it takes `region`, `account`, `secret-name`, `key-id`; \
         parameter `region` cannot be `cn_hangzhou`: expected a region id of small letters, \
         digits and hyphens, or `*` for all regions, such as `cn-hangzhou`; \
         parameter `account` is missing: expected the digits of an account id, or `*` for all \
         accounts, such as `1234567890123456`; \
         parameter `secret-name` is given 2 times: expected one value; \
         parameter `key-id` is missing: expected a key id of letters, digits and hyphens, such \
         as `key-hzz0000example`"
    );
}

#[test]
fn a_template_without_parameters_takes_none() {
    let (text, problems) = refused("full-access", &[("region", REGION)]);
    assert_eq!(problems.len(), 1);
    assert!(
        text.ends_with("it has no parameter `region`: it takes none"),
        "{text}"
    );
}

#[test]
fn values_cannot_widen_a_policy() {
    for (template, name, value) in [
        ("query-keys", "region", "*:*:*"),
        ("query-keys", "region", "cn-*"),
        ("query-keys", "region", "cn-hangzhou:1:key/x\",\"*"),
        ("query-keys", "account", "123?"),
        ("query-keys", "account", "{{region}}"),
        ("query-keys", "account", "${account}"),
        ("query-keys", "account", ""),
        ("retrieve-secret-value", "secret-name", "*"),
        ("retrieve-secret-value", "secret-name", "example-secret "),
        ("retrieve-secret-value", "key-id", "k?y"),
        ("use-keys-by-tag", "tag-key", "Project\"]"),
        ("use-keys-by-tag", "tag-value", "A*"),
        ("use-keys-by-tag", "tag-value", "Äpollo"),
        ("full-access-by-address", "address", "10.0.0.0/33"),
        ("full-access-by-address", "address", "*"),
        ("restrict-instance-regions", "allowed-region", "*"),
    ] {
        let template = find(template).unwrap();
        let others = template.parameters().iter().filter(|p| p.name() != name);
        let values: Parameters = others
            .map(|p| (p.name(), p.example().first().copied().unwrap()))
            .chain([(name, value)])
            .collect();
        let error = template.render(&values).unwrap_err();
        let [problem] = error.problems() else {
            panic!("{error}")
        };
        assert!(
            problem.is_malformed() && problem.parameter() == name,
            "{error}"
        );
        assert!(error.to_string().contains(&format!("`{value}`")), "{error}");
    }
}

#[test]
fn one_bad_value_among_several_is_named() {
    let values = [
        ("address", "10.0.0.1"),
        ("address", "10.0.0.300"),
        ("address", "\u{7}"),
    ];
    let (text, problems) = refused("full-access-by-address", &values);
    assert!(problems.len() == 2 && problems.iter().all(ParameterProblem::is_malformed));
    assert!(text.contains("cannot be `10.0.0.300`"), "{text}");
    assert!(text.contains("cannot be `\\u{7}`"), "{text}");
}

#[test]
fn a_policy_that_ram_would_not_take_is_not_rendered() {
    let values = |count: u8| (0..count).map(|i| ("address", format!("203.0.113.{i}")));
    let template = find("full-access-by-address").unwrap();
    assert!(template.render(&values(150).collect()).is_ok());
    let error = template.render(&values(250).collect()).unwrap_err();
    assert!(error.is_limit_exceeded() && error.problems().is_empty());
    assert!(
        error.to_string().contains("RAM takes 6144 at most"),
        "{error}"
    );
}

#[test]
fn an_unknown_template_suggests_the_nearest() {
    for (name, nearest) in [
        ("manage-key", Some("manage-keys")),
        ("Use_Keys", Some("use-keys")),
        ("retrieve-secret", Some("retrieve-secret-value")),
        ("zzz", None),
        ("", None),
    ] {
        let error = find(name).unwrap_err();
        assert_eq!((error.template(), error.suggestion()), (name, nearest));
    }
    assert_eq!(
        find("manage-key").unwrap_err().to_string(),
        "there is no template `manage-key`: the nearest is `manage-keys`"
    );
    assert_eq!(
        find("zzz").unwrap_err().to_string(),
        "there is no template `zzz`"
    );
}
