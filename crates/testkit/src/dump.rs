//! Stores and calls as the text that files have, for showing a case that failed.
//!
//! Must not know who reads it.

use ramgate_syntax::{Mode, Store};

use crate::call::OwnedCall;
use crate::case::{OwnedRequest, OwnedValues};

/// A store as a file has it. Reading it in import mode gives the same store.
pub fn store(store: &Store) -> String {
    store.to_json_pretty(Mode::Import)
}

/// A call as a request has it. Values are written as their text.
pub fn call(call: &OwnedCall) -> String {
    let mut members = vec![("principal", quoted(&call.principal))];
    match call.checks.as_slice() {
        [one] => members.extend(check(one)),
        several => members.push(("checks", list(several.iter().map(|one| object(check(one)))))),
    }
    if let Some(id) = &call.resource_group {
        members.push(("resource_group", quoted(id)));
    }
    if let Some(policy) = &call.session_policy {
        members.push(("session_policy", policy.to_json()));
    }
    object(members)
}

fn check(request: &OwnedRequest) -> [(&'static str, String); 3] {
    let context = request.context.iter().map(|(key, values)| {
        let mut texts = values
            .as_slice()
            .iter()
            .map(|value| quoted(&value.lend().to_string()));
        let text = match values {
            OwnedValues::One(_) => texts.next().unwrap_or_default(),
            OwnedValues::Many(_) => list(texts),
        };
        (key, text)
    });
    [
        ("action", quoted(&request.action)),
        ("resource", quoted(&request.resource)),
        ("context", object(context)),
    ]
}

fn quoted(text: &str) -> String {
    // Text is always JSON.
    serde_json::to_string(text).unwrap_or_default()
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<String> = items.into_iter().collect();
    format!("[{}]", items.join(", "))
}

fn members(members: impl IntoIterator<Item = (impl AsRef<str>, String)>) -> Vec<String> {
    members
        .into_iter()
        .map(|(name, value)| format!("{}: {value}", quoted(name.as_ref())))
        .collect()
}

fn object(of: impl IntoIterator<Item = (impl AsRef<str>, String)>) -> String {
    format!("{{{}}}", members(of).join(", "))
}
