//! What decides, opened from files: an engine.
//!
//! Everything that is asked of the library goes through here. Must not know how answers are
//! printed.

use std::io::Read as _;

use ramgate::{Checks, Compiler, Decision, Engine, Explanation, Image, PolicySet};
use ramgate::{Request, Resource, StatementNumber};

use crate::args::DecidingArgs;
use crate::console::Console;
use crate::failure::Failure;
use crate::input::Input;
use crate::policies;

/// Bytes by which it is seen whether a file is an image at all.
const HEAD: u64 = 64;

/// An engine to ask.
pub(crate) struct Session {
    engine: Engine,
    statements: u32,
}

/// An explanation, and of what.
pub(crate) struct Explained {
    /// The explanation of the check that decided.
    pub(crate) explanation: Explanation,
    /// The position of that check from 0, and how many there are.
    pub(crate) check: (usize, usize),
    /// The action of that check.
    pub(crate) action: String,
    /// Its resource; `*` for none.
    pub(crate) resource: String,
}

impl Session {
    /// Opens policies or an image.
    ///
    /// # Errors
    /// When they cannot be read.
    pub(crate) fn open(args: &DecidingArgs, console: &mut Console) -> Result<Self, Failure> {
        if let Some(input) = &args.image {
            return Ok(Self::new(image(input)?));
        }
        let set = policies::load(&args.policies, args.mode.mode(), console)?;
        Self::compile(&set)
    }

    /// An engine for policies in memory.
    ///
    /// # Errors
    /// When they cannot be compiled.
    pub(crate) fn compile(set: &PolicySet) -> Result<Self, Failure> {
        compile(set).map(Self::new)
    }

    fn new(image: Image) -> Self {
        Self {
            statements: image.summary().statements,
            engine: Engine::new(image),
        }
    }

    /// How many statements there are.
    pub(crate) fn statements(&self) -> u32 {
        self.statements
    }

    /// Decides a call.
    pub(crate) fn decide(&self, checks: &Checks<'_>) -> Decision {
        self.engine.decide_all(checks)
    }

    /// Explains a call: the first check that is not allowed, or else the last (2.13). Nothing for
    /// no checks, which there are not.
    pub(crate) fn explain(&self, checks: &Checks<'_>) -> Option<Explained> {
        let requests = checks.requests();
        let denied = requests
            .iter()
            .position(|request| !self.engine.decide(request).is_allowed());
        let at = denied.unwrap_or_else(|| requests.len().saturating_sub(1));
        let request = requests.get(at)?;
        Some(Explained {
            explanation: self.engine.explain(request),
            check: (at, requests.len()),
            action: request.action().to_string(),
            resource: match request.resource() {
                Resource::None => "*".to_owned(),
                Resource::Arn(arn) => arn.as_str().to_owned(),
            },
        })
    }

    /// Explains one request.
    pub(crate) fn explain_one(&self, request: &Request<'_>) -> Explanation {
        self.engine.explain(request)
    }

    /// A statement's id, such as `readers#1`.
    pub(crate) fn id(&self, statement: StatementNumber) -> String {
        match self.engine.locate(statement) {
            Some((policy, index)) => format!("{policy}#{index}"),
            None => format!("#{}", statement.get()),
        }
    }
}

/// Compiles policies.
///
/// # Errors
/// When they are beyond what an image can hold.
pub(crate) fn compile(set: &PolicySet) -> Result<Image, Failure> {
    Compiler::new().compile(set).map_err(|error| {
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        Failure::new(text)
    })
}

/// Reads an image from a file. A file that does not begin like an image is not read to its end.
///
/// # Errors
/// When it cannot be read, or is no image that this version can use.
pub(crate) fn image(input: &Input) -> Result<Image, Failure> {
    let unreadable = |error| Failure::reading(&input.name(), &error);
    let mut file = input.open()?;
    let mut bytes = Vec::new();
    file.by_ref()
        .take(HEAD)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    let is_foreign = Image::from_bytes(bytes.as_slice()).is_err_and(|error| error.is_foreign());
    if !is_foreign {
        file.read_to_end(&mut bytes).map_err(unreadable)?;
    }
    Image::from_bytes(bytes).map_err(|error| {
        let failure = Failure::new(format!("cannot use `{}`: {error}", input.name()));
        if error.is_foreign() {
            failure.with_help("`ramgate compile` makes an image of policies")
        } else if error.is_damaged() {
            failure.with_help("compile the policies again with `ramgate compile`")
        } else {
            failure
        }
    })
}
