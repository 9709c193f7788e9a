//! What can be wrong with a name or with the values for a template.
//!
//! Must not know how a document is put together.

use std::error::Error;
use std::fmt;

use crate::nearest::nearest;
use crate::parameter::Parameter;

/// There is no template of the name that was asked for.
#[derive(Clone, Debug)]
pub struct UnknownTemplate {
    name: String,
    suggestion: Option<&'static str>,
}

impl UnknownTemplate {
    pub(crate) fn new(name: &str, suggestion: Option<&'static str>) -> Self {
        Self {
            name: name.to_owned(),
            suggestion,
        }
    }

    /// The name that was asked for.
    pub fn template(&self) -> &str {
        &self.name
    }

    /// The name of the template that may have been meant.
    pub fn suggestion(&self) -> Option<&'static str> {
        self.suggestion
    }
}

impl fmt::Display for UnknownTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no template {}", Quoted(&self.name))?;
        match self.suggestion {
            Some(name) => write!(f, ": the nearest is `{name}`"),
            None => Ok(()),
        }
    }
}

impl Error for UnknownTemplate {}

/// A template cannot be rendered with the values that are given.
#[derive(Debug)]
pub struct RenderError {
    template: &'static str,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Parameters(Vec<ParameterProblem>),
    Length { characters: usize, limit: usize },
    Document(serde_json::Error),
}

impl RenderError {
    pub(crate) fn parameters(template: &'static str, problems: Vec<ParameterProblem>) -> Self {
        Self {
            template,
            kind: Kind::Parameters(problems),
        }
    }

    pub(crate) fn length(template: &'static str, characters: usize, limit: usize) -> Self {
        Self {
            template,
            kind: Kind::Length { characters, limit },
        }
    }

    pub(crate) fn document(template: &'static str, source: serde_json::Error) -> Self {
        Self {
            template,
            kind: Kind::Document(source),
        }
    }

    /// The name of the template.
    pub fn template(&self) -> &'static str {
        self.template
    }

    /// Everything that is wrong with the parameters: first those that the template does not take,
    /// by name, then the others in the template's order. Nothing if they are not at fault.
    pub fn problems(&self) -> &[ParameterProblem] {
        match &self.kind {
            Kind::Parameters(problems) => problems,
            Kind::Length { .. } | Kind::Document(_) => &[],
        }
    }

    /// Whether the values are good one by one and too many together for a RAM policy.
    pub fn is_limit_exceeded(&self) -> bool {
        matches!(self.kind, Kind::Length { .. })
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "template `{}` cannot be rendered: ", self.template)?;
        match &self.kind {
            Kind::Parameters(problems) => {
                for (i, problem) in problems.iter().enumerate() {
                    write!(f, "{}{problem}", if i == 0 { "" } else { "; " })?;
                }
                Ok(())
            }
            Kind::Length { characters, limit } => write!(
                f,
                "the policy has {characters} characters and RAM takes {limit} at most; give fewer \
                 values, or spread them over several policies"
            ),
            Kind::Document(_) => f.write_str("its document is no JSON"),
        }
    }
}

impl Error for RenderError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.kind {
            Kind::Document(source) => Some(source),
            Kind::Parameters(_) | Kind::Length { .. } => None,
        }
    }
}

/// One thing that is wrong with the values for a template.
#[derive(Clone, Debug)]
pub struct ParameterProblem {
    parameter: String,
    fault: Fault,
}

#[derive(Clone, Debug)]
enum Fault {
    Missing(Parameter),
    Repeated(usize),
    Malformed(Parameter, String),
    Unknown {
        takes: &'static [Parameter],
        suggestion: Option<&'static str>,
    },
}

impl ParameterProblem {
    pub(crate) fn missing(parameter: &Parameter) -> Self {
        Self::of(parameter, Fault::Missing(*parameter))
    }

    pub(crate) fn repeated(parameter: &Parameter, count: usize) -> Self {
        Self::of(parameter, Fault::Repeated(count))
    }

    pub(crate) fn malformed(parameter: &Parameter, value: &str) -> Self {
        Self::of(parameter, Fault::Malformed(*parameter, value.to_owned()))
    }

    pub(crate) fn unknown(name: &str, takes: &'static [Parameter]) -> Self {
        Self {
            parameter: name.to_owned(),
            fault: Fault::Unknown {
                takes,
                suggestion: nearest(name, takes.iter().map(Parameter::name)),
            },
        }
    }

    fn of(parameter: &Parameter, fault: Fault) -> Self {
        Self {
            parameter: parameter.name().to_owned(),
            fault,
        }
    }

    /// The name of the parameter.
    pub fn parameter(&self) -> &str {
        &self.parameter
    }

    /// Whether it is needed and not given.
    pub fn is_missing(&self) -> bool {
        matches!(self.fault, Fault::Missing(_))
    }

    /// Whether the template does not take it.
    pub fn is_unknown(&self) -> bool {
        matches!(self.fault, Fault::Unknown { .. })
    }

    /// Whether it has more than one value and takes one.
    pub fn is_repeated(&self) -> bool {
        matches!(self.fault, Fault::Repeated(_))
    }

    /// Whether a value of it does not have the form that is expected.
    pub fn is_malformed(&self) -> bool {
        matches!(self.fault, Fault::Malformed(..))
    }

    /// For an unknown parameter, the one that may have been meant.
    pub fn suggestion(&self) -> Option<&'static str> {
        match self.fault {
            Fault::Unknown { suggestion, .. } => suggestion,
            Fault::Missing(_) | Fault::Repeated(_) | Fault::Malformed(..) => None,
        }
    }
}

impl fmt::Display for ParameterProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Quoted(&self.parameter);
        match &self.fault {
            Fault::Missing(parameter) => {
                write!(f, "parameter {name} is missing: expected ")?;
                write_expected(f, parameter)
            }
            Fault::Repeated(count) => {
                write!(
                    f,
                    "parameter {name} is given {count} times: expected one value"
                )
            }
            Fault::Malformed(parameter, value) => {
                write!(f, "parameter {name} cannot be {}: expected ", Quoted(value))?;
                write_expected(f, parameter)
            }
            Fault::Unknown { takes, suggestion } => {
                write!(f, "it has no parameter {name}: ")?;
                match (suggestion, takes) {
                    (Some(suggestion), _) => write!(f, "the nearest is `{suggestion}`"),
                    (None, []) => f.write_str("it takes none"),
                    (None, takes) => {
                        f.write_str("it takes ")?;
                        for (i, parameter) in takes.iter().enumerate() {
                            let comma = if i == 0 { "" } else { ", " };
                            write!(f, "{comma}`{}`", parameter.name())?;
                        }
                        Ok(())
                    }
                }
            }
        }
    }
}

fn write_expected(f: &mut fmt::Formatter<'_>, parameter: &Parameter) -> fmt::Result {
    f.write_str(parameter.expected())?;
    match parameter.example().first() {
        Some(example) => write!(f, ", such as `{example}`"),
        None => Ok(()),
    }
}

/// A user's text in backticks: control characters escaped, and cut where it is long.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 200;
        f.write_str("`")?;
        for c in self.0.chars().take(LONGEST) {
            if c.is_control() {
                write!(f, "{}", c.escape_default())?;
            } else {
                write!(f, "{c}")?;
            }
        }
        let cut = self.0.chars().nth(LONGEST).is_some();
        f.write_str(if cut { "…`" } else { "`" })
    }
}
