//! A store with a call, owned, so that cases can be made, kept and changed.
//!
//! Must not know how either comes about.

use std::fmt;

use ramgate_model::{Checks, Principal, ReadError};
use ramgate_syntax::{Policy, Store};

use crate::authority::CallRequest;
use crate::case::{Lists, OwnedRequest};
use crate::dump;

/// A call and the store to answer it from. Its `Display` is the store as a file has it, and the
/// request.
#[derive(Clone, Debug)]
pub struct StoreCase {
    /// Who has which policies.
    pub store: Store,
    /// The call.
    pub call: OwnedCall,
}

/// Why a call cannot be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CallError {
    /// A part cannot be read.
    Part(ReadError),
    /// A session policy bounds somebody who is no session of a role.
    NoSession,
}

impl From<ReadError> for CallError {
    fn from(error: ReadError) -> Self {
        Self::Part(error)
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Part(error) => error.fmt(f),
            Self::NoSession => f.write_str("only the session of a role has a session policy"),
        }
    }
}

impl std::error::Error for CallError {}

/// A call that owns its parts. It may be unreadable; [`OwnedCall::lend`] says so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OwnedCall {
    /// Who calls.
    pub principal: String,
    /// What is asked.
    pub checks: Vec<OwnedRequest>,
    /// The group of the resource, where the store does not say.
    pub resource_group: Option<String>,
    /// What the session was bounded with.
    pub session_policy: Option<Policy>,
}

impl OwnedCall {
    /// A call of one check.
    pub fn new(principal: impl Into<String>, check: OwnedRequest) -> Self {
        Self {
            principal: principal.into(),
            checks: vec![check],
            resource_group: None,
            session_policy: None,
        }
    }

    /// Shows the call as the vocabulary has it.
    ///
    /// # Errors
    /// When the call cannot be read; only the session of a role has a session policy.
    pub fn lend<R>(&self, look: impl FnOnce(&CallRequest<'_>) -> R) -> Result<R, CallError> {
        let principal = Principal::new(&self.principal)?;
        if self.session_policy.is_some() && !matches!(principal, Principal::Role { .. }) {
            return Err(CallError::NoSession);
        }
        let lists: Vec<Lists<'_>> = self.checks.iter().map(OwnedRequest::lists).collect();
        let entries: Vec<_> = self
            .checks
            .iter()
            .zip(&lists)
            .map(|(check, lists)| check.entries(lists))
            .collect();
        let requests = self
            .checks
            .iter()
            .zip(&entries)
            .map(|(check, entries)| check.request(entries))
            .collect::<Result<Vec<_>, ReadError>>()?;
        Ok(look(&CallRequest {
            principal,
            checks: Checks::new(&requests)?,
            resource_group: self.resource_group.as_deref(),
            session_policy: self.session_policy.as_ref(),
        }))
    }

    /// Whether the call can be read.
    pub fn is_readable(&self) -> bool {
        self.lend(|_| ()).is_ok()
    }
}

impl fmt::Display for StoreCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "store: {}", dump::store(&self.store))?;
        write!(f, "request: {}", dump::call(&self.call))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "this is a test")]

    use ramgate_syntax::{PolicyKind, ReadOptions, read_policy};

    use super::{CallError, OwnedCall};
    use crate::OwnedRequest;

    #[test]
    fn a_call_is_lent_as_it_is() {
        let mut call = OwnedCall::new("acs:ram::1:role/app", OwnedRequest::new("kms:A", "*"));
        call.checks.push(OwnedRequest::new("kms:B", "*"));
        let seen = call.lend(|lent| {
            let actions = lent.checks.requests().iter();
            let actions: Vec<String> = actions.map(|r| r.action().as_str().to_owned()).collect();
            (lent.principal.to_string(), actions)
        });
        let actions = ["kms:A", "kms:B"].map(str::to_owned).to_vec();
        assert_eq!(seen.unwrap(), ("acs:ram::1:role/app".to_owned(), actions));
        call.checks.clear();
        assert!(!call.is_readable());
    }

    #[test]
    fn only_sessions_of_roles_are_bounded() {
        let text = r#"{"Version":"1","Statement":[]}"#;
        let options = ReadOptions::new(ramgate_syntax::Mode::Import);
        let policy = read_policy(text, PolicyKind::Session, &options);
        let mut call = OwnedCall::new("acs:ram::1:user/a", OwnedRequest::new("kms:A", "*"));
        call.session_policy = Some(policy.unwrap().value);
        assert_eq!(call.lend(|_| ()), Err(CallError::NoSession));
        call.principal = "acs:ram::1:role/a/s".to_owned();
        assert!(call.is_readable());
    }
}
