//! Templates: what there is, and what one grants and needs.
//!
//! Must not know how a template is rendered.

use std::fmt::Write as _;

use ramgate_templates::{Parameter, Template};
use serde::Serialize;

use super::{json, style};

const WIDTH: usize = 80;

#[derive(Serialize)]
struct Members<'t> {
    name: &'t str,
    title: &'t str,
    description: &'t str,
    parameters: Vec<ParameterMembers<'t>>,
}

#[derive(Serialize)]
struct ParameterMembers<'t> {
    name: &'t str,
    description: &'t str,
    expected: &'t str,
    several: bool,
    example: &'t [&'t str],
}

/// A template as JSON.
pub(crate) fn json(template: &Template) -> String {
    let parameters = template
        .parameters()
        .iter()
        .map(|parameter| ParameterMembers {
            name: parameter.name(),
            description: parameter.description(),
            expected: parameter.expected(),
            several: parameter.takes_several(),
            example: parameter.example(),
        });
    json::line(&Members {
        name: template.name(),
        title: template.title(),
        description: template.description(),
        parameters: parameters.collect(),
    })
}

/// All templates: name, title, parameters.
pub(crate) fn list(templates: &[Template]) -> String {
    let mut list = String::new();
    for template in templates {
        let flags: Vec<_> = template.parameters().iter().map(flag).collect();
        let name = style::in_style(style::NAME, template.name());
        // Writing to a string does not fail.
        let _ = writeln!(list, "{name}\n    {}", template.title());
        if !flags.is_empty() {
            let _ = writeln!(
                list,
                "    {}",
                style::in_style(style::FAINT, flags.join(" "))
            );
        }
    }
    list
}

/// One template: title, description, parameters, a command that renders it.
pub(crate) fn show(template: &Template) -> String {
    let name = style::in_style(style::NAME, template.name());
    let description = wrapped(template.description());
    let mut page = format!("{name}: {}\n\n{description}\n", template.title());
    if !template.parameters().is_empty() {
        page.push_str("parameters\n");
    }
    for parameter in template.parameters() {
        let flag = style::in_style(style::NAME, flag(parameter));
        // Writing to a string does not fail.
        let _ = writeln!(page, "  {flag}\n      {}", parameter.description());
        let several = if parameter.takes_several() {
            ", one or more times"
        } else {
            ""
        };
        let _ = writeln!(page, "      {}{several}", parameter.expected());
    }
    if !template.parameters().is_empty() {
        page.push('\n');
    }
    page + "example\n  " + &command(template) + "\n"
}

/// A command that renders the template with its example values.
fn command(template: &Template) -> String {
    let mut command = format!("ramgate template render {}", template.name());
    for parameter in template.parameters() {
        for value in parameter.example() {
            // Writing to a string does not fail.
            let _ = write!(command, " --{} {value}", parameter.name());
        }
    }
    command
}

fn flag(parameter: &Parameter) -> String {
    let several = if parameter.takes_several() { "..." } else { "" };
    let value = parameter.name().to_ascii_uppercase().replace('-', "_");
    format!("--{} <{value}>{several}", parameter.name())
}

/// The paragraph in lines of at most [`WIDTH`] characters.
fn wrapped(paragraph: &str) -> String {
    let mut wrapped = String::new();
    let mut used = 0;
    for word in paragraph.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > WIDTH {
            wrapped.push('\n');
            used = 0;
        } else if used > 0 {
            wrapped.push(' ');
            used += 1;
        }
        wrapped.push_str(word);
        used += length;
    }
    wrapped + "\n"
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, wrapped};

    #[test]
    fn paragraphs_fit_the_screen() {
        let text = "many words ".repeat(40);
        let wrapped = wrapped(&text);
        assert!(wrapped.lines().all(|line| line.len() <= WIDTH));
        assert_eq!(wrapped.split_whitespace().count(), 80);
    }
}
