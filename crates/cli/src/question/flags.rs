//! Flags to a question.
//!
//! Must not know what is decided. Whatever flags can say a file can say too; what only flags can
//! get wrong is found here.

use ramgate::{Code, ContextKey, Policy, Principal};
use ramgate_syntax::{
    Limits, PolicyKind, ReadOptions, read_policy, read_request, read_store_request,
};
use serde_json::{Map, Value};

use super::unreadable::{Unreadable, said};
use super::{Question, Reading, expanded};
use crate::args::AskedArgs;
use crate::input::Source;
use crate::render;
use crate::render::text::quoted;

impl Question {
    /// The request that flags give; of the session policy, its file.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub(crate) fn from_flags(
        args: &AskedArgs,
        session_policy: Option<&Source>,
        how: Reading<'_>,
    ) -> Result<Self, Unreadable> {
        distinct(args)?;
        if how.keys.is_some() && args.principal.is_none() {
            let message = "a store decides calls by somebody: say who calls with `--principal`";
            return Err(Unreadable::of_flags(
                Code::MissingRequestMember,
                message.to_owned(),
            ));
        }
        let text = text(args);
        let limits = Limits::default().with_bytes(Limits::MAX_BYTES);
        let read = if how.keys.is_none() {
            read_request(&text, &limits)
        } else {
            let options = ReadOptions::new(how.mode).with_limits(limits);
            read_store_request(&text, &options).map(|read| read.value)
        };
        let document = read.map_err(|found| {
            let each = found.iter();
            let drawn = each.map(|of| render::diagnostics::coded(of.code(), &said(of)));
            Unreadable::of_diagnostics(&found, None, drawn.collect())
        })?;
        let (session_policy, warnings) = match session_policy {
            None => (None, Vec::new()),
            Some(source) => {
                let (policy, warnings) = bound(source, document.principal(), how)?;
                (Some(policy), warnings)
            }
        };
        let document = expanded(document).map_err(|error| {
            let mut message = Unreadable::of_operation(&error, None, Vec::new()).message;
            if error.member() != "operation" {
                message.push_str(" (`--with` gives resources)");
            }
            Unreadable::of_flags(super::OPERATION, message)
        })?;
        Ok(Self {
            document,
            session_policy,
            warnings,
        })
    }
}

/// The flags in the form of a file.
fn text(args: &AskedArgs) -> String {
    let mut members = Map::new();
    let texts = [
        ("principal", &args.principal),
        ("action", &args.action),
        ("resource", &args.resource),
        ("operation", &args.operation),
        ("resource_group", &args.resource_group),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            members.insert(name.to_owned(), text.as_str().into());
        }
    }
    for (name, pairs) in [("context", &args.context), ("resources", &args.with)] {
        if !pairs.is_empty() {
            let pairs = pairs.iter().cloned();
            let pairs = pairs.map(|(key, value)| (key, Value::String(value)));
            members.insert(name.to_owned(), Value::Object(pairs.collect()));
        }
    }
    Value::Object(members).to_string()
}

/// What stands in an object stands there once.
fn distinct(args: &AskedArgs) -> Result<(), Unreadable> {
    if let Some((one, other)) = repeated(&args.context, |one, other| {
        ContextKey::new(one) == ContextKey::new(other)
    }) {
        let message = format!(
            "the context keys {} and {} are the same: the case of a key's name does not count",
            quoted(one),
            quoted(other)
        );
        return Err(Unreadable::of_flags(Code::BadContext, message));
    }
    if let Some((one, _)) = repeated(&args.with, |one, other| one == other) {
        let one = quoted(one);
        let message = format!("the resource {one} is given twice with `--with`");
        return Err(Unreadable::of_flags(super::OPERATION, message));
    }
    Ok(())
}

/// The first two keys that are the same.
fn repeated(pairs: &[(String, String)], same: impl Fn(&str, &str) -> bool) -> Option<(&str, &str)> {
    pairs.iter().enumerate().find_map(|(at, (key, _))| {
        let mut before = pairs.iter().take(at);
        let (other, _) = before.find(|(other, _)| same(other, key))?;
        Some((other.as_str(), key.as_str()))
    })
}

/// The session policy of a caller that is a role session, and what is tolerated about it.
fn bound(
    source: &Source,
    caller: Option<&str>,
    how: Reading<'_>,
) -> Result<(Policy, Vec<String>), Unreadable> {
    let Some(keys) = how.keys else {
        let message = "`--session-policy` needs a store: it bounds a role session, and roles stand \
                       in a store";
        return Err(Unreadable::of_flags(Code::NeedsStore, message.to_owned()));
    };
    let caller = caller.unwrap_or_default();
    if !matches!(Principal::new(caller), Ok(Principal::Role { .. })) {
        let message = format!(
            "{} has no session policy (`--session-policy`): only a session of a role has one, \
             `acs:ram::<account>:role/<name>/<session>`",
            quoted(caller)
        );
        return Err(Unreadable::of_flags(Code::SessionPolicyHolder, message));
    }
    let options = ReadOptions::new(how.mode).with_keys(keys);
    match read_policy(&source.text, PolicyKind::Session, &options) {
        Ok(read) => {
            let warnings = render::diagnostics::draw(source, &read.warnings);
            Ok((read.value, warnings.collect()))
        }
        Err(found) => {
            let drawn = render::diagnostics::draw(source, &found).collect();
            Err(Unreadable::of_diagnostics(&found, None, drawn))
        }
    }
}
