//! `Condition`: operators, keys and values (3, 4).
//!
//! Must not know how values are compared.

use ramgate_model::{ContextKey, Operator};

use super::Reader;
use super::texts::{At, Texts};
use crate::codes::Code;
use crate::diagnostics::{Note, quoted};
use crate::json::{Member, Node};
use crate::path::Path;
use crate::suggest::nearest;
use crate::tree::{ConditionBlock, ConditionBody, ConditionElement, ConditionEntry};

const VALUES: Texts = Texts {
    one: "a condition value",
    takes_bare: true,
};

impl Reader<'_> {
    pub(super) fn conditions(&mut self, node: &Node<'_>, path: &Path<'_>) -> ConditionElement {
        let Some(members) = node.as_object() else {
            self.report(Code::BadCondition, node.span, path, || {
                Note::new(format!("`Condition` is an object, not {}", node.noun()))
            });
            return ConditionElement::Unreadable(node.to_compact(), node.span);
        };
        let blocks = members.iter().map(|member| self.block(member, path));
        ConditionElement::Blocks(blocks.collect())
    }

    fn block(&mut self, member: &Member<'_>, path: &Path<'_>) -> ConditionBlock {
        let path = path.member(&member.name);
        let operator = Operator::from_name(&member.name);
        if operator.is_none() {
            self.unknown_operator(member, &path);
        }
        let value = &member.value;
        let body = if let Some(members) = value.as_object() {
            if members.is_empty() {
                self.report(Code::EmptyOperator, value.span, &path, || {
                    Note::new(format!(
                        "there is no condition key under {}",
                        quoted(&member.name)
                    ))
                });
            }
            let entries = members
                .iter()
                .map(|member| self.entry(operator, member, &path));
            ConditionBody::Entries(entries.collect())
        } else {
            self.report(Code::BadCondition, value.span, &path, || {
                Note::new(format!(
                    "under an operator there is an object of condition keys, not {}",
                    value.noun()
                ))
            });
            ConditionBody::Unreadable(value.to_compact(), value.span)
        };
        ConditionBlock {
            operator: member.name.clone().into_owned(),
            operator_span: member.name_span,
            body,
        }
    }

    fn entry(
        &mut self,
        operator: Option<Operator>,
        member: &Member<'_>,
        path: &Path<'_>,
    ) -> ConditionEntry {
        let path = path.member(&member.name);
        let at = At {
            span: member.name_span,
            path: &path,
        };
        let mut family = operator.map(Operator::family);
        if self.characters(&member.name, at) {
            self.key_of_kind(&member.name, at);
            if let Some(operator) = operator
                && !self.fits(operator, &member.name, at)
            {
                family = None;
            }
        }
        let mut check = |reader: &mut Self, text: &str, at: At<'_>| {
            if reader.characters(text, at)
                && let Some(family) = family
            {
                reader.value(family, text, at);
            }
        };
        ConditionEntry {
            key: member.name.clone().into_owned(),
            key_span: member.name_span,
            values: self.texts(&member.value, &path, VALUES, &mut check),
            values_span: member.value.span,
        }
    }

    /// Whether the operator may be used on the key (3.6).
    fn fits(&mut self, operator: Operator, key: &str, at: At<'_>) -> bool {
        let declared = self.keys.type_of(&ContextKey::new(key));
        let fits = operator.family().fits(declared);
        if !fits && let Some(declared) = declared {
            self.report(Code::OperatorType, at.span, at.path, || {
                Note::new(format!(
                    "`{operator}` does not fit {}, whose type is {declared}",
                    quoted(key)
                ))
                .help(format!(
                    "use an operator for {declared} or a string operator"
                ))
            });
        }
        fits
    }

    fn unknown_operator(&mut self, member: &Member<'_>, path: &Path<'_>) {
        let name = &*member.name;
        if let Some(help) = foreign(name) {
            self.report(Code::ForeignOperator, member.name_span, path, || {
                Note::new(format!("there is no operator {} in RAM", quoted(name))).help(help)
            });
        } else {
            self.report(Code::UnknownOperator, member.name_span, path, || {
                let names = Operator::ALL.iter().map(|operator| operator.name());
                Note::new(format!("there is no operator {}", quoted(name)))
                    .did_you_mean(nearest(name, names))
            });
        }
    }
}

/// What to do in place of an operator that other policy languages have (3.1).
fn foreign(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    if name.starts_with("foranyvalue:") || name.starts_with("forallvalues:") {
        Some("there are no set operators: write the operator alone; its values are alternatives")
    } else if name.ends_with("ifexists") {
        Some(
            "write the operator without `IfExists`: on an absent key, negated operators hold and all others do not",
        )
    } else if name == "null" {
        Some(
            "there is no test for presence: `StringNotLike` with `*` holds exactly if the key is absent",
        )
    } else if name.starts_with("arn") {
        Some("compare ARNs with `StringEquals` or `StringLike`")
    } else if name.starts_with("binary") {
        Some("there are no binary values")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::foreign;

    #[test]
    fn operators_of_other_languages() {
        for name in [
            "Null",
            "StringEqualsIfExists",
            "ForAnyValue:StringLike",
            "ForAllValues:StringEquals",
            "ArnLike",
            "BinaryEquals",
        ] {
            assert!(foreign(name).is_some(), "{name}");
        }
        assert_eq!(foreign("StringEqual"), None);
    }
}
