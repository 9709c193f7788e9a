//! Putting values into a document: on its JSON tree, so that a value stays a value.
//!
//! `{{name}}` may stand anywhere in a text or in a member's name. Where a parameter has several
//! values, an entry of a list becomes several entries, a single text becomes a list, and a member
//! becomes several members. Must not know which values are well formed.

use serde_json::Value;

use crate::parameter::Parameters;

/// The document with every placeholder filled in, indented and with a line feed at its end.
/// A placeholder that has no values is left as it stands, and values are not looked into.
pub(crate) fn fill(document: &str, parameters: &Parameters) -> serde_json::Result<String> {
    let tree: Value = serde_json::from_str(document)?;
    let mut text = serde_json::to_string_pretty(&fill_value(&tree, parameters))?;
    text.push('\n');
    Ok(text)
}

fn fill_value(value: &Value, parameters: &Parameters) -> Value {
    match value {
        Value::String(text) => match <[String; 1]>::try_from(fill_text(text, parameters)) {
            Ok([one]) => Value::String(one),
            Err(several) => several.into_iter().map(Value::String).collect(),
        },
        Value::Array(items) => items
            .iter()
            .flat_map(|item| match item {
                Value::String(text) => fill_text(text, parameters)
                    .into_iter()
                    .map(Value::String)
                    .collect(),
                other => vec![fill_value(other, parameters)],
            })
            .collect(),
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, member)| {
                let member = fill_value(member, parameters);
                fill_text(name, parameters)
                    .into_iter()
                    .map(move |name| (name, member.clone()))
            })
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

/// The text once for every combination of its placeholders' values.
fn fill_text(text: &str, parameters: &Parameters) -> Vec<String> {
    let mut filled = vec![String::new()];
    let mut rest = text;
    while let Some((before, name, after)) = next_placeholder(rest) {
        let values = match parameters.get(name) {
            [] => vec![format!("{{{{{name}}}}}")],
            values => values.to_vec(),
        };
        filled = filled
            .iter()
            .flat_map(|head| {
                values
                    .iter()
                    .map(move |value| format!("{head}{before}{value}"))
            })
            .collect();
        rest = after;
    }
    for line in &mut filled {
        line.push_str(rest);
    }
    filled
}

/// The text before the first placeholder, its name, and the text behind it.
pub(crate) fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (name, after) = rest.split_once("}}")?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::{fill, next_placeholder};
    use crate::{Parameter, Parameters, templates};

    fn filled(document: &Value, parameters: &Parameters) -> Value {
        let text = fill(&document.to_string(), parameters).unwrap();
        assert!(text.ends_with("}\n"));
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn several_values_multiply_what_holds_them() {
        let parameters = Parameters::new()
            .with("x", "1")
            .with("y", "a")
            .with("y", "b");
        assert_eq!(
            filled(
                &json!({ "k{{y}}": ["<{{x}}{{y}}>", "z", [7, null]], "{{x}}": "{{y}}", "o": "{{x}}" }),
                &parameters
            ),
            json!({
                "ka": ["<1a>", "<1b>", "z", [7, null]],
                "kb": ["<1a>", "<1b>", "z", [7, null]],
                "1": ["a", "b"],
                "o": "1",
            })
        );
    }

    #[test]
    fn a_value_stays_a_value() {
        let nasty = "\"], \"Effect\": \"Allow\", \"x\": [\"\\{{x}}\u{0}";
        let parameters = Parameters::new().with("x", nasty);
        assert_eq!(
            filled(
                &json!({ "{{x}}": ["{{x}}"], "n": "{{nobody}}", "open": "{{x" }),
                &parameters
            ),
            json!({ nasty: [nasty], "n": "{{nobody}}", "open": "{{x" })
        );
    }

    #[test]
    fn placeholders_are_exactly_the_parameters() {
        for template in templates() {
            let mut found = BTreeSet::new();
            let mut rest = template.document();
            while let Some((_, name, after)) = next_placeholder(rest) {
                found.insert(name);
                rest = after;
            }
            let declared: BTreeSet<_> = template.parameters().iter().map(Parameter::name).collect();
            assert_eq!(found, declared, "{}", template.name());
        }
    }
}
