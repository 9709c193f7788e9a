//! The arguments of the command, and nothing that they lead to.

mod parameters;
mod template_names;

use std::convert::Infallible;
use std::path::PathBuf;

use clap::{Arg, ArgGroup, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use ramgate_syntax::{Mode, PolicyKind, Severity};

use crate::input::Input;

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
    /// Decide like `decide`, and say why, statement by statement.
    Explain(ExplainArgs),
    /// Check that policies are well formed.
    Check(CheckArgs),
    /// Run suites.
    Test(TestArgs),
    /// Compile policies to an image.
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

/// What decides: policies, or an image of them.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("deciding").required(true), arg = store())]
pub(crate) struct DecidingArgs {
    /// Policy files: the identity policies of the caller, each named by its file's stem.
    #[arg(long = "policy", value_name = "FILE", num_args = 1.., group = "deciding")]
    pub(crate) policies: Vec<Input>,
    /// An image that `ramgate compile` wrote.
    #[arg(long, value_name = "FILE", group = "deciding")]
    pub(crate) image: Option<Input>,
    #[command(flatten)]
    pub(crate) mode: ModeArgs,
}

/// A flag that is to come, so that it is known when it is met.
fn store() -> Arg {
    let refused = |_: &str| {
        let text = "stores are not supported by this version yet; give policies with `--policy`";
        Err::<Infallible, _>(text)
    };
    Arg::new("store")
        .long("store")
        .value_name("PATH")
        .hide(true)
        .value_parser(refused)
}

/// How policies are read.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct ModeArgs {
    /// Read policies in import mode: load what exists already, warn about what is tolerated.
    #[arg(long)]
    pub(crate) import: bool,
}

impl ModeArgs {
    /// The mode that was asked for.
    pub(crate) fn mode(self) -> Mode {
        if self.import {
            Mode::Import
        } else {
            Mode::Strict
        }
    }
}

/// What is asked: one request, by flags or from a file, or a batch of them.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("asked").required(true))]
pub(crate) struct AskedArgs {
    /// The action, such as `kms:Decrypt`.
    #[arg(long, value_name = "ACTION", group = "asked")]
    pub(crate) action: Option<String>,
    /// The resource; leave it out, or give `*`, for a call that names none.
    #[arg(long, value_name = "ARN", requires = "action")]
    pub(crate) resource: Option<String>,
    /// Context keys with one value each; the key ends at the first `=`. A key of several values
    /// needs `--request`.
    #[arg(long, value_name = "KEY=VALUE", num_args = 1.., requires = "action", value_parser = pair)]
    pub(crate) context: Vec<(String, String)>,
    /// A file with one request, as JSON.
    #[arg(long, value_name = "FILE", group = "asked")]
    pub(crate) request: Option<Input>,
    /// A file with one request a line, as JSON; answers come in the same order.
    #[arg(long, value_name = "FILE", group = "asked")]
    pub(crate) requests: Option<Input>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        None => Err("it has no `=`: write `<key>=<value>`".to_owned()),
        Some(("", _)) => Err("there is no key before the `=`".to_owned()),
        Some((key, value)) => Ok((key.to_owned(), value.to_owned())),
    }
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
    /// Policy files; of a directory, every `*.json` file in and below it.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<Input>,
    /// The kind of policy that the files hold.
    #[arg(long, default_value = "identity", value_parser = kinds())]
    pub(crate) kind: PolicyKind,
    /// Exit with 1 on findings of this severity or above.
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = severities())]
    pub(crate) deny_level: Severity,
    #[command(flatten)]
    pub(crate) mode: ModeArgs,
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
    /// Read the policies of every suite in import mode, whatever the suite says.
    #[arg(long)]
    pub(crate) import: bool,
    /// How to print what came out.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `compile`.
#[derive(Args, Debug)]
#[command(arg = store())]
pub(crate) struct CompileArgs {
    /// Policy files, each named by its file's stem.
    #[arg(long = "policy", value_name = "FILE", num_args = 1.., required = true)]
    pub(crate) policies: Vec<Input>,
    #[command(flatten)]
    pub(crate) mode: ModeArgs,
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
