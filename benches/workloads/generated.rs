//! Policy sets of any size, and requests near their statements.
//!
//! Of the statements 60 % name resources exactly, 30 % by prefix, 10 % with a star in the middle;
//! 20 % have a condition; 10 % deny. The same size gives the same set. Must not know how anything
//! is measured.

use std::fmt::Write as _;

use ramgate::PolicySet;
use ramgate_testkit::{Dice, OwnedRequest, OwnedValue, OwnedValues};

use super::{Counts, Workload};

const SEED: u64 = 20_240_501;
/// Requests for each set.
const REQUESTS: usize = 64;
/// Statements for each policy, so that each is short enough to be one.
const IN_A_POLICY: usize = 10;

/// What must come of the requests, by the size of the set: allowed, denied explicitly and
/// implicitly.
const EXPECTED: [(usize, [usize; 3]); 4] = [
    (10, [47, 2, 15]),
    (100, [33, 2, 29]),
    (1_000, [29, 5, 30]),
    (10_000, [38, 2, 24]),
];

const ACTIONS: [&str; 10] = [
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:DescribeKey",
    "kms:GetSecretValue",
    "kms:ListSecrets",
    "kms:PutSecretValue",
    "kms:UpdateAlias",
    "oss:GetObject",
    "oss:PutObject",
];
const ACTION_PATTERNS: [&str; 4] = ["kms:*", "kms:Get*", "oss:*Object", "*"];
const REGIONS: [&str; 3] = ["cn-hangzhou", "cn-beijing", "ap-southeast-1"];
const PROJECTS: [&str; 3] = ["apollo", "gemini", "mercury"];

/// What one statement is about, and a request may be.
struct About {
    action: &'static str,
    region: &'static str,
    /// With `#` in place of what a pattern leaves open.
    id: String,
}

/// A policy set of so many statements, and requests.
pub(crate) fn generated(statements: usize) -> Workload {
    let mut dice = Dice::seeded(SEED);
    let mut abouts = Vec::new();
    let mut set = PolicySet::new();
    let mut written = Vec::new();
    for number in 0..statements {
        let about = about(&mut dice, number);
        written.push(statement(&mut dice, &about));
        abouts.push(about);
        if written.len() == IN_A_POLICY || number + 1 == statements {
            let text = format!(
                "{{\"Version\":\"1\",\"Statement\":[{}]}}",
                written.join(",")
            );
            let name = format!("policy-{number:05}");
            set.parse(name, text).expect("a policy that loads");
            written.clear();
        }
    }
    let requests = (0..REQUESTS).map(|_| request(&mut dice, &abouts)).collect();
    let expected = EXPECTED.iter().find(|(size, _)| *size == statements);
    let (_, [allow, explicit_deny, implicit_deny]) = *expected.expect("a size with counts");
    Workload {
        name: statements.to_string(),
        set,
        requests,
        expected: Counts {
            allow,
            explicit_deny,
            implicit_deny,
        },
    }
}

fn about(dice: &mut Dice<'_>, number: usize) -> About {
    let id = match dice.below(10) {
        0..=5 => format!("key/key-{number:05}"),
        6..=8 => format!("secret/app-{number:05}/#"),
        _ => format!("bucket-{number:05}-#/logs/#"),
    };
    About {
        action: dice.word(&ACTIONS),
        region: dice.word(&REGIONS),
        id,
    }
}

fn statement(dice: &mut Dice<'_>, about: &About) -> String {
    let effect = if dice.chance(10) { "Deny" } else { "Allow" };
    let action = if dice.chance(20) {
        dice.word(&ACTION_PATTERNS)
    } else {
        about.action
    };
    let region = if dice.chance(50) { "*" } else { about.region };
    let id = about.id.replace('#', "*");
    let mut text = format!(
        "{{\"Effect\":\"{effect}\",\"Action\":\"{action}\",\
         \"Resource\":\"acs:*:{region}:1234567890123456:{id}\""
    );
    if dice.chance(20) {
        let written = if dice.chance(50) {
            let third = dice.below(256);
            write!(
                text,
                ",\"Condition\":{{\"IpAddress\":{{\"acs:SourceIp\":[\"10.{third}.0.0/16\",\
                 \"192.168.0.0/16\"]}}}}"
            )
        } else {
            let project = dice.word(&PROJECTS);
            write!(
                text,
                ",\"Condition\":{{\"StringEquals\":{{\"kms:tag/Project\":\"{project}\"}}}}"
            )
        };
        written.expect("writing to a string");
    }
    text + "}"
}

/// Near one statement: mostly what it is about, now and then another action or id.
fn request(dice: &mut Dice<'_>, abouts: &[About]) -> OwnedRequest {
    let about = dice.pick(abouts).expect("at least one statement");
    let action = if dice.chance(20) {
        dice.word(&ACTIONS)
    } else {
        about.action
    };
    let open = dice.word(&["a", "2024/05", "x-y"]);
    let mut id = about.id.replace('#', open);
    if dice.chance(20) {
        id.push('x');
    }
    let (service, _) = action.split_once(':').expect("an action");
    let resource = format!("acs:{service}:{}:1234567890123456:{id}", about.region);
    let mut request = OwnedRequest::new(action, resource);
    let address = dice.word(&["192.168.1.7", "172.16.0.1"]);
    for (key, value) in [
        ("acs:SourceIp", address),
        ("kms:tag/Project", dice.word(&PROJECTS)),
        ("acs:SecureTransport", "true"),
    ] {
        let value = OwnedValue::Text(value.to_owned());
        request
            .context
            .push((key.to_owned(), OwnedValues::One(value)));
    }
    request
}
