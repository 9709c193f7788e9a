//! What decides, opened from files: an engine for the policies of one caller, or an authorizer for
//! a store.
//!
//! Everything that is asked of the library goes through here. Must not know how answers are
//! printed.

mod calls;
mod policies;

use ramgate::{Checks, CompileError, Resource};

use crate::args::{DecidingArgs, limits};
use crate::console::Console;
use crate::failure::Failure;
use crate::question::Reading;
use crate::{images, stores};

pub(crate) use calls::{CallDecided, CallExplained, StoreSession, compile as compile_store};
pub(crate) use policies::{Explained, PolicySession, compile};

/// What answers.
pub(crate) enum Session {
    /// The policies of one caller.
    Policies(Box<PolicySession>),
    /// A store.
    Store(StoreSession),
}

impl Session {
    /// Opens policies, a store or an image.
    ///
    /// # Errors
    /// When they cannot be read.
    pub(crate) fn open(args: &DecidingArgs, console: &mut Console) -> Result<Self, Failure> {
        if let Some(input) = &args.image {
            return Ok(match images::open(input)? {
                images::Opened::Policies(image) => {
                    Self::Policies(Box::new(PolicySession::new(*image)))
                }
                images::Opened::Store(image, _) => Self::Store(StoreSession::of_image(image)),
            });
        }
        if let Some(input) = &args.store {
            let (limits, mode) = (limits(args.max_bytes), args.mode.over());
            let (store, _) = stores::load(input, &limits, mode, console)?;
            return StoreSession::compile(&store).map(Self::Store);
        }
        let set = crate::policies::load(&args.policies, args.mode.mode(), console)?;
        Ok(Self::Policies(Box::new(PolicySession::compile(&set)?)))
    }

    /// How what is asked is to be read.
    pub(crate) fn reading(&self, args: &DecidingArgs) -> Reading<'_> {
        Reading {
            mode: args.mode.mode(),
            keys: match self {
                Self::Policies(_) => None,
                Self::Store(store) => Some(store.keys()),
            },
        }
    }
}

/// One check of a call.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Check {
    /// Its position from 0.
    pub(crate) index: usize,
    /// How many the call has.
    pub(crate) of: usize,
    /// Its action.
    pub(crate) action: String,
    /// Its resource; `*` for none.
    pub(crate) resource: String,
}

impl Check {
    /// The check at a position; nothing if there is none.
    fn at(checks: &Checks<'_>, index: usize) -> Option<Self> {
        let requests = checks.requests();
        let request = requests.get(index)?;
        Some(Self {
            index,
            of: requests.len(),
            action: request.action().to_string(),
            resource: match request.resource() {
                Resource::None => "*".to_owned(),
                Resource::Arn(arn) => arn.as_str().to_owned(),
            },
        })
    }
}

/// The position of the check that decides (2.13): the first that is not allowed, or else the last.
fn deciding(
    checks: &Checks<'_>,
    mut is_allowed: impl FnMut(&ramgate::Request<'_>) -> bool,
) -> usize {
    let requests = checks.requests();
    let denied = requests.iter().position(|request| !is_allowed(request));
    denied.unwrap_or_else(|| requests.len().saturating_sub(1))
}

/// Why something cannot be compiled.
pub(crate) fn uncompilable(error: &CompileError) -> Failure {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    Failure::new(text)
}
