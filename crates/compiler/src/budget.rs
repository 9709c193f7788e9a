//! How much work and memory building automata may take.
//!
//! Counted in bytes, not seconds, so that every machine builds the same image. Must not know what
//! the automata are for.

use crate::config::{AutomatonUse, Config};

/// Bytes for each pattern, beside a fixed share.
const BYTES_PER_PATTERN: usize = 2 << 10;
const FIXED_BYTES: usize = 32 << 10;
/// How many automata may fail before no further one is tried for the same search.
const FAILURES: u32 = 2;

/// What is left to be spent on the automata of one search.
pub(crate) struct Budget {
    config: Config,
    failures: u32,
}

impl Budget {
    pub(crate) fn new(config: Config) -> Self {
        Self {
            config,
            failures: 0,
        }
    }

    /// Whether an automaton may be tried for so many patterns.
    pub(crate) fn admits(&self, patterns: usize, worthwhile: usize) -> bool {
        match self.config.automata {
            AutomatonUse::Never => false,
            AutomatonUse::WhereCheaper => patterns >= worthwhile && self.failures < FAILURES,
            AutomatonUse::WhereverTheyFit => patterns > 0 && self.failures < FAILURES,
        }
    }

    /// The bytes that an automaton of so many patterns may grow to.
    pub(crate) fn limit(&self, patterns: usize) -> usize {
        self.config
            .automaton_bytes
            .min(FIXED_BYTES + BYTES_PER_PATTERN * patterns)
    }

    /// Notes that an automaton outgrew its limit.
    pub(crate) fn fail(&mut self) {
        self.failures += 1;
    }
}
