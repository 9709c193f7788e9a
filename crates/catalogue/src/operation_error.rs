//! Why a call of an operation cannot be read as checks.
//!
//! Must not know how checks are made.

use std::error::Error;
use std::fmt;

use ramgate_model::ReadError;
use ramgate_syntax::Span;

use crate::text::{Quoted, listed, nearest};
use crate::{CatalogueOperation, Member};

/// A call of an operation cannot be read, so there is nothing to decide.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OperationError {
    operation: String,
    about: About,
    fault: Box<Fault>,
    span: Option<Span>,
}

/// Which member of a request is at fault.
#[derive(Clone, Debug, Eq, PartialEq)]
enum About {
    Operation,
    Resources,
    Resource(String),
}

/// What is wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Fault {
    Unknown {
        meant: Option<String>,
    },
    NotTaken {
        takes: Vec<String>,
        meant: Option<String>,
    },
    Repeated,
    NoArn(String, ReadError),
    Misfit {
        arn: String,
        of: String,
        forms: Vec<String>,
    },
    Missing {
        members: Vec<String>,
        example: Option<String>,
    },
    Together(Vec<String>),
    NoContainer {
        member: String,
        places: Vec<String>,
    },
    Elsewhere(String),
    NoOnePlace(String),
    ContextUnused {
        instead: Vec<String>,
    },
    Unreadable(ReadError),
}

impl Fault {
    pub(crate) fn not_taken(kind: &str, operation: &CatalogueOperation) -> Self {
        let takes = operation.members().iter().map(Member::name);
        Self::NotTaken {
            meant: nearest(kind, takes.clone()).map(str::to_owned),
            takes: takes.map(str::to_owned).collect(),
        }
    }
}

impl OperationError {
    pub(crate) fn unknown(operation: &str, meant: Option<&str>) -> Self {
        Self {
            operation: operation.to_owned(),
            about: About::Operation,
            fault: Box::new(Fault::Unknown {
                meant: meant.map(str::to_owned),
            }),
            span: None,
        }
    }

    pub(crate) fn about(operation: &CatalogueOperation, kind: &str, fault: Fault) -> Self {
        Self {
            operation: operation.name().to_owned(),
            about: About::Resource(kind.to_owned()),
            fault: Box::new(fault),
            span: None,
        }
    }

    pub(crate) fn about_resources(operation: &CatalogueOperation, fault: Fault) -> Self {
        Self {
            operation: operation.name().to_owned(),
            about: About::Resources,
            fault: Box::new(fault),
            span: None,
        }
    }

    pub(crate) fn unreadable(operation: &str, error: ReadError) -> Self {
        Self {
            operation: operation.to_owned(),
            about: About::Operation,
            fault: Box::new(Fault::Unreadable(error)),
            span: None,
        }
    }

    pub(crate) fn at(self, span: Span) -> Self {
        Self {
            span: Some(span),
            ..self
        }
    }

    /// The name of the resource's member that is at fault, if it is one.
    pub(crate) fn kind(&self) -> Option<&str> {
        match &self.about {
            About::Resource(kind) => Some(kind),
            About::Operation | About::Resources => None,
        }
    }

    /// Whether it is the ARN of that member that is at fault.
    pub(crate) fn is_about_arn(&self) -> bool {
        matches!(
            *self.fault,
            Fault::NoArn(..) | Fault::Misfit { .. } | Fault::Elsewhere(_) | Fault::NoOnePlace(_)
        )
    }

    /// The member of the request that is at fault: `operation`, `resources`, `resources.key`,
    /// `resources["key-container"]`.
    pub fn member(&self) -> String {
        match &self.about {
            About::Operation => "operation".to_owned(),
            About::Resources => "resources".to_owned(),
            About::Resource(kind) => {
                let is_plain = |c: char| c.is_ascii_lowercase() || c == '_';
                if !kind.is_empty() && kind.len() < 64 && kind.chars().all(is_plain) {
                    format!("resources.{kind}")
                } else {
                    format!("resources[{}]", Quoted(kind).to_string().replace('`', "\""))
                }
            }
        }
    }

    /// Where it stands in the text of the request, if the request was read from one.
    pub fn span(&self) -> Option<Span> {
        self.span
    }

    /// Whether the catalogue has no such operation.
    pub fn is_unknown_operation(&self) -> bool {
        matches!(*self.fault, Fault::Unknown { .. })
    }

    /// Whether a resource is needed and not named.
    pub fn is_missing_resource(&self) -> bool {
        matches!(
            *self.fault,
            Fault::Missing { .. } | Fault::NoContainer { .. }
        )
    }

    /// What to do about it, where that can be said.
    pub fn help(&self) -> Option<String> {
        let did_you_mean = |name: &String| format!("did you mean `{name}`?");
        let names = |names: &[String], join| listed(names.iter().map(String::as_str), join);
        match &*self.fault {
            Fault::Unknown { meant } => Some(meant.as_ref().map_or_else(
                || {
                    "operations have the names of the API, such as `GetSecretValue`; for any \
                     other, give `checks`"
                        .to_owned()
                },
                did_you_mean,
            )),
            Fault::NotTaken { takes, meant } => match (meant, takes.as_slice()) {
                (Some(name), _) => Some(did_you_mean(name)),
                (None, []) => Some("it takes none".to_owned()),
                (None, takes) => Some(format!("it takes {}", names(takes, "and"))),
            },
            Fault::Repeated | Fault::Unreadable(_) => None,
            Fault::NoArn(_, error) => Some(error.reason().to_owned()),
            Fault::Misfit { forms, .. } => Some(format!("its form is {}", names(forms, "or"))),
            Fault::Missing { members, example } => {
                let (member, example) = (members.first()?, example.as_ref()?);
                Some(format!(
                    "give `\"{member}\": \"{example}\"` under `resources`"
                ))
            }
            Fault::Together(_) => Some("ask for each by itself".to_owned()),
            Fault::NoContainer { member, places } => Some(format!(
                "name the `{member}`, or say where it is with {}",
                names(places, "or")
            )),
            Fault::Elsewhere(container) => Some(format!("leave one out; `{container}` is enough")),
            Fault::NoOnePlace(container) => Some(format!("name the `{container}`")),
            Fault::ContextUnused { instead } => Some(match instead.as_slice() {
                [] => "give it to the request as a whole".to_owned(),
                instead => format!("give it to {}", names(instead, "or")),
            }),
        }
    }
}

impl fmt::Display for OperationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = Quoted(&self.operation);
        let kind = Quoted(self.kind().unwrap_or_default());
        let names = |names: &[String], join| listed(names.iter().map(String::as_str), join);
        match &*self.fault {
            Fault::Unknown { .. } => {
                write!(f, "the catalogue has no operation {operation}")
            }
            Fault::NotTaken { .. } => write!(f, "{operation} takes no resource {kind}"),
            Fault::Repeated => write!(f, "{operation} takes {kind} once"),
            Fault::NoArn(arn, _) => write!(f, "{} is no ARN, for {kind}", Quoted(arn)),
            Fault::Misfit { arn, of, .. } => {
                write!(
                    f,
                    "{} is no resource of type `{of}`, for {kind}",
                    Quoted(arn)
                )
            }
            Fault::Missing { members, .. } => match members.as_slice() {
                [member] => write!(f, "{operation} needs `{member}`"),
                members => write!(f, "{operation} needs {}", names(members, "or")),
            },
            Fault::Together(members) => {
                write!(f, "{operation} is about one of {}", names(members, "and"))
            }
            Fault::NoContainer { member, .. } => write!(
                f,
                "{operation} is checked on `{member}`, and nothing says where that is"
            ),
            Fault::Elsewhere(container) => {
                write!(
                    f,
                    "{kind} is in another region or account than `{container}`"
                )
            }
            Fault::NoOnePlace(container) => write!(
                f,
                "the resources are in several regions or accounts, so `{container}` could be any"
            ),
            Fault::ContextUnused { .. } => {
                write!(
                    f,
                    "the context of {kind} counts for no check of {operation}"
                )
            }
            Fault::Unreadable(error) => {
                write!(
                    f,
                    "the checks of {operation} cannot be read: {}",
                    error.reason()
                )
            }
        }
    }
}

impl Error for OperationError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &*self.fault {
            Fault::NoArn(_, error) | Fault::Unreadable(error) => Some(error),
            _ => None,
        }
    }
}
