//! Files and directories to the list of files they stand for.
//!
//! Must not know what the files hold.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::input::Input;

/// In the place of a directory, every `*.json` file in and below it, in the order of their paths;
/// everything else as it is. Links to directories are not followed, so that there is an end. A
/// directory of which `is_one` says that it stands for something as a whole stays as it is, too.
///
/// Gives what was found, and what went wrong with the rest.
pub(crate) fn expand(inputs: &[Input], is_one: fn(&Path) -> bool) -> (Vec<Input>, Failure) {
    let (mut files, mut failure) = (Vec::new(), Failure::none());
    for input in inputs {
        match input.path().filter(|path| path.is_dir()) {
            None => files.push(input.clone()),
            Some(folder) => {
                let before = (files.len(), failure.count());
                walk(folder, is_one, &mut files, &mut failure);
                if (files.len(), failure.count()) == before {
                    let text = format!("there is no `*.json` file in `{}`", folder.display());
                    failure.append(Failure::new(text));
                }
            }
        }
    }
    (files, failure)
}

fn walk(folder: &Path, is_one: fn(&Path) -> bool, files: &mut Vec<Input>, failure: &mut Failure) {
    if is_one(folder) {
        files.push(Input::File(folder.to_owned()));
        return;
    }
    let entries = match list(folder) {
        Ok(entries) => entries,
        Err(error) => {
            failure.append(Failure::reading(&folder.display().to_string(), &error));
            return;
        }
    };
    for (path, is_folder) in entries {
        if is_folder {
            walk(&path, is_one, files, failure);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
            && !path.is_dir()
        {
            files.push(Input::File(path));
        }
    }
}

/// What stands in a directory, by name, and whether each is a directory itself.
fn list(folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
    let mut entries = fs::read_dir(folder)?
        .map(|entry| {
            let entry = entry?;
            Ok((entry.path(), entry.file_type()?.is_dir()))
        })
        .collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}
