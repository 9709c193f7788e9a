//! `ramgate compile`: policies or a store to an image.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::args::{CompileArgs, Format, limits};
use crate::console::Console;
use crate::failure::Failure;
use crate::input::Input;
use crate::status::Status;
use crate::{input, policies, render, session, stores};

/// Compiles and writes the image, at once or not at all.
///
/// # Errors
/// When the policies or the store cannot be read or the image cannot be written; a file that was there before
/// is then as it was.
pub(super) fn run(args: &CompileArgs, console: &mut Console) -> Result<Status, Failure> {
    input::one_stdin(args.policies.iter().chain(&args.store))?;
    let to_stdout = args.output.as_os_str() == "-";
    if to_stdout && (console.is_terminal() || args.format == Format::Json) {
        let advice = "give `-o` the name of a file";
        let text = "an image is no text: it does not go to a terminal, nor beside JSON";
        return Err(Failure::new(text).with_help(advice));
    }
    let compiled = match &args.store {
        Some(input) => of_store(args, input, console)?,
        None => of_policies(args, console)?,
    };
    if to_stdout {
        console.write(&compiled.bytes)?;
        return Ok(Status::Yes);
    }
    write(&args.output, &compiled.bytes).map_err(|error| Failure::writing(&args.output, &error))?;
    match args.format {
        Format::Human => console.talk(compiled.human),
        Format::Json => console.record(&compiled.json)?,
    }
    Ok(Status::Yes)
}

/// An image, and what is said about it once it is written.
struct Compiled {
    bytes: Vec<u8>,
    human: String,
    json: String,
}

fn of_policies(args: &CompileArgs, console: &mut Console) -> Result<Compiled, Failure> {
    apart(
        &args.output,
        args.policies.iter().filter_map(Input::path),
        "policy",
    )?;
    let set = policies::load(&args.policies, args.mode.mode(), console)?;
    let image = session::compile(&set)?;
    let summary = image.summary();
    Ok(Compiled {
        human: render::inspection::written(&args.output, &summary),
        json: render::inspection::written_json(&args.output, &summary),
        bytes: image.as_bytes().to_vec(),
    })
}

fn of_store(args: &CompileArgs, input: &Input, console: &mut Console) -> Result<Compiled, Failure> {
    let limits = limits(args.max_bytes);
    let (store, files) = stores::load(input, &limits, args.mode.over(), console)?;
    apart(&args.output, files.iter().map(PathBuf::as_path), "file")?;
    let image = session::compile_store(&store)?;
    let bytes = image
        .to_bytes()
        .map_err(|error| session::uncompilable(&error))?;
    let summary = image.summary();
    Ok(Compiled {
        human: render::store_inspection::written(&args.output, &summary, bytes.len()),
        json: render::store_inspection::written_json(&args.output, &summary, bytes.len()),
        bytes,
    })
}

/// The image must not take the place of what it is made of.
fn apart<'p>(
    output: &Path,
    mut files: impl Iterator<Item = &'p Path>,
    what: &str,
) -> Result<(), Failure> {
    // Neither standard output nor a file that is not there yet is one of the others.
    let target = match fs::canonicalize(output) {
        Ok(target) if target.is_file() && output.as_os_str() != "-" => target,
        _ => return Ok(()),
    };
    match files.find(|path| fs::canonicalize(path).is_ok_and(|path| path == target)) {
        None => Ok(()),
        Some(file) => {
            let (output, file) = (output.display(), file.display());
            let text = format!("the image would overwrite the {what} `{file}` (`-o {output}`)");
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
