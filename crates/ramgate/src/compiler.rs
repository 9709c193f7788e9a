//! From a policy set to an image.
//!
//! Must not know how anything is compiled; `ramgate-compiler` does.

use std::error::Error;
use std::fmt;

use ramgate_compiler::{AutomatonUse, Config};
use ramgate_image::ImageError;
use ramgate_image::writer::TooLargeError;
use ramgate_syntax::PolicySet;

use crate::Image;

/// Compiles policy sets. Its options bound what is built; none of them changes a decision.
///
/// ```
/// use ramgate::{Compiler, PolicySet};
///
/// let mut set = PolicySet::new();
/// set.parse("readers", r#"{ "Version": "1", "Statement": [
///     { "Effect": "Allow", "Action": "kms:Describe*", "Resource": "*" } ] }"#)?;
/// let image = Compiler::new().compile(&set)?;
/// assert_eq!(image.summary().statements, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Compiler {
    config: Config,
}

impl Compiler {
    /// A compiler with the default options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where automata are used in place of trying patterns one by one (by default where that is
    /// cheaper).
    #[must_use]
    pub fn automata(self, automata: AutomatonUse) -> Self {
        Self {
            config: self.config.automata(automata),
        }
    }

    /// The most bytes that one automaton may take (by default 1 MiB). What does not fit is matched
    /// pattern by pattern instead.
    #[must_use]
    pub fn automaton_bytes(self, bytes: usize) -> Self {
        Self {
            config: self.config.automaton_bytes(bytes),
        }
    }

    /// The most bytes that the rows of all action classes may take together (by default 64 MiB).
    /// Beyond, the actions of candidate statements are tested one by one.
    #[must_use]
    pub fn action_row_bytes(self, bytes: usize) -> Self {
        Self {
            config: self.config.action_row_bytes(bytes),
        }
    }

    pub(crate) fn config(&self) -> Config {
        self.config
    }

    /// Compiles a policy set. The same policies give the same image on every machine, in whatever
    /// order they were added. Time and memory are bounded by the options and the policies' size.
    ///
    /// # Errors
    /// When the image would be larger than 4 GiB.
    pub fn compile(&self, set: &PolicySet) -> Result<Image, CompileError> {
        let bytes = ramgate_compiler::compile(set, self.config)
            .map_err(|error| CompileError(Kind::Compiler(error)))?;
        Image::from_bytes(bytes).map_err(|error| CompileError(Kind::Image(error)))
    }
}

/// Policies cannot be compiled.
#[derive(Debug)]
pub struct CompileError(Kind);

impl CompileError {
    pub(crate) fn names_principals() -> Self {
        Self(Kind::NamesPrincipals)
    }
}

impl From<ramgate_compiler::CompileError> for CompileError {
    fn from(error: ramgate_compiler::CompileError) -> Self {
        Self(Kind::Compiler(error))
    }
}

impl From<TooLargeError> for CompileError {
    fn from(error: TooLargeError) -> Self {
        Self(Kind::TooLarge(error))
    }
}

impl From<ImageError> for CompileError {
    fn from(error: ImageError) -> Self {
        Self(Kind::Image(error))
    }
}

#[derive(Debug)]
enum Kind {
    Compiler(ramgate_compiler::CompileError),
    TooLarge(TooLargeError),
    Image(ImageError),
    NamesPrincipals,
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::NamesPrincipals => f.write_str("a session policy names no principals"),
            _ => f.write_str("the policies cannot be compiled"),
        }
    }
}

/// The source says why.
impl Error for CompileError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            // Its own text is the one above.
            Kind::Compiler(error) => error.source(),
            Kind::Image(error) => Some(error),
            Kind::TooLarge(error) => Some(error),
            Kind::NamesPrincipals => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "this is a test")]

    use std::error::Error;

    use super::{CompileError, Kind};
    use crate::Image;

    #[test]
    fn the_source_says_why() {
        let why = Image::from_bytes(&b""[..]).unwrap_err();
        let error = CompileError(Kind::Image(why));
        assert_eq!(error.to_string(), "the policies cannot be compiled");
        assert_eq!(error.source().unwrap().to_string(), why.to_string());
    }
}
