//! `ramgate template`: the KMS policy templates.

use ramgate_syntax::{PolicyKind, ReadOptions, read_policy};
use ramgate_templates::{RenderError, Template, find, templates};

use crate::args::{Format, ParameterFlags, TemplateCommand};
use crate::console::Console;
use crate::failure::Failure;
use crate::render;
use crate::status::Status;

/// Lists, shows or renders templates.
///
/// # Errors
/// When there is no such template, or a parameter is missing, unknown or malformed.
pub(super) fn run(command: &TemplateCommand, console: &mut Console) -> Result<Status, Failure> {
    match command {
        TemplateCommand::List { format } => list(*format, console)?,
        TemplateCommand::Show { name, format } => show(template(name)?, *format, console)?,
        TemplateCommand::Render {
            name,
            parameters,
            format,
        } => print(template(name)?, parameters, *format, console)?,
    }
    Ok(Status::Yes)
}

fn template(name: &str) -> Result<&'static Template, Failure> {
    find(name).map_err(|error| {
        Failure::new(error.to_string()).with_help("`ramgate template list` lists them")
    })
}

fn list(format: Format, console: &mut Console) -> Result<(), Failure> {
    match format {
        Format::Human => console.text(&render::template::list(templates())),
        Format::Json => templates()
            .iter()
            .try_for_each(|template| console.record(&render::template::json(template))),
    }
}

fn show(template: &Template, format: Format, console: &mut Console) -> Result<(), Failure> {
    match format {
        Format::Human => console.text(&render::template::show(template)),
        Format::Json => console.record(&render::template::json(template)),
    }
}

fn print(
    template: &Template,
    parameters: &ParameterFlags,
    format: Format,
    console: &mut Console,
) -> Result<(), Failure> {
    let document = template
        .render(&parameters.0)
        .map_err(|error| failure(template, &error))?;
    match format {
        Format::Human => console.write(document.as_bytes()),
        Format::Json => {
            let read = read_policy(&document, PolicyKind::Identity, &ReadOptions::default())
                .map_err(|diagnostics| Failure::new(diagnostics.to_string()))?;
            console.record(&read.value.to_json())
        }
    }
}

/// Every problem by itself, so that each names its parameter.
fn failure(template: &Template, error: &RenderError) -> Failure {
    let problems = error.problems();
    if problems.is_empty() {
        return Failure::new(error.to_string());
    }
    let mut failure = Failure::none();
    let advice = format!(
        "`ramgate template show {}` says what it needs",
        template.name()
    );
    for problem in problems {
        let text = format!("template `{}`: {}", template.name(), problem);
        failure.append(Failure::new(text));
    }
    failure.with_help(advice)
}
