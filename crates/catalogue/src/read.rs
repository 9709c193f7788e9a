//! JSON to a catalogue.
//!
//! Must not know what catalogues are asked.

mod actions;
mod object;

use std::collections::{BTreeSet, HashSet};

use ramgate_model::{ContextKey, KeyType};
use ramgate_syntax::keys::canonical_name;
use ramgate_syntax::{Limits, LineIndex, json};

use crate::arn_form::ArnForm;
use crate::catalogue::Parts;
use crate::{Catalogue, CatalogueError, CatalogueKey, KeyScope, ResourceType};
use object::{Fault, Object, Text};

pub(crate) fn read(text: &str) -> Result<Catalogue, CatalogueError> {
    let fault = |fault: Fault| CatalogueError {
        place: LineIndex::new(text).line_column(fault.span.start()),
        message: fault.message,
        help: fault.help,
        path: fault.path,
        span: fault.span,
    };
    match json::read(text.as_bytes(), &Limits::default()) {
        Ok(node) => catalogue(&node).map(Catalogue::of).map_err(fault),
        Err(found) => Err(fault(Fault::of_json(&found))),
    }
}

fn catalogue(node: &json::Node<'_>) -> Result<Parts, Fault> {
    const MEMBERS: [&str; 5] = [
        "service",
        "as_of",
        "resource_types",
        "condition_keys",
        "actions",
    ];
    let root = Object::new(node, String::new(), &MEMBERS)?;
    let service = root.text("service")?;
    if !service.is_word() {
        return Err(service.fault("a service is named in lower-case letters and digits"));
    }
    let as_of = root.text("as_of")?;
    if !is_date(as_of.value) {
        return Err(as_of.fault("expected a month or a day, such as `2026-08`"));
    }
    let resource_types = resource_types(&root)?;
    let condition_keys = condition_keys(&root)?;
    let actions = actions::read(&root, service.value, &resource_types, &condition_keys)?;
    Ok(Parts {
        service: service.value.to_owned(),
        as_of: as_of.value.to_owned(),
        resource_types,
        condition_keys,
        actions,
    })
}

/// Whether a text is `YYYY-MM` or `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let part = |part: Option<&str>, len: usize, up_to: u32| {
        part.is_some_and(|part| {
            let number = part.parse::<u32>().unwrap_or_default();
            let digits = part.bytes().all(|byte| byte.is_ascii_digit());
            part.len() == len && digits && (1..=up_to).contains(&number)
        })
    };
    let mut parts = text.split('-');
    let is_month = part(parts.next(), 4, 9999) && part(parts.next(), 2, 12);
    match parts.next() {
        None => is_month,
        day => is_month && part(day, 2, 31) && parts.next().is_none(),
    }
}

fn resource_types(root: &Object<'_, '_>) -> Result<Vec<ResourceType>, Fault> {
    const MEMBERS: [&str; 6] = ["type", "arns", "holds", "stands_for", "inferred", "note"];
    let objects = root.objects("resource_types", &MEMBERS)?;
    let mut names = BTreeSet::new();
    let (mut members, mut originals) = (BTreeSet::new(), BTreeSet::new());
    for object in &objects {
        let name = object.text("type")?;
        if !name.is_word() {
            return Err(name.fault("a type is named in lower-case letters, digits and `-`"));
        }
        if !names.insert(name.value) {
            return Err(name.fault("the type is there twice"));
        }
        if object.optional_text("holds")?.is_none() {
            members.insert(name.value);
            if object.optional_text("stands_for")?.is_none() {
                originals.insert(name.value);
            }
        }
    }
    let mut aliased = HashSet::new();
    let mut types = Vec::with_capacity(objects.len());
    for object in &objects {
        let holds = object.optional_text("holds")?;
        if let Some(held) = &holds {
            held.known(&members, "resource type")?;
        }
        let stands_for = object.optional_text("stands_for")?;
        if let Some(original) = &stands_for {
            original.known(&originals, "resource type")?;
            if holds.is_some() || !aliased.insert(original.value) {
                return Err(original.fault("one type stands for another, and no container does"));
            }
        }
        types.push(ResourceType {
            name: object.text("type")?.to_owned(),
            forms: forms(object, holds.is_some())?,
            holds: holds.as_ref().map(Text::to_owned),
            stands_for: stands_for.as_ref().map(Text::to_owned),
            inferred: object.flag("inferred")?,
            note: object.optional_text("note")?.as_ref().map(Text::to_owned),
        });
    }
    Ok(types)
}

/// The forms of a type's ARNs: one of a place for a container, with ids for any other.
fn forms(object: &Object<'_, '_>, is_container: bool) -> Result<Vec<ArnForm>, Fault> {
    let mut forms = Vec::new();
    for text in object.texts("arns")? {
        let form = ArnForm::new(text.value).map_err(|expected| text.fault(expected))?;
        if form.is_of_place() != is_container {
            return Err(text.fault("the ARN of a container has no id, and any other has one"));
        }
        forms.push(form);
    }
    if forms.is_empty() {
        return Err(object.fault("arns", "there is no form in `arns`"));
    }
    Ok(forms)
}

fn condition_keys(root: &Object<'_, '_>) -> Result<Vec<CatalogueKey>, Fault> {
    const MEMBERS: [&str; 5] = ["key", "type", "scope", "inferred", "note"];
    let mut keys = Vec::new();
    let mut names = HashSet::new();
    for object in root.objects("condition_keys", &MEMBERS)? {
        let name = object.text("key")?;
        if !names.insert(canonical_name(&ContextKey::new(name.value))) {
            return Err(name.fault("the key is there twice"));
        }
        let of = object.text("type")?;
        let scope = object.text("scope")?;
        keys.push(CatalogueKey {
            name: name.value.to_owned(),
            of: KeyType::from_name(of.value)
                .ok_or_else(|| of.unknown(KeyType::ALL.map(KeyType::name), "type of keys"))?,
            scope: KeyScope::from_name(scope.value)
                .ok_or_else(|| scope.unknown(["service", "common"], "scope"))?,
            inferred: object.flag("inferred")?,
            note: object.optional_text("note")?.as_ref().map(Text::to_owned),
        });
    }
    Ok(keys)
}
