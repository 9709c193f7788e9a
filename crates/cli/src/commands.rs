//! The subcommands, one file each.
//!
//! Must not know what any of them does; only how they begin and end.

mod asking;
mod check;
mod compile;
mod completions;
mod decide;
mod explain;
mod inspect;
mod template;
mod test;

use std::process::ExitCode;

use crate::args::{Cli, Command};
use crate::console::Console;
use crate::status::Status;

/// Does what was asked for.
pub(crate) fn run(cli: Cli) -> ExitCode {
    let mut console = Console::new();
    let done = match cli.command {
        Command::Decide(args) => decide::run(&args, &mut console),
        Command::Explain(args) => explain::run(&args, &mut console),
        Command::Check(args) => check::run(&args, &mut console),
        Command::Test(args) => test::run(&args, &mut console),
        Command::Compile(args) => compile::run(&args, &mut console),
        Command::Inspect(args) => inspect::run(&args, &mut console),
        Command::Template(args) => template::run(&args.command, &mut console),
        Command::Completions(args) => completions::run(&args, &mut console),
    };
    // What was answered before a failure is handed over all the same.
    let flushed = console.flush();
    let status = match done.and_then(|status| flushed.map(|()| status)) {
        Ok(status) => status,
        Err(failure) => {
            console.talk(failure);
            Status::Error
        }
    };
    status.into()
}
