//! Who asks: the forms in which a caller is named.
//!
//! Must not know policies or who exists.

use core::fmt;

use crate::ReadError;

/// A caller, by name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Principal<'a> {
    /// `acs:ram::<account>:user/<name>`
    User {
        /// The account that the user belongs to.
        account: &'a str,
        /// The user's name.
        name: &'a str,
    },
    /// `acs:ram::<account>:role/<name>`, or with `/<session>` behind it.
    Role {
        /// The account that the role belongs to.
        account: &'a str,
        /// The role's name.
        name: &'a str,
        /// The session's name, where given.
        session: Option<&'a str>,
    },
    /// `acs:ram::<account>:root`
    Root {
        /// The account whose root identity it is.
        account: &'a str,
    },
    /// `<name>.aliyuncs.com`, or `<account>@<name>.aliyuncs.com`
    Service(&'a str),
    /// `acs:ram::<account>:saml-provider/<name>` or `…:oidc-provider/<name>`, at login.
    IdentityProvider(&'a str),
    /// `*`: nobody in particular.
    Anonymous,
}

impl<'a> Principal<'a> {
    /// The longest name of a caller, in bytes.
    pub const MAX_LEN: usize = 512;

    /// Reads a caller's name.
    ///
    /// # Errors
    /// When the text is none of the forms, or longer than [`Principal::MAX_LEN`].
    pub fn new(text: &'a str) -> Result<Self, ReadError> {
        const TOO_LONG: ReadError =
            ReadError::principal("the name of a caller has at most 512 bytes");
        const UNREADABLE: ReadError = ReadError::principal(
            "a caller is written `acs:ram::<account>:user/<name>`, `…:role/<name>`, \
             `…:role/<name>/<session>`, `…:root`, `…:saml-provider/<name>`, \
             `…:oidc-provider/<name>`, `<service>.aliyuncs.com` or `*`",
        );
        if text.len() > Self::MAX_LEN {
            return Err(TOO_LONG);
        }
        if text == "*" {
            return Ok(Self::Anonymous);
        }
        if let Some(service) = text.strip_suffix(".aliyuncs.com") {
            return if is_service(service) {
                Ok(Self::Service(text))
            } else {
                Err(UNREADABLE)
            };
        }
        let (account, name) = text
            .strip_prefix("acs:ram::")
            .and_then(|rest| rest.split_once(':'))
            .filter(|(account, _)| is_account(account))
            .ok_or(UNREADABLE)?;
        read_identity(text, account, name).ok_or(UNREADABLE)
    }

    /// The account that the caller belongs to, or that a service acts for; nothing for a service
    /// that acts for none in particular, and for nobody in particular.
    pub fn account(&self) -> Option<&'a str> {
        match self {
            Self::User { account, .. } | Self::Role { account, .. } | Self::Root { account } => {
                Some(account)
            }
            Self::Service(text) => text.split_once('@').map(|(account, _)| account),
            Self::IdentityProvider(text) => text.strip_prefix("acs:ram::")?.split(':').next(),
            Self::Anonymous => None,
        }
    }
}

fn read_identity<'a>(text: &'a str, account: &'a str, name: &'a str) -> Option<Principal<'a>> {
    if name == "root" {
        return Some(Principal::Root { account });
    }
    let (kind, name) = name.split_once('/')?;
    match kind {
        "user" => is_name(name).then_some(Principal::User { account, name }),
        "role" => {
            let (name, session) = match name.split_once('/') {
                Some((name, session)) => (name, Some(session)),
                None => (name, None),
            };
            (is_name(name) && session.is_none_or(is_name)).then_some(Principal::Role {
                account,
                name,
                session,
            })
        }
        "saml-provider" | "oidc-provider" => {
            is_name(name).then_some(Principal::IdentityProvider(text))
        }
        _ => None,
    }
}

fn is_account(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A service's name, with or without the account it acts for.
fn is_service(text: &str) -> bool {
    match text.split_once('@') {
        Some((account, service)) => is_account(account) && is_host(service),
        None => is_host(text),
    }
}

fn is_host(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| matches!(c, '/' | '*' | '?') || c.is_control())
}

impl fmt::Display for Principal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User { account, name } => write!(f, "acs:ram::{account}:user/{name}"),
            Self::Role {
                account,
                name,
                session: None,
            } => {
                write!(f, "acs:ram::{account}:role/{name}")
            }
            Self::Role {
                account,
                name,
                session: Some(session),
            } => {
                write!(f, "acs:ram::{account}:role/{name}/{session}")
            }
            Self::Root { account } => write!(f, "acs:ram::{account}:root"),
            Self::Service(text) | Self::IdentityProvider(text) => f.write_str(text),
            Self::Anonymous => f.write_str("*"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::Principal;

    #[test]
    fn every_form_comes_back() {
        for text in [
            "acs:ram::1:user/alice",
            "acs:ram::1:role/app",
            "acs:ram::1:role/app/session-1",
            "acs:ram::1:root",
            "acs:ram::1:saml-provider/idp",
            "acs:ram::1:oidc-provider/idp",
            "ecs.aliyuncs.com",
            "1@keystore.kms.aliyuncs.com",
            "*",
        ] {
            assert_eq!(Principal::new(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn the_account_of_a_caller() {
        for (text, account) in [
            ("acs:ram::1:user/alice", Some("1")),
            ("acs:ram::2:role/app/s", Some("2")),
            ("acs:ram::3:root", Some("3")),
            ("acs:ram::4:saml-provider/idp", Some("4")),
            ("5@ecs.aliyuncs.com", Some("5")),
            ("ecs.aliyuncs.com", None),
            ("*", None),
        ] {
            assert_eq!(Principal::new(text).unwrap().account(), account, "{text}");
        }
    }

    #[test]
    fn a_name_beyond_the_limit() {
        let name = "n".repeat(Principal::MAX_LEN);
        assert!(Principal::new(&std::format!("acs:ram::1:user/{name}")).is_err());
    }

    #[test]
    fn what_names_nobody() {
        for text in [
            "",
            "alice",
            "acs:ram:::user/alice",
            "acs:ram::1:user/",
            "acs:ram::1:user/a/b",
            "acs:ram::1:role/a/b/c",
            "acs:ram::1:group/x",
            "acs:ram::1:*",
            "acs:ram::x:root",
            ".aliyuncs.com",
            "x@ecs.aliyuncs.com",
            "acs:ram:r:1:root",
        ] {
            assert!(Principal::new(text).is_err(), "{text}");
        }
    }
}
