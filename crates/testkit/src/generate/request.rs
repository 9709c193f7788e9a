//! Requests near a policy set.
//!
//! Must not know what the policies answer.

use ramgate_model::{Action, Context, ContextEntry, ContextKey, Family, Operator, Resource};
use ramgate_syntax::PolicySet;
use ramgate_syntax::tree::{
    ConditionBody, ConditionElement, ConditionEntry, PatternElement, ResourceElement, Statement,
};

use super::{Dice, near, pattern};
use crate::case::{OwnedRequest, OwnedValue, OwnedValues};

/// A readable request near one statement of the set, and a little near the others.
pub fn request(dice: &mut Dice<'_>, set: &PolicySet) -> OwnedRequest {
    let statements: Vec<&Statement> = set
        .statements()
        .map(|(_, _, _, statement)| statement)
        .collect();
    let focus = dice.pick(&statements).copied();
    let action = action(dice, focus);
    let resource = resource(dice, focus);
    let mut request = OwnedRequest::new(action, resource);
    supply_all(dice, &mut request, focus, &statements, 25);
    request
}

/// Adds what the conditions of the statements ask for: most of the one in focus, and so much of
/// the others, in percent.
pub(super) fn supply_all(
    dice: &mut Dice<'_>,
    request: &mut OwnedRequest,
    focus: Option<&Statement>,
    statements: &[&Statement],
    others: usize,
) {
    for statement in statements {
        let is_focus = focus.is_some_and(|focus| std::ptr::eq(focus, *statement));
        let percent = if is_focus { 88 } else { others };
        for (family, entry) in conditions(statement) {
            if dice.chance(percent) {
                supply(dice, request, family, entry);
            }
        }
    }
}

/// A readable action near the statement's.
pub(super) fn action(dice: &mut Dice<'_>, focus: Option<&Statement>) -> String {
    let near = focus.and_then(|statement| one_pattern(dice, &statement.action));
    let drawn = match near {
        Some(near) if dice.chance(85) => {
            let instance = pattern::instantiate(dice, &near);
            match dice.below(10) {
                0..=5 => instance,
                6 | 7 => pattern::change_case(dice, &instance),
                _ => pattern::mutate(dice, &instance),
            }
        }
        _ => pattern::action(dice),
    };
    if Action::new(&drawn).is_ok() {
        drawn
    } else {
        pattern::action(dice)
    }
}

/// A readable resource near the statement's.
pub(super) fn resource(dice: &mut Dice<'_>, focus: Option<&Statement>) -> String {
    let element = match focus.map(|statement| &statement.resource) {
        Some(ResourceElement::Present(element)) => Some(element),
        _ => None,
    };
    let near = element.and_then(|element| one_pattern(dice, element));
    let drawn = match near {
        Some(near) if near.contains(':') && dice.chance(85) => {
            let instance = instantiate_segments(dice, &near);
            match dice.below(10) {
                0..=5 => instance,
                6 => pattern::change_case(dice, &instance),
                _ => pattern::mutate(dice, &instance),
            }
        }
        _ if dice.chance(15) => "*".to_owned(),
        _ => pattern::arn(dice),
    };
    if Resource::new(&drawn).is_ok() {
        drawn
    } else {
        pattern::arn(dice)
    }
}

/// An ARN that the pattern may match; the prefix is always `acs`.
fn instantiate_segments(dice: &mut Dice<'_>, pattern: &str) -> String {
    let segments = pattern.splitn(5, ':').skip(1).map(|segment| {
        // A segment before the last has no colon; now and then one gets there.
        let instance = pattern::instantiate(dice, segment);
        if dice.chance(90) {
            instance.replace(':', "")
        } else {
            instance
        }
    });
    let rest: Vec<String> = segments.collect();
    format!("acs:{}", rest.join(":"))
}

fn one_pattern(dice: &mut Dice<'_>, element: &PatternElement) -> Option<String> {
    dice.pick(element.entries.items())
        .and_then(|entry| entry.text.clone())
}

/// Every entry of the statement's conditions with the family that is to be met.
fn conditions(statement: &Statement) -> Vec<(Family, &ConditionEntry)> {
    let ConditionElement::Blocks(blocks) = &statement.conditions else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for block in blocks {
        let operator = Operator::from_name(&block.operator);
        let family = operator.map_or(Family::String, Operator::family);
        if let ConditionBody::Entries(entries) = &block.body {
            found.extend(entries.iter().map(|entry| (family, entry)));
        }
    }
    found
}

/// Adds the entry's key with values near the entry's, unless the key is there already.
fn supply(dice: &mut Dice<'_>, request: &mut OwnedRequest, family: Family, entry: &ConditionEntry) {
    let key = respell(dice, &entry.key);
    let values = if dice.chance(25) {
        let count = dice.below(4);
        OwnedValues::Many((0..count).map(|_| value(dice, family, entry)).collect())
    } else {
        OwnedValues::One(value(dice, family, entry))
    };
    request.context.push((key, values));
    let names: Vec<ContextEntry<'_>> = request
        .context
        .iter()
        .map(|(key, _)| ContextEntry::text(key, ""))
        .collect();
    if Context::new(&names).is_err() {
        request.context.pop();
    }
}

fn value(dice: &mut Dice<'_>, family: Family, entry: &ConditionEntry) -> OwnedValue {
    let near_to = dice
        .pick(entry.values.items())
        .and_then(|entry| entry.text.clone());
    near::near(dice, family, near_to.as_deref().unwrap_or("1"))
}

/// The same key in another case, or now and then another key.
fn respell(dice: &mut Dice<'_>, key: &str) -> String {
    let (family, member) = ContextKey::new(key).parts();
    match dice.below(12) {
        10 => format!("{}{member}", family.to_ascii_uppercase()),
        11 => pattern::change_case(dice, key),
        _ => key.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use ramgate_model::DecisionKind;
    use ramgate_syntax::tree::Mode;

    use crate::generate::{Dice, case};
    use crate::reference;

    #[test]
    fn requests_are_readable_and_meet_the_policies() {
        for mode in [Mode::Strict, Mode::Import] {
            let mut counts = [0; 3];
            for seed in 0..2_000 {
                let case = case(&mut Dice::seeded(seed), mode);
                let answer = case
                    .request
                    .lend(|request| reference::answer(&case.set, request))
                    .unwrap();
                let at = DecisionKind::ALL
                    .iter()
                    .position(|kind| *kind == answer.kind);
                counts[at.unwrap()] += 1;
            }
            assert!(
                counts.iter().all(|count| *count > 250),
                "{mode:?} {counts:?}"
            );
        }
    }
}
