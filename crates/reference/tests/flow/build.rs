//! Stores and calls in one line each.

use ramgate_model::{Context, ContextEntry, ContextKey, ContextValue, Principal, Request, Value};
use ramgate_reference::{Authorization, Call, authorize};
use ramgate_syntax::store::{Holder, Scope};
use ramgate_syntax::{Mode, Policy, PolicyKind, ReadOptions, Store, read_policy};

pub(crate) const KEY: &str = "acs:kms:r1:1:key/k";
pub(crate) const SECRET: &str = "acs:kms:r1:1:secret/s";
pub(crate) const ROLE: &str = "acs:ram::1:role/app";
pub(crate) const ALICE: &str = "acs:ram::1:user/alice";
pub(crate) const APP: &str = "acs:ram::1:role/app/session";
/// A user of another account.
pub(crate) const BOB: &str = "acs:ram::2:user/bob";

/// A statement of an identity policy, on every resource.
pub(crate) fn statement(effect: &str, action: &str) -> String {
    format!(r#"{{ "Effect": "{effect}", "Action": "{action}", "Resource": "*" }}"#)
}

pub(crate) fn allow(action: &str) -> String {
    statement("Allow", action)
}

pub(crate) fn deny(action: &str) -> String {
    statement("Deny", action)
}

/// A statement of a key or secret policy for these principals of RAM.
pub(crate) fn to(effect: &str, principals: &[&str], action: &str) -> String {
    let principals = principals.join(r#"", ""#);
    format!(
        r#"{{ "Effect": "{effect}", "Principal": {{ "RAM": ["{principals}"] }},
              "Action": "{action}", "Resource": "*" }}"#
    )
}

/// A statement of a trust policy for principals of this type.
pub(crate) fn trust(effect: &str, of: &str, principal: &str) -> String {
    format!(
        r#"{{ "Effect": "{effect}", "Principal": {{ "{of}": ["{principal}"] }},
              "Action": "sts:AssumeRole" }}"#
    )
}

/// The statement under this condition.
pub(crate) fn when(statement: &str, condition: &str) -> String {
    let open = statement.strip_suffix('}').unwrap();
    format!(r#"{open}, "Condition": {condition} }}"#)
}

fn read(kind: PolicyKind, mode: Mode, statements: &[String]) -> Policy {
    let text = format!(
        r#"{{ "Version": "1", "Statement": [ {} ] }}"#,
        statements.join(", ")
    );
    match read_policy(&text, kind, &ReadOptions::new(mode)) {
        Ok(read) => read.value,
        Err(diagnostics) => panic!("{text}: {:?}", diagnostics.first()),
    }
}

/// A policy as a careful RAM takes it.
pub(crate) fn policy(kind: PolicyKind, statements: &[String]) -> Policy {
    read(kind, Mode::Strict, statements)
}

/// A policy that exists already.
pub(crate) fn import(kind: PolicyKind, statements: &[String]) -> Policy {
    read(kind, Mode::Import, statements)
}

/// Two accounts: `1` with the user `alice` in the group `devs`, the role `App`, the key `k` and the
/// secret `s`; `2` with the user `bob` and the role `app`. Nobody has policies.
pub(crate) fn accounts() -> Store {
    let mut store = Store::new();
    store.add_user("1", "alice").unwrap();
    store.add_group("1", "devs").unwrap();
    store.set_membership("1", "alice", "devs", true).unwrap();
    store.add_role("1", "App").unwrap();
    store.add_user("2", "bob").unwrap();
    store.add_role("2", "app").unwrap();
    store.add_resource(KEY).unwrap();
    store.add_resource(SECRET).unwrap();
    store
}

/// The account and the holder that a principal's policies are attached to.
fn holder(principal: &str) -> (&str, Holder<'_>) {
    match Principal::new(principal).unwrap() {
        Principal::User { account, name } => (account, Holder::User(name)),
        Principal::Role { account, name, .. } => (account, Holder::Role(name)),
        other => panic!("nothing is attached to {other}"),
    }
}

/// Declares an identity policy and attaches it to a user or role, for all resources.
pub(crate) fn give(store: &mut Store, principal: &str, name: &str, statements: &[String]) {
    let (account, holder) = holder(principal);
    let policy = policy(PolicyKind::Identity, statements);
    store.put_policy(name, policy).unwrap();
    store.attach(account, holder, name, Scope::Account).unwrap();
}

/// The same, for the resources in a group.
pub(crate) fn give_in(
    store: &mut Store,
    principal: &str,
    group: &str,
    name: &str,
    statements: &[String],
) {
    let (account, holder) = holder(principal);
    let policy = policy(PolicyKind::Identity, statements);
    store.put_policy(name, policy).unwrap();
    store
        .attach(account, holder, name, Scope::ResourceGroup(group))
        .unwrap();
}

/// Declares a control policy, ready to be attached.
pub(crate) fn declare_control(store: &mut Store, name: &str, statements: &[String]) {
    let policy = policy(PolicyKind::Control, statements);
    store.put_policy(name, policy).unwrap();
}

/// Gives the key `k` a policy of its own.
pub(crate) fn key_policy(store: &mut Store, statements: &[String]) {
    let policy = policy(PolicyKind::Key, statements);
    store.set_resource_document(KEY, policy).unwrap();
}

/// Gives the role `App` a trust policy of its own.
pub(crate) fn trust_policy(store: &mut Store, statements: &[String]) {
    let policy = policy(PolicyKind::Trust, statements);
    store.set_trust_document("1", "app", policy).unwrap();
}

/// A call, from text.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'a> {
    pub(crate) principal: &'a str,
    pub(crate) action: &'a str,
    pub(crate) resource: &'a str,
    pub(crate) context: &'a [(&'a str, &'a [&'a str])],
    pub(crate) group: Option<&'a str>,
    pub(crate) session: Option<&'a Policy>,
}

pub(crate) fn call<'a>(principal: &'a str, action: &'a str, resource: &'a str) -> Asking<'a> {
    Asking {
        principal,
        action,
        resource,
        context: &[],
        group: None,
        session: None,
    }
}

impl Asking<'_> {
    pub(crate) fn of(&self, store: &Store) -> Authorization {
        let values: Vec<Vec<Value<'_>>> = self
            .context
            .iter()
            .map(|(_, values)| values.iter().map(|&value| Value::Text(value)).collect())
            .collect();
        let entries: Vec<_> = self
            .context
            .iter()
            .zip(&values)
            .map(|((key, _), values)| {
                ContextEntry::new(ContextKey::new(key), ContextValue::Many(values))
            })
            .collect();
        let request = Request::from_text(self.action, self.resource)
            .unwrap()
            .with_context(Context::new(&entries).unwrap());
        let call = Call {
            principal: Principal::new(self.principal).unwrap(),
            request: &request,
            resource_group: self.group,
            session_policy: self.session,
        };
        authorize(store, &call)
    }

    /// The answer as a line.
    pub(crate) fn line(&self, store: &Store) -> String {
        line(&self.of(store))
    }
}

/// `<decision> <stage> <statement>… @ <attached>`
pub(crate) fn line(answer: &Authorization) -> String {
    let mut line = format!("{} {}", answer.kind, answer.stage);
    for statement in &answer.determined_by {
        line = format!("{line} {statement}");
    }
    match &answer.attached {
        Some(attached) => format!("{line} @ {attached}"),
        None => line,
    }
}

/// The answer as a line.
pub(crate) fn ask(store: &Store, principal: &str, action: &str, resource: &str) -> String {
    call(principal, action, resource).line(store)
}

/// The lines that are met most often.
pub(crate) const SILENT_ACCOUNT: &str = "ImplicitDeny AccountLevelIdentityBasedPolicy";
pub(crate) const SILENT_RESOURCE: &str = "ImplicitDeny ResourceBasedPolicy";
pub(crate) const SILENT_ROLE: &str = "ImplicitDeny AssumeRolePolicy";
pub(crate) const SILENT_CONTROL: &str = "ImplicitDeny ControlPolicy";
