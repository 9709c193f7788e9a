//! What a user may choose about compiling.

/// Where automata are used in place of trying patterns one by one.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum AutomatonUse {
    /// Where many patterns with inner wildcards share a search and fit the budgets.
    #[default]
    WhereCheaper,
    /// Nowhere. The decisions are the same.
    Never,
    /// For every pattern with a wildcard that fits the budgets. The decisions are the same.
    WhereverTheyFit,
}

/// Options of compiling: limits on what is built. None of them changes a decision.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    pub(crate) automata: AutomatonUse,
    pub(crate) automaton_bytes: usize,
    pub(crate) action_row_bytes: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            automata: AutomatonUse::default(),
            automaton_bytes: 1 << 20,
            action_row_bytes: 64 << 20,
        }
    }
}

impl Config {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where automata are used.
    #[must_use]
    pub fn automata(self, automata: AutomatonUse) -> Self {
        Self { automata, ..self }
    }

    /// The most bytes that one automaton may take (default 1 MiB). What does not fit is matched
    /// pattern by pattern instead.
    #[must_use]
    pub fn automaton_bytes(self, automaton_bytes: usize) -> Self {
        Self {
            automaton_bytes,
            ..self
        }
    }

    /// The most bytes that the rows of all action classes may take together (default 64 MiB).
    /// Beyond, the action of a candidate statement is tested pattern by pattern.
    #[must_use]
    pub fn action_row_bytes(self, action_row_bytes: usize) -> Self {
        Self {
            action_row_bytes,
            ..self
        }
    }
}
