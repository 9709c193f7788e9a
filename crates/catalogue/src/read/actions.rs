//! The actions of a catalogue.
//!
//! Must not know how resource types and condition keys are read.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use ramgate_model::Action;

use super::object::{Fault, Object, Text};
use crate::{AccessLevel, CatalogueAction, CatalogueKey, Dependent, Fact, Relation, ResourceType};

const MEMBERS: [&str; 15] = [
    "action",
    "operation",
    "role",
    "group",
    "access",
    "resources",
    "relation",
    "by_alias",
    "several",
    "exempt",
    "condition_keys",
    "dependents",
    "inferred",
    "deprecated",
    "note",
];

/// No operation is authorized by more actions.
const MAX_ACTIONS: usize = 16;

pub(super) fn read(
    root: &Object<'_, '_>,
    service: &str,
    types: &[ResourceType],
    keys: &[CatalogueKey],
) -> Result<Vec<CatalogueAction>, Fault> {
    let objects = root.objects("actions", &MEMBERS)?;
    let mut reader = Reader {
        service,
        types: types.iter().map(|of| (of.name(), of)).collect(),
        type_names: types.iter().map(ResourceType::name).collect(),
        aliased: types.iter().filter_map(ResourceType::stands_for).collect(),
        keys: keys.iter().map(CatalogueKey::name).collect(),
        names: BTreeMap::new(),
        operations: HashMap::new(),
    };
    let names = objects.iter().map(|object| object.text("action"));
    for name in names {
        reader.name(&name?)?;
    }
    objects.iter().map(|object| reader.action(object)).collect()
}

struct Reader<'c> {
    service: &'c str,
    types: HashMap<&'c str, &'c ResourceType>,
    type_names: BTreeSet<&'c str>,
    /// Types that another one stands for.
    aliased: HashSet<&'c str>,
    keys: BTreeSet<&'c str>,
    /// As they are written, by name in lower case.
    names: BTreeMap<String, String>,
    /// By name in lower case: the name, and how many actions it has.
    operations: HashMap<String, (String, usize)>,
}

impl Reader<'_> {
    fn name(&mut self, name: &Text<'_>) -> Result<(), Fault> {
        let service = Action::new(name.value).map(|action| action.service().to_owned());
        if service.as_deref() != Ok(self.service) {
            return Err(name.fault(&format!("an action begins with `{}:`", self.service)));
        }
        let lower = name.value.to_ascii_lowercase();
        match self.names.insert(lower, name.to_owned()) {
            Some(_) => Err(name.fault("the action is there twice")),
            None => Ok(()),
        }
    }

    fn action(&mut self, object: &Object<'_, '_>) -> Result<CatalogueAction, Fault> {
        let name = object.text("action")?.to_owned();
        let operation = self.operation(object, &name)?;
        let role = object.optional_text("role")?;
        if let Some(role) = role.as_ref().filter(|role| !role.is_word()) {
            return Err(role.fault("a role is named in lower-case letters, digits and `-`"));
        }
        let access = object.text("access")?;
        let resources = object.texts("resources")?;
        for of in &resources {
            of.known(&self.type_names, "resource type")?;
        }
        let relation = relation(object, &resources)?;
        let action = CatalogueAction {
            operation,
            role: role.as_ref().map(Text::to_owned),
            group: object.text("group")?.to_owned(),
            access: AccessLevel::from_name(access.value)
                .ok_or_else(|| access.unknown(["Read", "Write", "List"], "access level"))?,
            resources: resources.iter().map(Text::to_owned).collect(),
            relation,
            by_alias: object.flag("by_alias")?,
            several: object.flag("several")?,
            exempt: object.flag("exempt")?,
            condition_keys: self.condition_keys(object)?,
            dependents: self.dependents(object)?,
            inferred: facts(object)?,
            deprecated: object
                .optional_text("deprecated")?
                .as_ref()
                .map(Text::to_owned),
            note: object.optional_text("note")?.as_ref().map(Text::to_owned),
            name,
        };
        self.look_at_types(object, &action)?;
        Ok(action)
    }

    /// The operation of an action: the action's own name unless it says another.
    fn operation(&mut self, object: &Object<'_, '_>, action: &str) -> Result<String, Fault> {
        let written = object.optional_text("operation")?;
        let own = action.split_once(':').map_or(action, |(_, name)| name);
        let name = written.as_ref().map_or(own, |name| name.value);
        let (first, count) = self
            .operations
            .entry(name.to_ascii_lowercase())
            .or_insert_with(|| (name.to_owned(), 0));
        *count += 1;
        if first != name {
            return Err(object.fault("operation", "the operation is written in two ways"));
        }
        if *count > MAX_ACTIONS {
            let message = format!("the operation has more than {MAX_ACTIONS} actions");
            return Err(object.fault("operation", &message));
        }
        Ok(name.to_owned())
    }

    /// What types an action may be checked on together.
    fn look_at_types(
        &self,
        object: &Object<'_, '_>,
        action: &CatalogueAction,
    ) -> Result<(), Fault> {
        let types: Vec<_> = action
            .resources
            .iter()
            .filter_map(|of| self.types.get(of.as_str()))
            .collect();
        if types.len() > 1 && types.iter().any(|of| of.holds().is_some()) {
            return Err(object.fault("resources", "a container stands by itself"));
        }
        let aliases = types.iter().any(|of| of.stands_for().is_some()) || action.by_alias;
        if action.several && aliases {
            return Err(object.fault("several", "an alias stands for one resource"));
        }
        let has_alias = matches!(types.as_slice(), [of] if self.aliased.contains(of.name()));
        if action.by_alias && !has_alias {
            return Err(object.fault("by_alias", "no type stands for its resource"));
        }
        Ok(())
    }

    fn condition_keys(&self, object: &Object<'_, '_>) -> Result<Vec<String>, Fault> {
        let keys = object.texts("condition_keys")?;
        for key in &keys {
            key.known(&self.keys, "condition key")?;
        }
        Ok(keys.iter().map(Text::to_owned).collect())
    }

    fn dependents(&self, object: &Object<'_, '_>) -> Result<Vec<Dependent>, Fault> {
        let mut dependents = Vec::new();
        for object in object.few_objects("dependents", &["action", "resource", "when"])? {
            let action = object.text("action")?;
            let known = self.names.get(&action.value.to_ascii_lowercase());
            if known.is_none_or(|name| name != action.value) {
                return Err(action.unknown(self.names.values().map(String::as_str), "action"));
            }
            let resource = object.text("resource")?;
            resource.known(&self.type_names, "resource type")?;
            let of = self.types.get(resource.value);
            if of.is_some_and(|of| of.holds().is_some()) {
                return Err(resource.fault("a dependent action is checked on no container"));
            }
            dependents.push(Dependent {
                action: action.to_owned(),
                resource: resource.to_owned(),
                when: object.text("when")?.to_owned(),
            });
        }
        Ok(dependents)
    }
}

/// How the types belong together: said if there are several, and only then.
fn relation(object: &Object<'_, '_>, resources: &[Text<'_>]) -> Result<Relation, Fault> {
    let written = object.optional_text("relation")?;
    match (resources, written) {
        ([], None) => Ok(Relation::None),
        ([_], None) => Ok(Relation::Single),
        ([_, _, ..], Some(written)) => match written.value {
            "any" => Ok(Relation::Any),
            "all" => Ok(Relation::All),
            _ => Err(written.unknown(["any", "all"], "relation")),
        },
        ([_, _, ..], None) => Err(object.fault("relation", "there is no `relation`")),
        (_, Some(written)) => Err(written.fault("a relation needs several `resources`")),
    }
}

fn facts(object: &Object<'_, '_>) -> Result<Vec<Fact>, Fault> {
    let facts = object.texts("inferred")?;
    let known = ["access", "resources", "condition_keys"];
    let read = |fact: &Text<'_>| {
        Fact::from_name(fact.value).ok_or_else(|| fact.unknown(known, "part of an action"))
    };
    facts.iter().map(read).collect()
}
