//! Key and secret policies: how they merge (6.3), and their rules (7.3).

use ramgate_model::DecisionKind::{self, Allow, ExplicitDeny, ImplicitDeny};
use ramgate_syntax::{PolicyKind, Store};

use crate::build::{
    ALICE, BOB, KEY, SECRET, accounts, allow, ask, call, deny, give, import, key_policy, policy,
    to, when,
};

fn kind(store: &Store, principal: &str, action: &str, resource: &str) -> DecisionKind {
    call(principal, action, resource).of(store).kind
}

#[test]
fn the_table_of_merging() {
    // What the identity side and the resource side say; then the same account, and another.
    for (identity, resource, same, other) in [
        (None, None, ImplicitDeny, ImplicitDeny),
        (Some(Allow), None, Allow, ImplicitDeny),
        (None, Some(Allow), Allow, ImplicitDeny),
        (Some(Allow), Some(Allow), Allow, Allow),
        (Some(ExplicitDeny), None, ExplicitDeny, ExplicitDeny),
        (Some(ExplicitDeny), Some(Allow), ExplicitDeny, ExplicitDeny),
        (None, Some(ExplicitDeny), ExplicitDeny, ExplicitDeny),
        (Some(Allow), Some(ExplicitDeny), ExplicitDeny, ExplicitDeny),
    ] {
        for (arn, of, action) in [
            (KEY, PolicyKind::Key, "kms:Encrypt"),
            (SECRET, PolicyKind::Secret, "kms:GetSecretValue"),
        ] {
            for (caller, expected) in [(ALICE, same), (BOB, other)] {
                let mut store = accounts();
                match identity {
                    Some(Allow) => give(&mut store, caller, "own", &[allow("kms:*")]),
                    Some(_) => give(&mut store, caller, "own", &[deny("kms:*")]),
                    None => {}
                }
                if let Some(decision) = resource {
                    let effect = if decision == Allow { "Allow" } else { "Deny" };
                    let statements = [to(effect, &[caller], "kms:*")];
                    let document = policy(of, &statements);
                    store.set_resource_document(arn, document).unwrap();
                }
                let decided = kind(&store, caller, action, arn);
                assert_eq!(
                    decided, expected,
                    "{identity:?} {resource:?} {caller} {arn}"
                );
            }
        }
    }
}

#[test]
fn allows_take_effect_on_published_operations_only() {
    let listed = [
        "kms:ListKeyVersions",
        "kms:DescribeKey",
        "kms:CreateKeyVersion",
        "kms:EnableKey",
        "kms:DisableKey",
        "kms:GetPublicKey",
        "kms:SetDeletionProtection",
        "kms:UpdateRotationPolicy",
        "kms:DeleteKeyMaterial",
        "kms:CancelKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:ImportKeyMaterial",
        "kms:ScheduleKeyDeletion",
        "kms:Encrypt",
        "KMS:DECRYPT",
        "kms:GenerateDataKey",
        "kms:GenerateAndExportDataKey",
        "kms:AsymmetricEncrypt",
        "kms:AsymmetricDecrypt",
        "kms:ListAliasesByKeyId",
    ];
    let unlisted = [
        "kms:AsymmetricSign",
        "kms:AsymmetricVerify",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
        "kms:ExportDataKey",
        "kms:PutSecretValue",
        "kms:TagResources",
        "oss:GetObject",
    ];
    let (mut yes, mut no) = (accounts(), accounts());
    key_policy(&mut yes, &[to("Allow", &[ALICE], "kms:*")]);
    key_policy(&mut no, &[to("Deny", &[ALICE], "kms:*")]);
    for action in listed {
        assert_eq!(kind(&yes, ALICE, action, KEY), Allow, "{action}");
        assert_eq!(kind(&no, ALICE, action, KEY), ExplicitDeny, "{action}");
    }
    for action in unlisted {
        assert_eq!(kind(&yes, ALICE, action, KEY), ImplicitDeny, "{action}");
        let denied = if action.starts_with("kms:") {
            ExplicitDeny
        } else {
            ImplicitDeny
        };
        assert_eq!(kind(&no, ALICE, action, KEY), denied, "{action}");
    }
}

#[test]
fn secrets_have_a_list_of_their_own() {
    let with = |effect| {
        let mut store = accounts();
        let document = policy(PolicyKind::Secret, &[to(effect, &[ALICE], "kms:*")]);
        store.set_resource_document(SECRET, document).unwrap();
        store
    };
    let (yes, no) = (with("Allow"), with("Deny"));
    for (action, expected) in [
        ("kms:ListSecretVersionIds", Allow),
        ("kms:DescribeSecret", Allow),
        ("kms:PutSecretValue", Allow),
        ("kms:UpdateSecretVersionStage", Allow),
        ("kms:DeleteSecret", Allow),
        ("kms:RestoreSecret", Allow),
        ("kms:RotateSecret", Allow),
        ("kms:TagResource", Allow),
        ("kms:UntagResource", Allow),
        ("kms:GetSecretValue", Allow),
        ("kms:GetSecretPolicy", ImplicitDeny),
        ("kms:SetSecretPolicy", ImplicitDeny),
        ("kms:Decrypt", ImplicitDeny),
        ("kms:CreateSecret", ImplicitDeny),
    ] {
        assert_eq!(kind(&yes, ALICE, action, SECRET), expected, "{action}");
        assert_eq!(kind(&no, ALICE, action, SECRET), ExplicitDeny, "{action}");
    }
}

#[test]
fn the_list_is_that_of_the_resource() {
    // One declared policy may serve a key and a secret.
    let mut store = accounts();
    let document = policy(PolicyKind::Key, &[to("Allow", &[ALICE], "kms:*")]);
    store.put_policy("both", document).unwrap();
    store.set_resource_policy(KEY, "both").unwrap();
    store.set_resource_policy(SECRET, "both").unwrap();
    for (action, of_key, of_secret) in [
        ("kms:Encrypt", Allow, ImplicitDeny),
        ("kms:PutSecretValue", ImplicitDeny, Allow),
        ("kms:UpdateSecret", Allow, Allow),
    ] {
        assert_eq!(kind(&store, ALICE, action, KEY), of_key, "{action}");
        assert_eq!(kind(&store, ALICE, action, SECRET), of_secret, "{action}");
    }
    assert_eq!(
        ask(&store, ALICE, "kms:Encrypt", KEY),
        "Allow ResourceBasedPolicy both#0 @ resource"
    );
}

/// What an imported key policy of one statement decides for Alice.
fn imported(statement: &str, action: &str) -> DecisionKind {
    let mut store = accounts();
    let document = import(PolicyKind::Key, &[statement.to_owned()]);
    store.set_resource_document(KEY, document).unwrap();
    kind(&store, ALICE, action, KEY)
}

fn both(body: &str, action: &str) -> (DecisionKind, DecisionKind) {
    let with = |effect| {
        let principal = format!(r#""Principal": {{ "RAM": "{ALICE}" }}"#);
        let statement = format!(r#"{{ "Effect": "{effect}", {principal}, {body} }}"#);
        imported(&statement, action)
    };
    (with("Allow"), with("Deny"))
}

#[test]
fn actions_of_other_services_match_nothing() {
    let matches = (Allow, ExplicitDeny);
    let silent = (ImplicitDeny, ImplicitDeny);
    for (patterns, expected) in [
        (r#""*""#, matches),
        (r#""**""#, matches),
        (r#""k*""#, matches),
        (r#""*:Enc*""#, matches),
        (r#""k*Encrypt""#, matches),
        (r#"["oss:*", "KMS:encrypt"]"#, matches),
        (r#""oss:*""#, silent),
        (r#""o*""#, silent),
        (r#""kms:Decrypt""#, silent),
        (r#"["oss:*", "kms"]"#, (ImplicitDeny, ExplicitDeny)),
        ("[]", (ImplicitDeny, ExplicitDeny)),
    ] {
        let body = format!(r#""Action": {patterns}, "Resource": "*""#);
        assert_eq!(both(&body, "kms:Encrypt"), expected, "{patterns}");
    }
    // Asked about an action of another service, only a pattern that names no other service matches.
    for (patterns, denied) in [
        (r#""*""#, ExplicitDeny),
        (r#""*:Get*""#, ExplicitDeny),
        (r#""oss:*""#, ImplicitDeny),
        (r#""o*""#, ExplicitDeny),
    ] {
        let body = format!(r#""Action": {patterns}, "Resource": "*""#);
        let expected = (ImplicitDeny, denied);
        assert_eq!(both(&body, "oss:GetObject"), expected, "{patterns}");
    }
    let body = r#""NotAction": ["oss:*"], "Resource": "*""#;
    assert_eq!(both(body, "kms:Encrypt"), matches);
    let body = r#""NotAction": ["kms:E*"], "Resource": "*""#;
    assert_eq!(both(body, "kms:Encrypt"), silent);
}

#[test]
fn the_resource_of_a_key_policy_is_the_key() {
    let unknown = (ImplicitDeny, ExplicitDeny);
    for (resource, expected) in [
        (r#", "Resource": "*""#, (Allow, ExplicitDeny)),
        (r#", "Resource": ["**"]"#, (Allow, ExplicitDeny)),
        (
            r#", "Resource": ["acs:kms:*:*:key/k", "*"]"#,
            (Allow, ExplicitDeny),
        ),
        (r#", "Resource": "acs:kms:r1:1:key/k""#, unknown),
        (r#", "Resource": "acs:kms:r1:1:key/other""#, unknown),
        (r#", "NotResource": "acs:kms:r1:1:key/other""#, unknown),
        (r#", "Resource": []"#, unknown),
        ("", unknown),
    ] {
        let body = format!(r#""Action": "kms:Encrypt"{resource}"#);
        assert_eq!(both(&body, "kms:Encrypt"), expected, "{resource}");
    }
}

#[test]
fn conditions_of_a_key_policy() {
    let mut store = accounts();
    let inside = r#"{ "IpAddress": { "acs:SourceIp": "10.0.0.0/8" } }"#;
    let statement = when(&to("Allow", &[ALICE], "kms:Encrypt"), inside);
    key_policy(&mut store, &[statement]);
    assert_eq!(kind(&store, ALICE, "kms:Encrypt", KEY), ImplicitDeny);
    let mut from_inside = call(ALICE, "kms:Encrypt", KEY);
    from_inside.context = &[("acs:sourceip", &["10.1.2.3"])];
    assert_eq!(from_inside.of(&store).kind, Allow);
}

#[test]
fn unknown_members_of_a_key_policy() {
    let body = r#""Action": "kms:Encrypt", "Resource": "*", "Conditions": {}"#;
    assert_eq!(both(body, "kms:Encrypt"), (ImplicitDeny, ExplicitDeny));
}
