//! How far a long run has come, on standard error.
//!
//! Must not know what is run. Nothing is shown where standard error is no terminal, nor before a
//! run has taken long enough to wonder.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How long a run may take before it is worth a word.
const PATIENCE: Duration = Duration::from_millis(500);

/// Shows how many things have been done.
pub(crate) struct Progress {
    started: Instant,
    wanted: bool,
    total: Option<u64>,
    what: &'static str,
    done: u64,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Progress over so many things, or over nobody knows how many. `wanted` says whether it would
    /// be in the way of something else.
    pub(crate) fn new(what: &'static str, total: Option<u64>, wanted: bool) -> Self {
        Self {
            started: Instant::now(),
            wanted: wanted && io::stderr().is_terminal(),
            total,
            what,
            done: 0,
            bar: None,
        }
    }

    /// One more is done.
    pub(crate) fn step(&mut self) {
        self.done += 1;
        if !self.wanted {
            return;
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.done);
        } else if self.started.elapsed() >= PATIENCE {
            let bar = self.start();
            bar.set_position(self.done);
            self.bar = Some(bar);
        }
    }

    fn start(&self) -> ProgressBar {
        let (bar, template) = match self.total {
            Some(total) => (
                ProgressBar::new(total),
                "{bar:30} {pos}/{len} {msg}, {elapsed}",
            ),
            None => (
                ProgressBar::new_spinner(),
                "{spinner} {pos} {msg}, {elapsed}",
            ),
        };
        let style = ProgressStyle::with_template(template);
        let bar = bar.with_elapsed(self.started.elapsed());
        bar.set_message(self.what);
        match style {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
    }

    /// Does something that prints, with nothing in the way.
    pub(crate) fn aside<R>(&self, print: impl FnOnce() -> R) -> R {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
