//! How much work and memory building automata may take, over a whole policy set.
//!
//! Counted in bytes of patterns and tables, not in seconds, so that every machine builds the same
//! image. Must not know what the automata are for.

use crate::config::{AutomatonUse, Config};

/// Bytes of automata for each byte of pattern in the set, and what even a small set may spend.
const PER_PATTERN_BYTE: usize = 64;
const LEAST: usize = 64 << 10;
/// What a set may spend whose automata are wanted wherever they fit.
const GENEROUS: usize = 16 << 20;
/// The bytes that one automaton may take: a share for each of its patterns, beside a fixed one.
const FIXED_BYTES: usize = 32 << 10;
const BYTES_PER_PATTERN: usize = 2 << 10;
/// How many automata may outgrow their limit before no further one is tried.
const FAILURES: u32 = 4;

/// What is left to be spent on automata.
#[derive(Debug)]
pub(crate) struct Budget {
    config: Config,
    left: usize,
    failures: u32,
}

impl Budget {
    /// The budget of a policy set with so many bytes of patterns.
    pub(crate) fn new(config: Config, pattern_bytes: usize) -> Self {
        let left = match config.automata {
            AutomatonUse::WhereverTheyFit => GENEROUS,
            _ => pattern_bytes.saturating_mul(PER_PATTERN_BYTE).max(LEAST),
        };
        Self {
            config,
            left,
            failures: 0,
        }
    }

    /// The bytes that an automaton of so many patterns may grow to, if one may be tried at all.
    /// Below `worthwhile` patterns trying them one by one is cheaper.
    pub(crate) fn limit(&self, patterns: usize, worthwhile: usize) -> Option<usize> {
        let wanted = match self.config.automata {
            AutomatonUse::Never => false,
            AutomatonUse::WhereCheaper => patterns >= worthwhile,
            AutomatonUse::WhereverTheyFit => patterns > 0,
        };
        let own = FIXED_BYTES + BYTES_PER_PATTERN * patterns;
        let limit = own.min(self.config.automaton_bytes).min(self.left);
        (wanted && self.failures < FAILURES && limit > 0).then_some(limit)
    }

    /// Notes the bytes of an automaton that was built.
    pub(crate) fn spend(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes);
    }

    /// Notes that an automaton outgrew its limit: that work is spent, too.
    pub(crate) fn fail(&mut self, limit: usize) {
        self.failures += 1;
        self.spend(limit);
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, FAILURES};
    use crate::config::{AutomatonUse, Config};

    #[test]
    fn a_budget_runs_out() {
        let mut budget = Budget::new(Config::new(), 0);
        assert_eq!(budget.limit(7, 8), None);
        assert_eq!(budget.limit(8, 8), Some(48 << 10));
        budget.spend(60 << 10);
        assert_eq!(budget.limit(8, 8), Some(4 << 10));
        budget.spend(4 << 10);
        assert_eq!(budget.limit(8, 8), None);
    }

    #[test]
    fn failures_end_it() {
        let mut budget = Budget::new(Config::new(), 1 << 20);
        for _ in 0..FAILURES {
            let limit = budget.limit(64, 8).unwrap();
            budget.fail(limit);
        }
        assert_eq!(budget.limit(64, 8), None);
        assert_eq!(
            Budget::new(Config::new().automata(AutomatonUse::Never), 9).limit(99, 1),
            None
        );
    }
}
