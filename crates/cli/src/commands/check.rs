//! `ramgate check`: are these policies and stores well formed?

use std::path::Path;

use ramgate::Severity;
use ramgate_syntax::{ReadOptions, read_policy};

use crate::args::{CheckArgs, CheckFormat, limits};
use crate::console::Console;
use crate::failure::Failure;
use crate::input::{self, Input};
use crate::progress::Progress;
use crate::render::findings::{Checked, Totals};
use crate::render::sarif::Sarif;
use crate::status::Status;
use crate::stores::Told;
use crate::{files, render, stores};

/// Checks every file and prints every diagnostic of all of them.
///
/// # Errors
/// When a file cannot be read; what is found in the others is printed before.
pub(super) fn run(args: &CheckArgs, console: &mut Console) -> Result<Status, Failure> {
    input::one_stdin(args.files.iter().chain(&args.stores))?;
    let is_one = if args.kind.is_none() {
        stores::is_folder
    } else {
        |_: &Path| false
    };
    let (files, mut failure) = files::expand(&args.files, is_one);
    let mut sarif = Sarif::new();
    let mut totals = Totals::default();
    let count = u64::try_from(files.len() + args.stores.len()).ok();
    let mut progress = Progress::new("files", count, true);
    let files = files.iter().map(|file| read(args, file));
    let of_stores = args.stores.iter().map(|path| read_store(args, path));
    for read in files.chain(of_stores) {
        let (checked, told) = match read {
            Ok(read) => read,
            Err(unreadable) => {
                failure.append(unreadable);
                continue;
            }
        };
        totals.count(checked);
        for (source, found) in &told {
            totals.add(found);
            progress.aside(|| match args.format {
                CheckFormat::Human => human(source, found, console),
                CheckFormat::Json => render::findings::json(source, found)
                    .try_for_each(|finding| console.record(&finding)),
                CheckFormat::Sarif => {
                    sarif.add(source, found);
                    Ok(())
                }
            })?;
        }
        progress.step();
    }
    drop(progress);
    match args.format {
        CheckFormat::Sarif => console.record(&sarif.document(failure.count() == 0))?,
        CheckFormat::Human if totals.is_any() || failure.count() == 0 => {
            console.flush()?;
            if !console.is_closed() {
                console.talk(totals.human(failure.count()));
            }
        }
        CheckFormat::Human | CheckFormat::Json => {}
    }
    failure.unless(Status::of(totals.at_or_above(args.deny_level) == 0))
}

/// What a file holds, and what is said about it and the files that it names.
fn read(args: &CheckArgs, file: &Input) -> Result<(Checked, Vec<Told>), Failure> {
    if args.kind.is_none() && file.path().is_some_and(stores::is_folder) {
        return read_store(args, file);
    }
    let source = file.read_up_to(limits(args.max_bytes).bytes())?;
    if args.kind.is_none() && stores::is_store(file, &source.text) {
        let (limits, mode) = (limits(args.max_bytes), args.mode.over());
        let opened = stores::read(file, &source, &limits, mode);
        return Ok((Checked::Store, opened.told));
    }
    let options = ReadOptions::new(args.mode.mode()).with_limits(limits(args.max_bytes));
    let found = match read_policy(&source.text, args.kind.unwrap_or_default(), &options) {
        Ok(read) => read.warnings,
        Err(diagnostics) => diagnostics,
    };
    Ok((Checked::Policy, vec![(source, found)]))
}

fn read_store(args: &CheckArgs, path: &Input) -> Result<(Checked, Vec<Told>), Failure> {
    let opened = stores::open(path, &limits(args.max_bytes), args.mode.over())?;
    Ok((Checked::Store, opened.told))
}

fn human(
    source: &input::Source,
    found: &ramgate::Diagnostics,
    console: &mut Console,
) -> Result<(), Failure> {
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
