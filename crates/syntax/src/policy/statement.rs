//! One statement: which members it has, and what each of them is.
//!
//! Must not know what stands within patterns, conditions and principals.

use ramgate_model::Effect;

use super::texts::At;
use super::{Reader, kept_member, opening};
use crate::PolicyKind;
use crate::codes::Code;
use crate::diagnostics::{Note, quoted};
use crate::json::{Kind, Member, Node};
use crate::path::Path;
use crate::suggest::nearest;
use crate::tree::{self, ConditionElement, Entry, PatternElement, ResourceElement};

const MEMBERS: [&str; 8] = [
    "Sid",
    "Effect",
    "Principal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// The longest `Sid` (1.13).
const MAX_SID: usize = 128;

impl Reader<'_> {
    pub(super) fn statement(
        &mut self,
        node: &Node<'_>,
        path: &Path<'_>,
    ) -> Option<tree::Statement> {
        let Some(members) = node.as_object() else {
            self.report(Code::BadStatement, node.span, path, || {
                Note::new(format!("a statement is an object, not {}", node.noun()))
            });
            return None;
        };
        let sid = node.member("Sid").map(|member| self.sid(member, path));
        let effect = self.effect(node, path);
        let principal = self.principal(node, path);
        let action = self.action(node, path);
        let resource = self.resource(node, path);
        let conditions = match node.member("Condition") {
            Some(member) => self.conditions(&member.value, &path.member("Condition")),
            None => ConditionElement::Blocks(Vec::new()),
        };
        let unknown_members = members
            .iter()
            .filter(|member| !self.is_known(&member.name))
            .collect::<Vec<_>>();
        for member in &unknown_members {
            self.unknown_member(member, path);
        }
        let statement = tree::Statement {
            sid,
            effect: effect?,
            principal,
            action: action?,
            resource,
            conditions,
            unknown_members: unknown_members.into_iter().map(kept_member).collect(),
            span: node.span,
        };
        self.provider_conditions(&statement, path);
        Some(statement)
    }

    fn is_known(&self, name: &str) -> bool {
        MEMBERS.contains(&name) && (name != "Principal" || self.kind.has_principal())
    }

    fn unknown_member(&mut self, member: &Member<'_>, path: &Path<'_>) {
        let path = path.member(&member.name);
        let kind = self.kind.name();
        if member.name == "Principal" {
            self.report(Code::PrincipalNotAllowed, member.name_span, &path, || {
                Note::new(format!("`Principal` has no place in the {kind} policy"))
                    .help("the policy is about whoever it is attached to; remove `Principal`")
            });
            return;
        }
        let has_principal = self.kind.has_principal();
        self.report(
            Code::UnknownStatementMember,
            member.name_span,
            &path,
            || {
                let unknown = Note::new(format!(
                    "a statement has no member {}",
                    quoted(&member.name)
                ));
                if member.name == "NotPrincipal" {
                    return unknown.help("name the principals under `Principal`");
                }
                let known = MEMBERS
                    .into_iter()
                    .filter(|name| *name != "Principal" || has_principal);
                unknown.did_you_mean(nearest(&member.name, known))
            },
        );
    }

    fn sid(&mut self, member: &Member<'_>, path: &Path<'_>) -> Entry {
        let node = &member.value;
        let path = path.member("Sid");
        let Kind::String(text) = &node.kind else {
            self.report(Code::BadSid, node.span, &path, || {
                Note::new(format!("`Sid` is text, not {}", node.noun()))
            });
            return Entry {
                text: None,
                span: node.span,
                raw: Some(node.to_compact()),
            };
        };
        let at = At {
            span: node.span,
            path: &path,
        };
        let documented = |c: char| c.is_ascii_alphanumeric() || " _/+=.@-".contains(c);
        if self.characters(text, at) {
            if text.chars().count() > MAX_SID {
                self.report(Code::BadSid, node.span, &path, || {
                    Note::new(format!("`Sid` has more than {MAX_SID} characters"))
                });
            }
            if let Some(other) = text.chars().find(|c| !documented(*c)) {
                self.report(Code::BadSid, node.span, &path, || {
                    Note::new(format!("`Sid` contains the character `{other}`"))
                        .help("it has letters, digits, blanks and `_/+=.@-`")
                });
            }
        }
        Entry {
            text: Some(text.clone().into_owned()),
            span: node.span,
            raw: None,
        }
    }

    fn effect(&mut self, statement: &Node<'_>, path: &Path<'_>) -> Option<Effect> {
        let Some(member) = statement.member("Effect") else {
            self.report(Code::MissingEffect, opening(statement), path, || {
                Note::new("the statement has no `Effect`")
                    .help("add `\"Effect\": \"Allow\"` or `\"Effect\": \"Deny\"`")
            });
            return None;
        };
        let value = &member.value;
        match value.as_str() {
            Some("Allow") => Some(Effect::Allow),
            Some("Deny") => Some(Effect::Deny),
            text => {
                let path = path.member("Effect");
                let meant = text.and_then(|text| nearest(text.trim(), ["Allow", "Deny"]));
                self.report(Code::BadEffect, value.span, &path, || {
                    let found = quoted(&value.to_compact());
                    Note::new(format!("there is no effect {found}")).help(match meant {
                        Some(meant) => format!("write `\"{meant}\"`"),
                        None => "an effect is `\"Allow\"` or `\"Deny\"`".to_owned(),
                    })
                });
                None
            }
        }
    }

    fn action(&mut self, statement: &Node<'_>, path: &Path<'_>) -> Option<PatternElement> {
        let action = statement.member("Action");
        let not_action = statement.member("NotAction");
        let read = action.map(|member| self.actions(member, path));
        let read_not = not_action.map(|member| {
            self.not_action_of_kind(member, path);
            self.actions(member, path)
        });
        match (action, not_action) {
            (None, None) => {
                self.report(Code::MissingAction, opening(statement), path, || {
                    Note::new("the statement has neither `Action` nor `NotAction`")
                });
                None
            }
            (Some(action), Some(not_action)) => {
                let second = later(action, not_action);
                let path = path.member(&second.name);
                self.report(Code::ActionAndNotAction, second.name_span, &path, || {
                    Note::new("the statement has both `Action` and `NotAction`")
                        .help("make two statements of it, or remove one")
                });
                None
            }
            _ => read.or(read_not),
        }
    }

    fn resource(&mut self, statement: &Node<'_>, path: &Path<'_>) -> ResourceElement {
        let resource = statement.member("Resource");
        let not_resource = statement.member("NotResource");
        let read = resource.map(|member| self.resources(member, path));
        let read_not = not_resource.map(|member| {
            let place = path.member("NotResource");
            self.report(Code::NotResource, member.name_span, &place, || {
                Note::new("the language has no `NotResource`")
                    .help("list the resources under `Resource`")
            });
            self.resources(member, path)
        });
        if let (Some(resource), Some(not_resource)) = (resource, not_resource) {
            let second = later(resource, not_resource);
            let path = path.member(&second.name);
            self.report(
                Code::ResourceAndNotResource,
                second.name_span,
                &path,
                || Note::new("the statement has both `Resource` and `NotResource`"),
            );
        }
        if self.kind == PolicyKind::Trust {
            if let Some(member) = resource {
                let path = path.member("Resource");
                self.report(Code::TrustResource, member.name_span, &path, || {
                    Note::new("a trust policy has no `Resource`")
                        .help("it is about the role that it belongs to; remove `Resource`")
                });
            }
        } else if resource.is_none() {
            self.report(Code::MissingResource, opening(statement), path, || {
                Note::new("the statement has no `Resource`")
                    .help("add `\"Resource\": \"*\"`, or name the resources")
            });
        }
        if let Some(element) = &read {
            self.one_resource_of_kind(element, &path.member("Resource"));
        }
        match (read, read_not) {
            (Some(positive), Some(negative)) => {
                ResourceElement::Both(Box::new([positive, negative]))
            }
            (Some(one), None) | (None, Some(one)) => ResourceElement::Present(one),
            (None, None) => ResourceElement::Absent,
        }
    }
}

/// Of two members, the one that stands behind the other.
fn later<'m, 't>(a: &'m Member<'t>, b: &'m Member<'t>) -> &'m Member<'t> {
    if a.name_span.start() > b.name_span.start() {
        a
    } else {
        b
    }
}
