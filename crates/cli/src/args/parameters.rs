//! The parameters of the templates as flags, `--region` and the others.
//!
//! Must not know which parameters there are: the catalogue says so.

use clap::{Arg, ArgAction, ArgMatches, Command, Error, FromArgMatches};
use ramgate_templates::{Parameters, parameters};

/// What was given for the parameters of a template.
#[derive(Debug)]
pub(crate) struct ParameterFlags(pub(crate) Parameters);

impl clap::Args for ParameterFlags {
    fn augment_args(command: Command) -> Command {
        // Whether a parameter may be repeated is the template's own judgement, so that its error
        // speaks of the parameter.
        let flags = parameters().iter().map(|parameter| {
            let several = if parameter.takes_several() {
                "; may take more than one"
            } else {
                ""
            };
            let flag = Arg::new(parameter.name())
                .long(parameter.name())
                .value_name(parameter.name().to_ascii_uppercase().replace('-', "_"))
                .help(format!("{}{several}", capitalized(parameter.description())))
                .long_help(format!(
                    "{}{several}: {}, such as `{}`",
                    capitalized(parameter.description()),
                    parameter.expected(),
                    parameter.example().join(" ")
                ))
                .action(ArgAction::Append);
            if parameter.takes_several() {
                flag.num_args(1..)
            } else {
                flag
            }
        });
        command.args(flags).next_help_heading(None)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for ParameterFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let given = parameters().iter().flat_map(|parameter| {
            let values = matches.get_many::<String>(parameter.name());
            values
                .into_iter()
                .flatten()
                .map(|value| (parameter.name(), value.as_str()))
        });
        Ok(Self(given.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn capitalized(phrase: &str) -> String {
    let mut chars = phrase.chars();
    match chars.next() {
        Some(first) => first.to_ascii_uppercase().to_string() + chars.as_str(),
        None => String::new(),
    }
}
