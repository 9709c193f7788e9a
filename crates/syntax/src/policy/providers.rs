//! The conditions that trust in an identity provider needs (7.2, 4.4).
//!
//! Must not know the values that identity providers send.

use ramgate_model::{ContextKey, Effect, Operator, Principal};

use super::Reader;
use crate::codes::Code;
use crate::diagnostics::Note;
use crate::path::Path;
use crate::tree::{
    ConditionBody, ConditionElement, ConditionEntry, PrincipalElement, PrincipalGroup, Statement,
};
use crate::{PolicyKind, Span};

impl Reader<'_> {
    /// An Allow for a SAML provider tests `saml:recipient`; one for an OIDC provider tests
    /// `oidc:iss`, and with `StringEquals`.
    pub(super) fn provider_conditions(&mut self, statement: &Statement, path: &Path<'_>) {
        if self.kind != PolicyKind::Trust || statement.effect != Effect::Allow {
            return;
        }
        let conditions = &statement.conditions;
        if let Some(span) = provider(statement, ":saml-provider/")
            && entries(conditions, "saml:recipient").next().is_none()
        {
            self.missing_condition(span, path, "a SAML provider", "saml:recipient");
        }
        if let Some(span) = provider(statement, ":oidc-provider/") {
            if entries(conditions, "oidc:iss").next().is_none() {
                self.missing_condition(span, path, "an OIDC provider", "oidc:iss");
            }
            for (operator, entry) in entries(conditions, "oidc:iss") {
                if operator != Operator::StringEquals.name() {
                    let path = path.member("Condition");
                    let path = path.member(operator);
                    let path = path.member(&entry.key);
                    let code = Code::MissingProviderCondition;
                    self.report(code, entry.key_span, &path, || {
                        Note::new("the issuer of an OIDC provider is not tested for equality")
                            .help("compare `oidc:iss` with `StringEquals`")
                    });
                }
            }
        }
    }

    fn missing_condition(&mut self, span: Span, path: &Path<'_>, whom: &str, key: &str) {
        let path = path.member("Principal");
        self.report(Code::MissingProviderCondition, span, &path, || {
            Note::new(format!("{whom} is trusted without a condition on `{key}`"))
                .help(format!("test `{key}` with `StringEquals`"))
        });
    }
}

/// The first identity provider of this type that is trusted.
fn provider(statement: &Statement, of: &str) -> Option<Span> {
    let Some(PrincipalElement::Groups(groups)) = &statement.principal else {
        return None;
    };
    let federated = |group: &&PrincipalGroup| group.kind == "Federated";
    groups
        .iter()
        .filter(federated)
        .flat_map(|group| group.entries.items())
        .find(|entry| {
            entry.text.as_deref().is_some_and(|text| {
                text.contains(of)
                    && matches!(Principal::new(text), Ok(Principal::IdentityProvider(_)))
            })
        })
        .map(|entry| entry.span)
}

/// The entries on a key, with their operators.
fn entries<'c>(
    conditions: &'c ConditionElement,
    key: &'c str,
) -> impl Iterator<Item = (&'c str, &'c ConditionEntry)> {
    let blocks = match conditions {
        ConditionElement::Blocks(blocks) => blocks.as_slice(),
        ConditionElement::Unreadable(..) => &[],
    };
    blocks.iter().flat_map(move |block| {
        let entries = match &block.body {
            ConditionBody::Entries(entries) => entries.as_slice(),
            ConditionBody::Unreadable(..) => &[],
        };
        entries
            .iter()
            .filter(move |entry| ContextKey::new(&entry.key) == ContextKey::new(key))
            .map(|entry| (block.operator.as_str(), entry))
    })
}
