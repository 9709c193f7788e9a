//! The names of the templates, for completion.
//!
//! Must not know what is a template and what is none: whoever looks a name up says so, and which
//! one is nearest.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, Error};
use ramgate_templates::{Template, templates};

/// Takes any text, and tells shells which ones are names.
#[derive(Clone, Copy, Debug)]
pub(super) struct TemplateNames;

impl TypedValueParser for TemplateNames {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values = templates()
            .iter()
            .map(|template: &Template| PossibleValue::new(template.name()));
        Some(Box::new(values))
    }
}
