//! Standard output for data and standard error for talk.
//!
//! Must not know what is printed. Colours obey the terminal, `NO_COLOR` and pipes; a reader that
//! goes away is no error: what it would have read is dropped, and [`Console::is_closed`] says so.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal as _, Write as _};

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};

use crate::failure::Failure;

/// Where a command writes.
pub(crate) struct Console {
    out: BufWriter<io::StdoutLock<'static>>,
    err: AutoStream<io::Stderr>,
    /// Whether standard output shows colours.
    colours: bool,
    closed: bool,
    terminal: bool,
}

impl Console {
    /// The streams of this process.
    pub(crate) fn new() -> Self {
        Self {
            out: BufWriter::new(io::stdout().lock()),
            err: AutoStream::auto(io::stderr()),
            colours: AutoStream::choice(&io::stdout()) != ColorChoice::Never,
            closed: false,
            terminal: io::stdout().is_terminal(),
        }
    }

    /// A line for people, with styles. It may stay in a buffer until [`Console::flush`].
    ///
    /// # Errors
    /// When it cannot be written, except for want of a reader.
    pub(crate) fn line(&mut self, text: impl Display) -> Result<(), Failure> {
        let text = format!("{text}\n");
        self.text(&text)
    }

    /// Text for people, with styles, that ends with its own line break.
    ///
    /// # Errors
    /// As [`Console::line`].
    pub(crate) fn text(&mut self, text: &str) -> Result<(), Failure> {
        if self.colours {
            self.write(text.as_bytes())
        } else {
            self.write(strip_str(text).to_string().as_bytes())
        }
    }

    /// A line for programs, byte by byte as it is.
    ///
    /// # Errors
    /// As [`Console::line`].
    pub(crate) fn record(&mut self, text: &str) -> Result<(), Failure> {
        self.write(text.as_bytes())?;
        self.write(b"\n")
    }

    /// Bytes as they are.
    ///
    /// # Errors
    /// As [`Console::line`].
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if self.closed {
            return Ok(());
        }
        let written = self.out.write_all(bytes);
        self.settle(written)
    }

    /// Hands everything that was written to the reader.
    ///
    /// # Errors
    /// As [`Console::line`].
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        if self.closed {
            return Ok(());
        }
        let written = self.out.flush();
        self.settle(written)
    }

    fn settle(&mut self, written: io::Result<()>) -> Result<(), Failure> {
        match written {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            Err(error) => {
                // What is left in the buffer would fail again.
                self.closed = true;
                Err(Failure::new(format!(
                    "cannot write to standard output: {error}"
                )))
            }
        }
    }

    /// Whether nobody reads standard output any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Whether standard output is a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// A line of talk. If nobody listens, it is lost.
    pub(crate) fn talk(&mut self, text: impl Display) {
        let _ = writeln!(self.err, "{text}");
    }
}
