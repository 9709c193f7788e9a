//! Policy files to a policy set.
//!
//! Must not know what a policy says: reading and diagnostics are the reader's.

use std::collections::BTreeMap;

use ramgate::PolicySet;
use ramgate_syntax::{Limits, Mode, PolicyKind, ReadOptions, read_policy};

use crate::console::Console;
use crate::failure::Failure;
use crate::input::Input;
use crate::render;

/// Reads policies of one caller. What import mode tolerates is said on standard error.
///
/// # Errors
/// Everything that is wrong with any of them, at once: files that cannot be read, diagnostics, two
/// policies of one name.
pub(crate) fn load(
    inputs: &[Input],
    mode: Mode,
    console: &mut Console,
) -> Result<PolicySet, Failure> {
    let mut failure = Failure::none();
    let mut set = PolicySet::new();
    let mut named = BTreeMap::new();
    for input in inputs {
        let name = match name(input) {
            Ok(name) => name,
            Err(unnamed) => {
                failure.append(unnamed);
                continue;
            }
        };
        if let Some(other) = named.insert(name.clone(), input) {
            let text = format!("there are two policies of the name `{name}`");
            let files = format!("`{}` and `{}`", other.name(), input.name());
            let advice = format!("a policy is named by its file's stem; rename one of {files}");
            failure.append(Failure::new(text).with_help(advice));
            continue;
        }
        let source = match input.read_up_to(Limits::default().bytes()) {
            Ok(source) => source,
            Err(unreadable) => {
                failure.append(unreadable);
                continue;
            }
        };
        match read_policy(&source.text, PolicyKind::Identity, &ReadOptions::new(mode)) {
            Ok(read) => {
                for drawn in render::diagnostics::draw(&source, &read.warnings) {
                    console.talk(drawn);
                }
                if let Err(error) = set.add(name, read.value) {
                    failure.append(Failure::new(error.to_string()));
                }
            }
            Err(diagnostics) => {
                for drawn in render::diagnostics::draw(&source, &diagnostics) {
                    failure.push_drawn(drawn);
                }
            }
        }
    }
    failure.unless(set)
}

/// The stem of the file; `stdin` for standard input.
fn name(input: &Input) -> Result<String, Failure> {
    let Some(path) = input.path() else {
        return Ok("stdin".to_owned());
    };
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    stem.map(str::to_owned).ok_or_else(|| {
        if let Err(unreadable) = input.open() {
            return unreadable;
        }
        Failure::new(format!("`{}` gives no policy a name", path.display()))
            .with_help("a policy is named by its file's stem, which must be text in UTF-8")
    })
}
