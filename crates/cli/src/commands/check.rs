//! `ramgate check`: are these policies well formed?

use ramgate::{Diagnostics, Severity};
use ramgate_syntax::{Limits, ReadOptions, read_policy};

use crate::args::{CheckArgs, CheckFormat};
use crate::console::Console;
use crate::failure::Failure;
use crate::input::{self, Input, Source};
use crate::progress::Progress;
use crate::render::findings::Totals;
use crate::render::sarif::Sarif;
use crate::status::Status;
use crate::{files, render};

/// Checks every file and prints every diagnostic of all of them.
///
/// # Errors
/// When a file cannot be read; what is found in the others is printed before.
pub(super) fn run(args: &CheckArgs, console: &mut Console) -> Result<Status, Failure> {
    input::one_stdin(&args.files)?;
    let (files, mut failure) = files::expand(&args.files);
    let mut sarif = Sarif::new();
    let mut totals = Totals::default();
    let mut progress = Progress::new("policies", u64::try_from(files.len()).ok(), true);
    for file in &files {
        let (source, found) = match read(args, file) {
            Ok(read) => read,
            Err(unreadable) => {
                failure.append(unreadable);
                continue;
            }
        };
        totals.add(&found);
        progress.aside(|| match args.format {
            CheckFormat::Human => human(&source, &found, console),
            CheckFormat::Json => render::findings::json(&source, &found)
                .try_for_each(|finding| console.record(&finding)),
            CheckFormat::Sarif => {
                sarif.add(&source, &found);
                Ok(())
            }
        })?;
        progress.step();
    }
    drop(progress);
    match args.format {
        CheckFormat::Sarif => console.record(&sarif.document(failure.count() == 0))?,
        CheckFormat::Human if totals.files > 0 || failure.count() == 0 => {
            console.flush()?;
            if !console.is_closed() {
                console.talk(totals.human(failure.count()));
            }
        }
        CheckFormat::Human | CheckFormat::Json => {}
    }
    failure.unless(Status::of(totals.at_or_above(args.deny_level) == 0))
}

fn read(args: &CheckArgs, file: &Input) -> Result<(Source, Diagnostics), Failure> {
    let source = file.read_up_to(Limits::default().bytes())?;
    let options = ReadOptions::new(args.mode.mode());
    let found = match read_policy(&source.text, args.kind, &options) {
        Ok(read) => read.warnings,
        Err(diagnostics) => diagnostics,
    };
    Ok((source, found))
}

fn human(source: &Source, found: &Diagnostics, console: &mut Console) -> Result<(), Failure> {
    for drawn in render::diagnostics::draw(source, found) {
        console.line(drawn)?;
        console.line("")?;
    }
    // Findings and progress share the screen.
    if found.is_empty() {
        Ok(())
    } else {
        console.flush()
    }
}

/// Kept beside the command, because only it denies by severity.
impl Totals {
    fn at_or_above(&self, level: Severity) -> usize {
        match level {
            Severity::Error => self.errors,
            Severity::Warning => self.errors + self.warnings,
        }
    }
}
