//! `ramgate inspect`: what an image holds.

use crate::args::{Format, InspectArgs};
use crate::console::Console;
use crate::failure::Failure;
use crate::render;
use crate::session;
use crate::status::Status;

/// Prints the numbers of an image.
///
/// # Errors
/// When it is no image.
pub(super) fn run(args: &InspectArgs, console: &mut Console) -> Result<Status, Failure> {
    let summary = session::image(&args.image)?.summary();
    match args.format {
        Format::Human => console.text(&render::inspection::human(&summary))?,
        Format::Json => console.record(&render::inspection_json::json(&summary))?,
    }
    Ok(Status::Yes)
}
