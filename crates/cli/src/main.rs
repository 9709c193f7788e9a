//! The command `ramgate`.
//!
//! Reads files and arguments, asks the library, prints. Must not know what a policy means: every
//! answer comes from `ramgate`, every diagnostic from the reader of policies.

mod args;
mod commands;
mod console;
mod failure;
mod files;
mod images;
mod input;
mod lines;
mod policies;
mod progress;
mod question;
mod render;
mod session;
mod status;
mod stores;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    commands::run(args::Cli::parse())
}
