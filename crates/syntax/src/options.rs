//! How a document is to be read, and what comes of it.
//!
//! Must not know the documents.

use crate::diagnostics::Diagnostics;
use crate::{KeyRegistry, Mode};

/// What bounds the reading of any JSON text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    nesting: usize,
    bytes: usize,
}

impl Limits {
    /// No more levels than this can be allowed: reading uses stack for each.
    pub const MAX_NESTING: usize = 256;
    /// No text may be longer than this: spans count in 32 bits.
    pub const MAX_BYTES: usize = u32::MAX as usize;

    /// How many levels of lists and objects there may be; the outermost is level 1. At most
    /// [`Limits::MAX_NESTING`].
    #[must_use]
    pub fn with_nesting(self, nesting: usize) -> Self {
        Self {
            nesting: nesting.min(Self::MAX_NESTING),
            ..self
        }
    }

    /// How many bytes the text may have. At most [`Limits::MAX_BYTES`].
    #[must_use]
    pub fn with_bytes(self, bytes: usize) -> Self {
        Self {
            bytes: bytes.min(Self::MAX_BYTES),
            ..self
        }
    }

    /// The levels of nesting that are allowed.
    pub fn nesting(&self) -> usize {
        self.nesting
    }

    /// The bytes that are allowed.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

/// 32 levels, 1 MiB.
impl Default for Limits {
    fn default() -> Self {
        Self {
            nesting: 32,
            bytes: 1 << 20,
        }
    }
}

/// How a policy is to be read: by default strictly, with every limit, and with no keys declared
/// but the documented ones.
#[derive(Clone, Copy, Debug)]
pub struct ReadOptions<'k> {
    mode: Mode,
    length_limits: bool,
    limits: Limits,
    keys: Option<&'k KeyRegistry>,
}

impl Default for ReadOptions<'_> {
    fn default() -> Self {
        Self::new(Mode::default())
    }
}

impl<'k> ReadOptions<'k> {
    /// Reading in a mode.
    pub fn new(mode: Mode) -> Self {
        Self {
            mode,
            length_limits: true,
            limits: Limits::default(),
            keys: None,
        }
    }

    /// Whether the length limit of the policy's kind holds (1.2). It does for a policy that
    /// stands in a file of its own, and not for one within a store, suite or request.
    #[must_use]
    pub fn with_length_limits(self, length_limits: bool) -> Self {
        Self {
            length_limits,
            ..self
        }
    }

    /// What bounds the text as JSON.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The keys that have declared types.
    #[must_use]
    pub fn with_keys(self, keys: &'k KeyRegistry) -> Self {
        Self {
            keys: Some(keys),
            ..self
        }
    }

    /// The mode.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether the length limits of the kinds hold.
    pub fn length_limits(&self) -> bool {
        self.length_limits
    }

    /// What bounds the text as JSON.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The declared keys, if any.
    pub fn keys(&self) -> Option<&'k KeyRegistry> {
        self.keys
    }
}

/// What was read, and what is to be said about it nevertheless.
#[derive(Clone, Debug)]
pub struct Read<T> {
    /// What was read.
    pub value: T,
    /// Warnings: what import mode tolerated. Empty in strict mode.
    pub warnings: Diagnostics,
}
