//! What trust, key and secret policies may say about actions, resources and condition keys
//! (7.2, 7.3).
//!
//! Must not know the elements' general form.

use ramgate_model::ContextKey;
use ramgate_model::pattern::ResourcePattern;

use super::Reader;
use super::texts::At;
use crate::PolicyKind;
use crate::codes::Code;
use crate::diagnostics::{Note, quoted};
use crate::json::Member;
use crate::path::Path;
use crate::tree::{Entries, PatternElement};

impl Reader<'_> {
    fn is_kms(&self) -> bool {
        matches!(self.kind, PolicyKind::Key | PolicyKind::Secret)
    }

    /// `NotAction` is for the kinds that are attached to identities.
    pub(super) fn not_action_of_kind(&mut self, member: &Member<'_>, path: &Path<'_>) {
        if self.kind.has_principal() {
            let kind = self.kind.name();
            let path = path.member(&member.name);
            self.report(Code::NotActionNotAllowed, member.name_span, &path, || {
                Note::new(format!("a {kind} policy has no `NotAction`"))
                    .help("list the actions under `Action`")
            });
        }
    }

    pub(super) fn action_of_kind(&mut self, text: &str, at: At<'_>) {
        let kind = self.kind.name();
        if self.kind == PolicyKind::Trust && !text.eq_ignore_ascii_case("sts:AssumeRole") {
            self.report(Code::TrustAction, at.span, at.path, || {
                Note::new(format!("{} is no action of a trust policy", quoted(text)))
                    .help("the only one is `sts:AssumeRole`")
            });
        }
        let of_kms = text
            .get(..4)
            .is_some_and(|service| service.eq_ignore_ascii_case("kms:"));
        if self.is_kms() && !of_kms {
            self.report(Code::ForeignAction, at.span, at.path, || {
                Note::new(format!("{} does not begin with `kms:`", quoted(text))).help(format!(
                    "a {kind} policy is about actions of KMS; write `kms:*` for all"
                ))
            });
        }
    }

    pub(super) fn resource_of_kind(
        &mut self,
        text: &str,
        pattern: &ResourcePattern<'_>,
        at: At<'_>,
    ) {
        if self.is_kms() && *pattern != ResourcePattern::Any {
            let kind = self.kind.name();
            self.report(Code::ForeignResource, at.span, at.path, || {
                Note::new(format!(
                    "a {kind} policy is about its own {kind}, not about {}",
                    quoted(text)
                ))
                .help("write `\"Resource\": \"*\"`")
            });
        }
    }

    /// The list of a key or secret policy's `Resource` has one item.
    pub(super) fn one_resource_of_kind(&mut self, element: &PatternElement, path: &Path<'_>) {
        let Entries::List(entries) = &element.entries else {
            return;
        };
        if let Some(second) = entries.get(1).filter(|_| self.is_kms()) {
            let kind = self.kind.name();
            let path = path.index(1);
            self.report(Code::ForeignResource, second.span, &path, || {
                Note::new(format!("a {kind} policy has one resource"))
                    .help("write `\"Resource\": \"*\"`")
            });
        }
    }

    pub(super) fn key_of_kind(&mut self, text: &str, at: At<'_>) {
        let (family, suffix) = ContextKey::new(text).parts();
        let is = |name: &str| family.eq_ignore_ascii_case(name);
        let documented = if suffix.is_empty() {
            is("acs:SourceIp") || is("acs:SourceVpc") || is("acs:VpcSourceIp")
        } else {
            is("kms:tag")
        };
        let of_key = if suffix.is_empty() {
            is("kms:EncryptionAlgorithm")
        } else {
            is("kms:EncryptionContext:")
        };
        if self.is_kms() && !documented && !(of_key && self.kind == PolicyKind::Key) {
            let kind = self.kind.name();
            let and_more = if self.kind == PolicyKind::Key {
                ", `kms:EncryptionAlgorithm` and `kms:EncryptionContext:…`"
            } else {
                ""
            };
            self.report(Code::ForeignKey, at.span, at.path, || {
                Note::new(format!(
                    "a {kind} policy has no condition on {}",
                    quoted(text)
                ))
                .help(format!(
                    "it has `acs:SourceIp`, `acs:SourceVpc`, `acs:VpcSourceIp`, `kms:tag/…`{and_more}"
                ))
            });
        }
    }
}
