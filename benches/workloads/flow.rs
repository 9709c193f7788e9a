//! Calls that go through the stages of the flow, each of a store with little else in it.
//!
//! Must not know how anything is measured.

use ramgate::{
    Authorizer, Compiler, DecisionKind, Limits, Mode, NoFiles, Policy, PolicyKind, ReadOptions,
    Stage, Store, read_policy, read_store,
};
use ramgate_testkit::{OwnedCall, OwnedRequest, OwnedValue, OwnedValues, reference};

use super::region::Asked;

/// A company whose account is five folders below the root, and a partner's account beside it.
const STORE: &str = r#"{
  "policies": {
    "use-keys": { "document": { "Version": "1", "Statement": [
      { "Effect": "Allow", "Action": ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": "acs:kms:*:*:key/*" },
      { "Effect": "Allow", "Action": ["kms:Describe*", "kms:List*"], "Resource": "*" } ] } },
    "assume-roles": { "document": { "Version": "1", "Statement": [
      { "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "acs:ram:*:*:role/app" } ] } },
    "guard-rail": { "document": { "Version": "1", "Statement": [
      { "Effect": "Deny", "Action": ["kms:ScheduleKeyDeletion", "kms:DisableKey"], "Resource": "*",
        "Condition": { "StringNotLike": { "acs:PrincipalARN": "acs:ram:*:*:role/break-glass" } } },
      { "Effect": "Deny", "Action": "kms:*", "Resource": "*",
        "Condition": { "Bool": { "acs:SecureTransport": "false" } } } ] } }
  },
  "accounts": {
    "1000000000000010": {
      "users": { "alice": { "groups": ["developers"], "policies": ["assume-roles"] } },
      "groups": { "developers": { "policies": ["use-keys"] } },
      "roles": { "app": { "policies": ["use-keys"], "trust": { "Version": "1", "Statement": [
        { "Effect": "Allow", "Action": "sts:AssumeRole",
          "Principal": { "RAM": "acs:ram::1000000000000010:root" },
          "Condition": { "Bool": { "acs:MFAPresent": "true" } } } ] } } }
    },
    "1000000000000020": {
      "users": { "bob": { "policies": ["use-keys"] } }
    },
    "1000000000000030": {
      "users": { "carol": { "policies": ["use-keys"] } }
    }
  },
  "resource_directory": {
    "management_account": "1000000000000001",
    "root": { "policies": ["FullAliyunAccess"], "folders": {
      "a": { "policies": ["FullAliyunAccess", "guard-rail"], "folders": {
        "b": { "policies": ["FullAliyunAccess", "guard-rail"], "folders": {
          "c": { "policies": ["FullAliyunAccess", "guard-rail"], "folders": {
            "d": { "policies": ["FullAliyunAccess", "guard-rail"], "folders": {
              "e": { "policies": ["FullAliyunAccess", "guard-rail"],
                     "accounts": { "1000000000000030": { "policies": ["FullAliyunAccess"] } } }
            } } } } } } } } } }
  },
  "resources": {
    "acs:kms:cn-hangzhou:1000000000000010:key/shared": { "policy": { "Version": "1", "Statement": [
      { "Effect": "Allow", "Action": "kms:*", "Resource": "*",
        "Principal": { "RAM": "acs:ram::1000000000000010:*" } },
      { "Effect": "Allow", "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*",
        "Principal": { "RAM": ["acs:ram::1000000000000020:user/bob"] } } ] } }
  }
}"#;

/// One call: its name, who calls, action, resource, whether with a session policy, and what must
/// come of it.
type Question = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    bool,
    DecisionKind,
    Stage,
);

const ALICE: &str = "acs:ram::1000000000000010:user/alice";
const SESSION: &str = "acs:ram::1000000000000010:role/app/session";
const KEY: &str = "acs:kms:cn-hangzhou:1000000000000010:key/own";
const SHARED: &str = "acs:kms:cn-hangzhou:1000000000000010:key/shared";

const QUESTIONS: [Question; 8] = [
    (
        "user",
        ALICE,
        "kms:Decrypt",
        KEY,
        false,
        DecisionKind::Allow,
        Stage::AccountLevelIdentityBasedPolicy,
    ),
    (
        "key-policy",
        ALICE,
        "kms:Decrypt",
        SHARED,
        false,
        DecisionKind::Allow,
        Stage::AccountLevelIdentityBasedPolicy,
    ),
    (
        "session",
        SESSION,
        "kms:Decrypt",
        KEY,
        false,
        DecisionKind::Allow,
        Stage::AccountLevelIdentityBasedPolicy,
    ),
    (
        "session-policy",
        SESSION,
        "kms:Decrypt",
        KEY,
        true,
        DecisionKind::Allow,
        Stage::AccountLevelIdentityBasedPolicy,
    ),
    (
        "control-depth-5",
        "acs:ram::1000000000000030:user/carol",
        "kms:Decrypt",
        "acs:kms:cn-hangzhou:1000000000000030:key/deep",
        false,
        DecisionKind::Allow,
        Stage::AccountLevelIdentityBasedPolicy,
    ),
    (
        "control-denies",
        "acs:ram::1000000000000030:user/carol",
        "kms:DisableKey",
        "acs:kms:cn-hangzhou:1000000000000030:key/deep",
        false,
        DecisionKind::ExplicitDeny,
        Stage::ControlPolicy,
    ),
    (
        "another-account",
        "acs:ram::1000000000000020:user/bob",
        "kms:Decrypt",
        SHARED,
        false,
        DecisionKind::Allow,
        Stage::ResourceBasedPolicy,
    ),
    (
        "assume-role",
        ALICE,
        "sts:AssumeRole",
        "acs:ram::1000000000000010:role/app",
        false,
        DecisionKind::Allow,
        Stage::AssumeRolePolicy,
    ),
];

/// The store of the questions.
pub(crate) fn store() -> Store {
    match read_store(STORE, &Limits::default(), None, &mut NoFiles) {
        Ok(read) => read.value,
        Err(diagnostics) => panic!("{diagnostics}"),
    }
}

/// The questions with their names, each answered as it must be by the reference and `authorizer`.
pub(crate) fn questions(store: &Store, authorizer: &Authorizer) -> Vec<(&'static str, OwnedCall)> {
    let question = |(name, principal, action, resource, bounded, kind, stage): Question| {
        let mut check = OwnedRequest::new(action, resource);
        for (key, value) in [
            ("acs:SourceIp", "192.168.1.7"),
            ("acs:SecureTransport", "true"),
            ("acs:MFAPresent", "true"),
        ] {
            let value = OwnedValues::One(OwnedValue::Text(value.to_owned()));
            check.context.push((key.to_owned(), value));
        }
        let mut call = OwnedCall::new(principal, check);
        call.session_policy = bounded.then(session_policy);
        let answer = call.lend(|call| reference::call_answer(store, call));
        let answer = answer.expect("a readable call");
        assert_eq!(
            (answer.kind, answer.stage),
            (kind, stage),
            "{name}: reference"
        );
        let session = call.session_policy.as_ref();
        let session = session.map(|policy| Compiler::new().compile_session(policy, store.keys()));
        let session = session.map(|session| session.expect("a session policy"));
        let asked = Asked::bounded(&call, session.as_ref());
        let decided = authorizer.decide(&asked.call, &asked.request());
        assert_eq!(
            (decided.kind(), decided.stage()),
            (kind, stage),
            "{name}: engine"
        );
        (name, call)
    };
    QUESTIONS.map(question).to_vec()
}

/// A session policy as long as they may be.
pub(crate) fn session_policy() -> Policy {
    const LONGEST: usize = 2_048;
    let mut text = String::from(r#"{"Version":"1","Statement":["#);
    for number in 0.. {
        let comma = if number == 0 { "" } else { "," };
        let statement = format!(
            "{comma}{{\"Effect\":\"Allow\",\"Action\":[\"kms:Decrypt\",\"kms:Get*\"],\
             \"Resource\":[\"acs:kms:*:*:key/app-{number}-*\",\"acs:kms:*:*:key/own\"],\
             \"Condition\":{{\"IpAddress\":{{\"acs:SourceIp\":\"192.168.0.0/16\"}}}}}}"
        );
        if text.len() + statement.len() + 2 > LONGEST {
            break;
        }
        text.push_str(&statement);
    }
    text.push_str("]}");
    assert!(text.len() > LONGEST - 200, "{}", text.len());
    let read = read_policy(&text, PolicyKind::Session, &ReadOptions::new(Mode::Strict));
    read.expect("a session policy").value
}
