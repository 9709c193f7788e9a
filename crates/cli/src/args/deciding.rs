//! What decides: policies, a store, or an image of either.

use clap::{ArgGroup, Args};
use ramgate_syntax::{Limits, Mode};

use crate::input::Input;

/// What decides.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("deciding").required(true))]
pub(crate) struct DecidingArgs {
    /// Policy files: the identity policies of the caller, each named by its file's stem.
    #[arg(long = "policy", value_name = "FILE", num_args = 1.., group = "deciding")]
    pub(crate) policies: Vec<Input>,
    /// A store, which says who has which policies: its file, or a folder with `store.json` in it.
    #[arg(long, value_name = "PATH", group = "deciding")]
    pub(crate) store: Option<Input>,
    /// An image that `ramgate compile` wrote, of policies or of a store.
    #[arg(long, value_name = "FILE", group = "deciding")]
    pub(crate) image: Option<Input>,
    #[command(flatten)]
    pub(crate) mode: ModeArgs,
    /// The most bytes that a file of the store may have; 1 MiB unless given.
    #[arg(long, value_name = "BYTES", requires = "store", conflicts_with_all = ["policies", "image"])]
    pub(crate) max_bytes: Option<usize>,
}

impl DecidingArgs {
    /// The files that decide.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = &Input> {
        self.policies.iter().chain(&self.store).chain(&self.image)
    }
}

/// How policies are read.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct ModeArgs {
    /// Read policies in import mode, whatever a store says of itself: load what exists already,
    /// warn about what is tolerated.
    #[arg(long)]
    pub(crate) import: bool,
}

impl ModeArgs {
    /// The mode that was asked for.
    pub(crate) fn mode(self) -> Mode {
        self.over().unwrap_or(Mode::Strict)
    }

    /// The mode that overrides what a file says of itself, if one does.
    pub(crate) fn over(self) -> Option<Mode> {
        self.import.then_some(Mode::Import)
    }
}

/// What bounds the files of a store.
pub(crate) fn limits(max_bytes: Option<usize>) -> Limits {
    match max_bytes {
        Some(bytes) => Limits::default().with_bytes(bytes),
        None => Limits::default(),
    }
}
