//! `Principal` in trust, key and secret policies (7.2, 7.3).
//!
//! Must not know who exists or who asks.

use ramgate_model::{Principal, glob};

use super::texts::{At, Texts};
use super::{Reader, opening};
use crate::PolicyKind;
use crate::codes::Code;
use crate::diagnostics::{Note, quoted};
use crate::json::{Member, Node};
use crate::path::Path;
use crate::suggest::nearest;
use crate::tree::{PrincipalElement, PrincipalGroup};

const PRINCIPALS: Texts = Texts {
    one: "a principal",
    takes_bare: false,
};

#[derive(Clone, Copy, Eq, PartialEq)]
enum Type {
    Ram,
    Service,
    Federated,
}

impl Type {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "RAM" => Some(Self::Ram),
            "Service" => Some(Self::Service),
            "Federated" => Some(Self::Federated),
            _ => None,
        }
    }
}

impl Reader<'_> {
    /// Reads the principals, in the kinds that have them.
    pub(super) fn principal(
        &mut self,
        statement: &Node<'_>,
        path: &Path<'_>,
    ) -> Option<PrincipalElement> {
        if !self.kind.has_principal() {
            return None;
        }
        let kind = self.kind.name();
        let Some(member) = statement.member("Principal") else {
            self.report(Code::MissingPrincipal, opening(statement), path, || {
                Note::new(format!(
                    "a statement of a {kind} policy names a `Principal`"
                ))
                .help("add `\"Principal\": { \"RAM\": [ … ] }`")
            });
            return None;
        };
        let node = &member.value;
        let path = path.member("Principal");
        let Some(members) = node.as_object() else {
            if node.as_str().is_some_and(glob::is_wildcard_only) {
                self.wildcard(&node.to_compact(), node, &path);
            } else {
                self.report(Code::BadPrincipalElement, node.span, &path, || {
                    Note::new(format!(
                        "`Principal` is an object of principals by type, not {}",
                        node.noun()
                    ))
                    .help("write `{ \"RAM\": [ … ] }`")
                });
            }
            return Some(PrincipalElement::Unreadable(node.to_compact(), node.span));
        };
        if members.is_empty() {
            self.report(Code::BadPrincipalElement, node.span, &path, || {
                Note::new("`Principal` names nobody")
            });
        }
        let groups = members.iter().map(|member| self.group(member, &path));
        Some(PrincipalElement::Groups(groups.collect()))
    }

    fn wildcard(&mut self, text: &str, node: &Node<'_>, path: &Path<'_>) {
        self.report(Code::PrincipalWildcard, node.span, path, || {
            Note::new(format!("{} would mean everyone", quoted(text)))
                .help("name accounts, users or roles")
        });
    }

    fn group(&mut self, member: &Member<'_>, path: &Path<'_>) -> PrincipalGroup {
        let path = path.member(&member.name);
        let types: &[&str] = match self.kind {
            PolicyKind::Trust => &["RAM", "Service", "Federated"],
            _ => &["RAM"],
        };
        let kind = self.kind.name();
        let known = types.contains(&&*member.name);
        if !known {
            self.report(Code::UnknownPrincipalType, member.name_span, &path, || {
                let known: Vec<_> = types.iter().map(|name| format!("`{name}`")).collect();
                Note::new(format!(
                    "a {kind} policy has no principals of the type {}",
                    quoted(&member.name)
                ))
                .help(match nearest(&member.name, types.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("it has {}", known.join(", ")),
                })
            });
        }
        let of = Type::from_name(&member.name).filter(|_| known);
        let mut check = |reader: &mut Self, text: &str, at: At<'_>| {
            if reader.characters(text, at)
                && let Some(of) = of
            {
                reader.one_principal(of, text, at);
            }
        };
        PrincipalGroup {
            kind: member.name.clone().into_owned(),
            kind_span: member.name_span,
            entries: self.texts(&member.value, &path, PRINCIPALS, &mut check),
            entries_span: member.value.span,
        }
    }

    fn one_principal(&mut self, of: Type, text: &str, at: At<'_>) {
        let read = Principal::new(text);
        let fits = match (of, read) {
            (Type::Ram, Ok(principal)) => matches!(
                principal,
                Principal::User { .. }
                    | Principal::Root { .. }
                    | Principal::Role { session: None, .. }
            ),
            (Type::Service, Ok(principal)) => matches!(principal, Principal::Service(_)),
            (Type::Federated, Ok(principal)) => matches!(principal, Principal::IdentityProvider(_)),
            (_, Err(_)) => false,
        };
        let everyone_of_account = of == Type::Ram
            && self.kind != PolicyKind::Trust
            && text
                .strip_suffix(":*")
                .is_some_and(|account| is_root(&format!("{account}:root")));
        if fits || everyone_of_account {
            return;
        }
        if !glob::is_literal(text) {
            self.report(Code::PrincipalWildcard, at.span, at.path, || {
                Note::new(format!("the principal {} has a wildcard", quoted(text)))
                    .help("name each principal")
            });
            return;
        }
        let forms = match (of, self.kind) {
            (Type::Ram, PolicyKind::Trust) => {
                "`acs:ram::<account>:root`, `…:user/<name>` or `…:role/<name>`"
            }
            (Type::Ram, _) => {
                "`acs:ram::<account>:user/<name>`, `…:role/<name>`, `…:root` or `…:*`"
            }
            (Type::Service, _) => "`<service>.aliyuncs.com` or `<account>@<service>.aliyuncs.com`",
            (Type::Federated, _) => {
                "`acs:ram::<account>:saml-provider/<name>` or `…:oidc-provider/<name>`"
            }
        };
        self.report(Code::BadPrincipal, at.span, at.path, || {
            Note::new(format!("{} names no principal of this type", quoted(text)))
                .help(format!("write {forms}"))
        });
    }
}

fn is_root(text: &str) -> bool {
    matches!(Principal::new(text), Ok(Principal::Root { .. }))
}
