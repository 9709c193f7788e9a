//! `ramgate completions`: scripts with which a shell completes the command.

use clap::CommandFactory as _;

use crate::args::{Cli, CompletionsArgs};
use crate::console::Console;
use crate::failure::Failure;
use crate::status::Status;

/// Prints the script for a shell.
///
/// # Errors
/// When it cannot be written.
pub(super) fn run(args: &CompletionsArgs, console: &mut Console) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "ramgate", &mut script);
    console.write(&script)?;
    Ok(Status::Yes)
}
