//! One template: what it is called, what it says, what it needs, and rendering it.
//!
//! Must not know which templates there are.

use crate::document;
use crate::error::{ParameterProblem, RenderError};
use crate::parameter::{Parameter, Parameters};

/// A policy document with named placeholders.
#[derive(Debug)]
pub struct Template {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) description: &'static str,
    pub(crate) document: &'static str,
    pub(crate) parameters: &'static [Parameter],
}

/// The number of characters that a custom policy of RAM may have (1.2).
const MAX_CHARACTERS: usize = 6144;

impl Template {
    /// Its name in kebab case, which does not change between releases. It is also a legal name for
    /// a policy.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it is for, in a few words.
    pub fn title(&self) -> &'static str {
        self.title
    }

    /// What it grants and what it does not: one paragraph in one line, with code in backticks.
    pub fn description(&self) -> &'static str {
        self.description.trim_end()
    }

    /// What it needs to be rendered, in the order in which it should be asked for. All of them are
    /// required.
    pub fn parameters(&self) -> &'static [Parameter] {
        self.parameters
    }

    /// The document before rendering: JSON in which `{{name}}` stands for a parameter's value.
    pub fn document(&self) -> &'static str {
        self.document
    }

    /// Example values for all of its parameters.
    pub fn example(&self) -> Parameters {
        self.parameters
            .iter()
            .flat_map(|parameter| {
                parameter
                    .example
                    .iter()
                    .map(|value| (parameter.name, *value))
            })
            .collect()
    }

    /// The policy with the parameters filled in, as indented JSON that ends with a line feed. It
    /// loads in strict mode.
    ///
    /// # Errors
    /// When a parameter is missing, unknown, malformed or given too often (all such problems are
    /// found at once), or when so many values are given that the document exceeds the length of a
    /// RAM policy.
    pub fn render(&self, parameters: &Parameters) -> Result<String, RenderError> {
        let problems = self.problems(parameters);
        if !problems.is_empty() {
            return Err(RenderError::parameters(self.name, problems));
        }
        let text = document::fill(self.document, parameters)
            .map_err(|source| RenderError::document(self.name, source))?;
        match text.chars().count() {
            0..=MAX_CHARACTERS => Ok(text),
            characters => Err(RenderError::length(self.name, characters, MAX_CHARACTERS)),
        }
    }

    fn problems(&self, given: &Parameters) -> Vec<ParameterProblem> {
        let takes = |name: &str| {
            self.parameters
                .iter()
                .any(|parameter| parameter.name == name)
        };
        let unknown = given
            .iter()
            .filter(|(name, _)| !takes(name))
            .map(|(name, _)| ParameterProblem::unknown(name, self.parameters));
        let unfit = self
            .parameters
            .iter()
            .flat_map(|parameter| parameter.problems(given.get(parameter.name)));
        unknown.chain(unfit).collect()
    }
}
