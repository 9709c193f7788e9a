//! What is asked, from flags, from a file or from a line of a batch, or why it cannot be read.
//!
//! Must not know what is decided.

use std::fmt::Write as _;

use ramgate::{Action, Checks, Code, Context, ContextEntry, ContextKey, ReadError, Request};
use ramgate::{Diagnostics, Resource};
use ramgate_syntax::{Limits, LineIndex, RequestDocument, read_request};

use crate::args::AskedArgs;
use crate::input::Source;
use crate::render;

/// A request, or a call that needs several checks.
#[derive(Debug)]
pub(crate) enum Question {
    /// From JSON.
    Document(RequestDocument),
    /// From flags.
    Flags(Flags),
}

/// A request as flags give it.
#[derive(Debug)]
pub(crate) struct Flags {
    action: String,
    resource: Option<String>,
    context: Vec<(String, String)>,
}

/// Why a request cannot be read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// The code of the first thing that is wrong.
    pub(crate) code: &'static str,
    /// What it is, and how many more there are.
    pub(crate) message: String,
    /// The line on which it stands, counted from 1; nothing for flags.
    pub(crate) line: Option<u64>,
    /// Everything that is wrong, drawn for a terminal.
    pub(crate) drawn: Vec<String>,
}

impl Question {
    /// The request that flags give.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub(crate) fn from_flags(args: &AskedArgs) -> Result<Self, Unreadable> {
        let flags = Flags {
            action: args.action.clone().unwrap_or_default(),
            resource: args.resource.clone(),
            context: args.context.clone(),
        };
        flags
            .look(|_| ())
            .map_err(|error| flags.unreadable(error))?;
        Ok(Self::Flags(flags))
    }

    /// The request that a file holds.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn from_source(source: &Source) -> Result<Self, Unreadable> {
        read_request(&source.text, &Limits::default())
            .map(Self::Document)
            .map_err(|diagnostics| {
                let at = diagnostics.first().map_or(0, |first| first.span().start());
                let line = LineIndex::new(&source.text).line_column(at).line;
                Unreadable {
                    drawn: render::diagnostics::draw(source, &diagnostics).collect(),
                    ..Unreadable::new(&diagnostics, u64::try_from(line).ok())
                }
            })
    }

    /// The request on a line of a batch.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn from_line(number: u64, text: &[u8]) -> Result<Self, Unreadable> {
        read_request(text, &Limits::default())
            .map(Self::Document)
            .map_err(|diagnostics| Unreadable::new(&diagnostics, Some(number)))
    }

    /// Hands the checks to a function.
    ///
    /// # Errors
    /// When they cannot be read, which is known since the question was made.
    pub(crate) fn ask<R>(&self, look: impl FnOnce(Checks<'_>) -> R) -> Result<R, ReadError> {
        match self {
            Self::Document(document) => document.with_checks(look),
            Self::Flags(flags) => flags.look(look),
        }
    }
}

impl Flags {
    fn look<R>(&self, look: impl FnOnce(Checks<'_>) -> R) -> Result<R, ReadError> {
        let context: Vec<_> = self
            .context
            .iter()
            .map(|(key, value)| ContextEntry::text(key, value))
            .collect();
        let resource = match &self.resource {
            Some(resource) => Resource::new(resource)?,
            None => Resource::None,
        };
        let request = Request::new(
            Action::new(&self.action)?,
            resource,
            Context::new(&context)?,
        );
        Ok(look(Checks::new(&[request])?))
    }

    fn unreadable(&self, error: ReadError) -> Unreadable {
        let code = match error.member() {
            "action" => Code::UnreadableAction,
            "resource" => Code::UnreadableResource,
            _ => Code::BadContext,
        };
        let message = match (code, self.repeated_keys()) {
            (Code::BadContext, Some((one, other))) => format!(
                "the context keys {} and {} are the same: the case of a key's name does not count",
                render::text::quoted(one),
                render::text::quoted(other)
            ),
            (Code::BadContext, None) => error.to_string(),
            _ => {
                let resource = self.resource.as_deref().unwrap_or_default();
                let text = if code == Code::UnreadableAction {
                    &self.action
                } else {
                    resource
                };
                let (text, member) = (render::text::quoted(text), error.member());
                let reason = error.reason();
                format!("{text} cannot be read as the {member} of a request: {reason}")
            }
        };
        Unreadable {
            code: code.as_str(),
            drawn: vec![render::diagnostics::coded(code, &message)],
            message,
            line: None,
        }
    }

    /// The first two keys that are the same.
    fn repeated_keys(&self) -> Option<(&str, &str)> {
        self.context.iter().enumerate().find_map(|(at, (key, _))| {
            let mut before = self.context.iter().take(at);
            let of = ContextKey::new(key);
            let other = before.find(|(other, _)| ContextKey::new(other) == of)?;
            Some((other.0.as_str(), key.as_str()))
        })
    }
}

impl Unreadable {
    /// A request that was read and cannot be asked, which there is not.
    pub(crate) fn other(line: u64) -> Self {
        Self {
            code: Code::NotJson.as_str(),
            message: "the request cannot be read".to_owned(),
            line: Some(line),
            drawn: Vec::new(),
        }
    }

    fn new(diagnostics: &Diagnostics, line: Option<u64>) -> Self {
        let mut message = String::new();
        if let Some(first) = diagnostics.first() {
            message.push_str(first.message());
            if let Some(help) = first.help() {
                message.push_str(": ");
                message.push_str(help);
            }
        }
        let more = (diagnostics.len() + diagnostics.omitted()).saturating_sub(1);
        if more > 0 {
            // Writing to a string does not fail.
            let _ = write!(message, " (and {more} more)");
        }
        Self {
            code: diagnostics
                .first()
                .map_or("", |first| first.code().as_str()),
            message,
            line,
            drawn: Vec::new(),
        }
    }
}
