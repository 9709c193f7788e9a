//! `ramgate compile`: policies to an image.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::args::{CompileArgs, Format};
use crate::console::Console;
use crate::failure::Failure;
use crate::input::Input;
use crate::status::Status;
use crate::{input, policies, render, session};

/// Compiles and writes the image, at once or not at all.
///
/// # Errors
/// When the policies cannot be read or the image cannot be written; a file that was there before
/// is then as it was.
pub(super) fn run(args: &CompileArgs, console: &mut Console) -> Result<Status, Failure> {
    input::one_stdin(&args.policies)?;
    let to_stdout = args.output.as_os_str() == "-";
    if to_stdout && (console.is_terminal() || args.format == Format::Json) {
        let advice = "give `-o` the name of a file";
        let text = "an image is no text: it does not go to a terminal, nor beside JSON";
        return Err(Failure::new(text).with_help(advice));
    }
    if !to_stdout {
        apart(&args.output, &args.policies)?;
    }
    let set = policies::load(&args.policies, args.mode.mode(), console)?;
    let image = session::compile(&set)?;
    if to_stdout {
        console.write(image.as_bytes())?;
        return Ok(Status::Yes);
    }
    write(&args.output, image.as_bytes())
        .map_err(|error| Failure::writing(&args.output, &error))?;
    match args.format {
        Format::Human => console.talk(render::inspection::written(&args.output, &image.summary())),
        Format::Json => {
            console.record(&render::inspection::written_json(
                &args.output,
                &image.summary(),
            ))?;
        }
    }
    Ok(Status::Yes)
}

/// The image must not take the place of what it is made of.
fn apart(output: &Path, policies: &[Input]) -> Result<(), Failure> {
    // A file that is not there yet is none of the others.
    let Ok(target) = fs::canonicalize(output) else {
        return Ok(());
    };
    let is_target = |input: &&Input| {
        let path = input.path().and_then(|path| fs::canonicalize(path).ok());
        path.is_some_and(|path| path == target && path.is_file())
    };
    match policies.iter().find(is_target) {
        None => Ok(()),
        Some(input) => {
            let (output, input) = (output.display(), input.name());
            let text = format!("the image would overwrite the policy `{input}` (`-o {output}`)");
            Err(Failure::new(text).with_help("give `-o` the name of another file"))
        }
    }
}

/// Writes beside the file and moves it into its place. What is no plain file, such as a device, is
/// written to as it is.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let known = fs::metadata(path).ok();
    if known.as_ref().is_some_and(|known| !known.is_file()) {
        return File::options().write(true).open(path)?.write_all(bytes);
    }
    // A link stays, and what it leads to is replaced.
    let target = match &known {
        Some(_) => fs::canonicalize(path)?,
        None => path.to_owned(),
    };
    let mut file = beside(&target)?;
    file.write_all(bytes)?;
    if let Some(known) = known {
        file.as_file().set_permissions(known.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(target)?;
    Ok(())
}

fn beside(target: &Path) -> io::Result<NamedTempFile> {
    let folder = match target.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ramgate-").suffix(".tmp");
    #[cfg(unix)]
    {
        // As any new file: what the process's mask leaves of it.
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
