//! The context of a request, from JSON.
//!
//! Must not know actions and resources.

use std::collections::HashSet;

use ramgate_model::ContextKey;
use ramgate_model::context::MAX_ENTRIES;

use super::{ContextDocument, ValueDocument};
use crate::codes::Code;
use crate::diagnostics::{Note, quoted};
use crate::form::{Form, Readable, Reported};
use crate::json::{Kind, Node};
use crate::keys::canonical_name;
use crate::path::Path;

/// The keys of a context, by canonical name.
pub(super) type Keys = HashSet<String>;

/// Reads the context of a request or check into `own`, beside the keys that are there already.
pub(super) fn read(
    form: &mut Form<'_>,
    node: &Node<'_>,
    path: &Path<'_>,
    shared: &Keys,
    own: &mut Keys,
) -> Readable<Vec<ContextDocument>> {
    let Some(member) = node.member("context") else {
        return Ok(Vec::new());
    };
    let path = path.member("context");
    let members = form.object(&member.value, &path, "`context`")?;
    let mut entries = Vec::with_capacity(members.len());
    for member in members {
        let name = &*member.name;
        let path = path.member(name);
        let canonical = canonical_name(&ContextKey::new(name));
        if shared.contains(&canonical) || !own.insert(canonical) {
            form.report(Code::BadContext, member.name_span, &path, || {
                Note::new(format!("the context key {} is there twice", quoted(name)))
                    .help("the case of a key's name does not count")
            });
        } else if shared.len() + own.len() == MAX_ENTRIES + 1 {
            form.report(Code::BadContext, member.name_span, &path, || {
                Note::new(format!("there are more than {MAX_ENTRIES} context keys"))
            });
        }
        entries.push(
            value(form, &member.value, &path).map(|value| ContextDocument {
                key: name.to_owned(),
                value,
            }),
        );
    }
    entries.into_iter().collect()
}

fn value(form: &mut Form<'_>, node: &Node<'_>, path: &Path<'_>) -> Readable<ValueDocument> {
    let Some(items) = node.as_list() else {
        return one_value(form, node, path).map(ValueDocument::One);
    };
    let items = items.iter().enumerate();
    let values: Vec<_> = items
        .map(|(index, item)| one_value(form, item, &path.index(index)))
        .collect();
    let values: Readable<_> = values.into_iter().collect();
    values.map(ValueDocument::Many)
}

fn one_value(form: &mut Form<'_>, node: &Node<'_>, path: &Path<'_>) -> Readable<String> {
    match &node.kind {
        Kind::String(text) | Kind::Number(text) => Ok(text.clone().into_owned()),
        Kind::Bool(value) => Ok(value.to_string()),
        Kind::Null | Kind::List(_) | Kind::Object(_) => {
            form.report(Code::BadContextValue, node.span, path, || {
                Note::new(format!("{} is no context value", node.noun()))
                    .help("a key arrives with a string or a list of strings")
            });
            Err(Reported)
        }
    }
}
