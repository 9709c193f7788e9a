//! The example policies of KMS users, together and singly.
//!
//! Must not know how anything is measured.

use std::fs;
use std::path::Path;

use ramgate::PolicySet;
use ramgate_testkit::{OwnedRequest, OwnedValue, OwnedValues};

use super::{Counts, Workload};

const KEY: &str = "acs:kms:cn-hangzhou:1234567890123456:key/key-hzz1";

/// One question: its name, the policy it is asked of (all, if none is named), action, resource,
/// context, and the decision.
type Question = (
    &'static str,
    Option<&'static str>,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    Counts,
);

const QUESTIONS: &[Question] = &[
    ("all/allow", None, "kms:Decrypt", KEY, &[], Counts::ALLOW),
    (
        "all/implicit-deny",
        None,
        "oss:GetObject",
        "acs:oss:oss-cn-hangzhou:1234567890123456:bucket/object",
        &[],
        Counts::IMPLICIT_DENY,
    ),
    (
        "all/explicit-deny",
        None,
        "kms:CreateInstance",
        "*",
        &[],
        Counts::EXPLICIT_DENY,
    ),
    (
        "use-keys/allow",
        Some("use-keys"),
        "kms:Decrypt",
        KEY,
        &[],
        Counts::ALLOW,
    ),
    (
        "use-keys/implicit-deny",
        Some("use-keys"),
        "kms:ScheduleKeyDeletion",
        KEY,
        &[],
        Counts::IMPLICIT_DENY,
    ),
    (
        "address/within",
        Some("full-access-by-address"),
        "kms:Decrypt",
        KEY,
        &[("acs:SourceIp", "192.168.1.7")],
        Counts::ALLOW,
    ),
    (
        "address/outside",
        Some("full-access-by-address"),
        "kms:Decrypt",
        KEY,
        &[("acs:SourceIp", "10.0.0.1")],
        Counts::IMPLICIT_DENY,
    ),
    (
        "tag/same",
        Some("use-keys-by-tag"),
        "kms:Decrypt",
        KEY,
        &[("kms:tag/Project", "apollo")],
        Counts::ALLOW,
    ),
    (
        "tag/other",
        Some("use-keys-by-tag"),
        "kms:Decrypt",
        KEY,
        &[("kms:tag/Project", "gemini")],
        Counts::IMPLICIT_DENY,
    ),
    (
        "regions/explicit-deny",
        Some("restrict-instance-regions"),
        "bss:CreateInstance",
        "*",
        &[
            ("bssapi:ProductCode", "kms"),
            ("Resource", "acs:kms:cn-beijing:1234567890123456:instance"),
        ],
        Counts::EXPLICIT_DENY,
    ),
];

/// Every question of the example policies.
pub(crate) fn seed() -> Vec<Workload> {
    let ask = |&(name, policy, action, resource, context, expected): &Question| {
        let mut request = OwnedRequest::new(action, resource);
        request.context = context
            .iter()
            .map(|(key, value)| {
                let value = OwnedValue::Text((*value).to_owned());
                ((*key).to_owned(), OwnedValues::One(value))
            })
            .collect();
        Workload {
            name: name.to_owned(),
            set: seed_policies(|stem| policy.is_none_or(|policy| policy == stem)),
            requests: vec![request],
            expected,
        }
    };
    QUESTIONS.iter().map(ask).collect()
}

/// All example policies.
pub(crate) fn all_seed_policies() -> PolicySet {
    let set = seed_policies(|_| true);
    assert_eq!(set.len(), 12);
    set
}

fn seed_policies(chosen: impl Fn(&str) -> bool) -> PolicySet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/kms/policies");
    let mut set = PolicySet::new();
    for entry in fs::read_dir(folder).expect("the example policies") {
        let path = entry.expect("an entry of a folder").path();
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .expect("a name");
        if chosen(stem) {
            let text = fs::read(&path).expect("a policy");
            set.parse(stem, text).expect("a policy that loads");
        }
    }
    assert!(!set.is_empty());
    set
}
