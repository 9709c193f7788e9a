//! The arguments of the command, and nothing that they lead to.

mod asked;
mod deciding;
mod parameters;
mod template_names;

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use ramgate_syntax::{PolicyKind, Severity};

use crate::input::Input;

pub(crate) use asked::AskedArgs;
pub(crate) use deciding::{DecidingArgs, ModeArgs, limits};
pub(crate) use parameters::ParameterFlags;
use template_names::TemplateNames;

/// Decide, explain, check, test and compile Alibaba Cloud RAM policies.
#[derive(Debug, Parser)]
#[command(name = "ramgate", version)]
#[command(after_help = "\
Data goes to standard output, talk to standard error; `-` is standard input.
Exit status: 0 allow, clean or done; 1 deny, findings or a failing case; 2 error.")]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Decide a request, or a batch of them.
    Decide(DecideArgs),
    /// Decide like `decide`, and say why, stage by stage and statement by statement.
    Explain(ExplainArgs),
    /// Check that policies and stores are well formed.
    Check(CheckArgs),
    /// Run suites.
    Test(TestArgs),
    /// Compile policies or a store to an image.
    Compile(CompileArgs),
    /// Say what an image holds.
    Inspect(InspectArgs),
    /// List, show and render the KMS policy templates.
    Template(TemplateArgs),
    /// Print a completion script for a shell.
    Completions(CompletionsArgs),
}

/// How data is printed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Human,
    /// For programs: JSON, one object a line.
    Json,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people, with the text underlined.
    #[default]
    Human,
    /// For programs: JSON, one finding a line.
    Json,
    /// For code scanners: one SARIF 2.1.0 document.
    Sarif,
}

/// Arguments of `decide`.
#[derive(Args, Debug)]
pub(crate) struct DecideArgs {
    #[command(flatten)]
    pub(crate) deciding: DecidingArgs,
    #[command(flatten)]
    pub(crate) asked: AskedArgs,
    /// How to print decisions.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `explain`.
#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) deciding: DecidingArgs,
    #[command(flatten)]
    pub(crate) asked: AskedArgs,
    /// Show every statement, and not only those that came nearest.
    #[arg(long)]
    pub(crate) all: bool,
    /// How to print explanations.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `check`.
#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    /// Files of policies or stores; of a directory, the store that it is, or every `*.json` file
    /// in and below it.
    #[arg(value_name = "FILE", required_unless_present = "stores")]
    pub(crate) files: Vec<Input>,
    /// Stores, whatever they look like: files, or folders with `store.json` in them.
    #[arg(long = "store", value_name = "PATH", num_args = 1..)]
    pub(crate) stores: Vec<Input>,
    /// The kind of policy that the files hold; `identity` unless given. No file is taken for a
    /// store then.
    #[arg(long, value_parser = kinds())]
    pub(crate) kind: Option<PolicyKind>,
    /// Exit with 1 on findings of this severity or above.
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = severities())]
    pub(crate) deny_level: Severity,
    #[command(flatten)]
    pub(crate) mode: ModeArgs,
    /// The most bytes that a file may have; 1 MiB unless given.
    #[arg(long, value_name = "BYTES")]
    pub(crate) max_bytes: Option<usize>,
    /// How to print findings.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CheckFormat,
}

fn kinds() -> impl clap::builder::TypedValueParser<Value = PolicyKind> {
    use clap::builder::{PossibleValuesParser, TypedValueParser as _};
    PossibleValuesParser::new(PolicyKind::ALL.map(PolicyKind::name))
        .map(|name| PolicyKind::from_name(&name).unwrap_or_default())
}

fn severities() -> impl clap::builder::TypedValueParser<Value = Severity> {
    use clap::builder::{PossibleValuesParser, TypedValueParser as _};
    PossibleValuesParser::new([Severity::Error, Severity::Warning].map(Severity::name)).map(
        |name| {
            if name == Severity::Warning.name() {
                Severity::Warning
            } else {
                Severity::Error
            }
        },
    )
}

/// Arguments of `test`.
#[derive(Args, Debug)]
pub(crate) struct TestArgs {
    /// Suite files; of a directory, every `*.json` file in and below it.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<Input>,
    /// Read the policies of every suite and store in import mode, whatever they say of themselves.
    #[arg(long)]
    pub(crate) import: bool,
    /// The most bytes that a file of a suite or store may have; 1 MiB unless given.
    #[arg(long, value_name = "BYTES")]
    pub(crate) max_bytes: Option<usize>,
    /// How to print what came out.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `compile`.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("compiled").required(true))]
pub(crate) struct CompileArgs {
    /// Policy files, each named by its file's stem.
    #[arg(long = "policy", value_name = "FILE", num_args = 1.., group = "compiled")]
    pub(crate) policies: Vec<Input>,
    /// A store: its file, or a folder with `store.json` in it.
    #[arg(long, value_name = "PATH", group = "compiled")]
    pub(crate) store: Option<Input>,
    #[command(flatten)]
    pub(crate) mode: ModeArgs,
    /// The most bytes that a file of the store may have; 1 MiB unless given.
    #[arg(
        long,
        value_name = "BYTES",
        requires = "store",
        conflicts_with = "policies"
    )]
    pub(crate) max_bytes: Option<usize>,
    /// Where the image goes; a file of that name is replaced at once or not at all.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// How to print what was written.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `inspect`.
#[derive(Args, Debug)]
pub(crate) struct InspectArgs {
    /// An image.
    #[arg(value_name = "FILE")]
    pub(crate) image: Input,
    /// How to print what it holds.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `template`.
#[derive(Args, Debug)]
pub(crate) struct TemplateArgs {
    /// What to do with templates.
    #[command(subcommand)]
    pub(crate) command: TemplateCommand,
}

/// The subcommands of `template`.
#[derive(Debug, Subcommand)]
pub(crate) enum TemplateCommand {
    /// List the templates with their parameters.
    List {
        /// How to print the list.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Say what a template grants and what it needs.
    Show {
        /// The template's name.
        #[arg(value_parser = TemplateNames, hide_possible_values = true)]
        name: String,
        /// How to print the template.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Print the policy with the parameters filled in.
    Render {
        /// The template's name.
        #[arg(value_parser = TemplateNames, hide_possible_values = true)]
        name: String,
        #[command(flatten)]
        parameters: ParameterFlags,
        /// How to print the policy: it is JSON both ways, on one line for `json`.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// Arguments of `completions`.
#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}
