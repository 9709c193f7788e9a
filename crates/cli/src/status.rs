//! What the command says to the shell.
//!
//! Must not know what was done; only how it ended.

use std::process::ExitCode;

/// The exit status, the same for every subcommand.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Status {
    /// 0: allowed, no finding, everything holds, done.
    Yes,
    /// 1: denied, findings, a case that does not hold.
    No,
    /// 2: there is no answer; something could not be read or written.
    Error,
}

impl Status {
    /// [`Status::Yes`] if something holds, else [`Status::No`].
    pub(crate) fn of(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Yes => Self::SUCCESS,
            Status::No => Self::from(1),
            Status::Error => Self::from(2),
        }
    }
}
