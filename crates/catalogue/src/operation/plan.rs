//! From what the catalogue says of actions to the operations that they authorize.
//!
//! Must not know how the catalogue is written; what is asked of it has been looked at.

use std::collections::HashMap;

use super::{CatalogueOperation, Member, Need, Step, Target};
use crate::{CatalogueAction, Relation, ResourceType};

/// The operations of some actions, in the order of the actions.
pub(crate) fn operations(
    actions: &[CatalogueAction],
    types: &[ResourceType],
) -> Vec<CatalogueOperation> {
    let containers = types
        .iter()
        .filter_map(|of| Some((of.name(), of.holds()?)))
        .collect();
    let originals: HashMap<_, _> = types
        .iter()
        .filter_map(|of| Some((of.name(), of.stands_for()?)))
        .collect();
    let planner = Planner {
        containers,
        aliases: originals.iter().map(|(alias, of)| (*of, *alias)).collect(),
        originals,
    };
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut operations: Vec<CatalogueOperation> = Vec::new();
    for action in actions {
        let name = action.operation();
        let place = *places
            .entry(name.to_ascii_lowercase())
            .or_insert(operations.len());
        if place == operations.len() {
            operations.push(CatalogueOperation {
                name: name.to_owned(),
                actions: Vec::new(),
                several: false,
                members: Vec::new(),
                steps: Vec::new(),
            });
        }
        if let Some(operation) = operations.get_mut(place) {
            planner.add(operation, action);
        }
    }
    operations
}

struct Planner<'t> {
    /// What containers hold.
    containers: HashMap<&'t str, &'t str>,
    /// What aliases stand for.
    originals: HashMap<&'t str, &'t str>,
    /// What stands for a type.
    aliases: HashMap<&'t str, &'t str>,
}

impl Planner<'_> {
    fn add(&self, operation: &mut CatalogueOperation, action: &CatalogueAction) {
        operation.actions.push(action.name().to_owned());
        operation.several |= action.takes_several();
        let mut plan = Plan { operation, action };
        match action.relation() {
            Relation::None => plan.step(Target::Nothing),
            Relation::Any => {
                let types = action.resource_types().iter();
                let members = types.map(|of| plan.member(of, Need::OneOf)).collect();
                plan.step(Target::OneOf(members));
            }
            Relation::Single | Relation::All => {
                for of in action.resource_types() {
                    self.resource(&mut plan, of);
                }
            }
        }
        for dependent in action.dependents() {
            let member = plan.member(dependent.resource(), Need::IfNamed);
            plan.operation.steps.push(Step {
                action: dependent.action().to_owned(),
                target: Target::Named {
                    member,
                    context_of: None,
                    optional: true,
                },
            });
        }
    }

    /// One of the resources of an action that has to be allowed.
    fn resource(&self, plan: &mut Plan<'_>, of: &str) {
        if let Some(held) = self.containers.get(of) {
            let dependents = plan.action.dependents().iter();
            let target = Target::Container {
                member: plan.member(of, Need::Container),
                held: plan.member(held, Need::Place),
                others: dependents
                    .map(|other| plan.name(other.resource()))
                    .collect(),
            };
            return plan.step(target);
        }
        if let Some(alias) = self.aliases.get(of).filter(|_| plan.action.is_by_alias()) {
            let target = Target::Named {
                member: plan.member(alias, Need::IfNamed),
                context_of: Some(plan.name(of)),
                optional: true,
            };
            plan.step(target);
        }
        let types = plan.action.resource_types();
        let original = self.originals.get(of);
        let original = original.filter(|original| types.iter().any(|of| of == *original));
        let target = Target::Named {
            member: plan.member(of, Need::Always),
            context_of: original.map(|original| plan.name(original)),
            optional: false,
        };
        plan.step(target);
    }
}

/// An operation to which an action is being added.
struct Plan<'p> {
    operation: &'p mut CatalogueOperation,
    action: &'p CatalogueAction,
}

impl Plan<'_> {
    fn step(&mut self, target: Target) {
        self.operation.steps.push(Step {
            action: self.action.name().to_owned(),
            target,
        });
    }

    /// The name of the member for a resource type.
    fn name(&self, of: &str) -> String {
        match self.action.role() {
            Some(role) => format!("{role}_{of}"),
            None => of.to_owned(),
        }
    }

    /// Adds the member for a resource type, or makes it more needed. Gives its name.
    fn member(&mut self, of: &str, need: Need) -> String {
        let name = self.name(of);
        let members = &mut self.operation.members;
        match members.iter_mut().find(|member| member.name == name) {
            Some(member) => member.need = member.need.min(need),
            None => members.push(Member {
                name: name.clone(),
                resource_type: of.to_owned(),
                need,
            }),
        }
        name
    }
}
