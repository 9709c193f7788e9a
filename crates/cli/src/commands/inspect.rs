//! `ramgate inspect`: what an image holds.

use ramgate::{Image, StatementNumber};

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
    let image = session::image(&args.image)?;
    let (summary, policies) = (image.summary(), policies(&image));
    match args.format {
        Format::Human => console.text(&render::inspection::human(&summary, &policies))?,
        Format::Json => console.record(&render::inspection_json::json(&summary, &policies))?,
    }
    Ok(Status::Yes)
}

/// The policies that have statements, with how many, in order.
fn policies(image: &Image) -> Vec<(&str, u32)> {
    let mut policies: Vec<(&str, u32)> = Vec::new();
    let numbers = (0..image.summary().statements).map(StatementNumber::new);
    for (policy, _) in numbers.filter_map(|number| image.locate(number)) {
        match policies.last_mut() {
            Some((last, statements)) if *last == policy => *statements += 1,
            _ => policies.push((policy, 1)),
        }
    }
    policies
}
