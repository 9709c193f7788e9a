//! `ramgate inspect`: what an image holds.

use ramgate::store::PolicyId;
use ramgate::{Image, PolicyNumber, StatementNumber, StoreImage};

use crate::args::{Format, InspectArgs};
use crate::console::Console;
use crate::failure::Failure;
use crate::images::{self, Opened};
use crate::render::{inspection, inspection_json, store_inspection};
use crate::status::Status;

/// Prints the numbers of an image.
///
/// # Errors
/// When it is no image.
pub(super) fn run(args: &InspectArgs, console: &mut Console) -> Result<Status, Failure> {
    match (images::open(&args.image)?, args.format) {
        (Opened::Policies(image), format) => {
            let (summary, policies) = (image.summary(), policies(&image));
            match format {
                Format::Human => console.text(&inspection::human(&summary, &policies))?,
                Format::Json => console.record(&inspection_json::json(&summary, &policies))?,
            }
        }
        (Opened::Store(image, bytes), format) => {
            let (summary, names) = (image.summary(), names(&image));
            match format {
                Format::Human => console.text(&store_inspection::human(&summary, bytes, &names))?,
                Format::Json => console.record(&store_inspection::json(&summary, bytes, &names))?,
            }
        }
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

/// The policies of a store that have names of their own, in order; not those that stand in place.
fn names(image: &StoreImage) -> Vec<String> {
    let numbers = (0..image.summary().policies).map(PolicyNumber::new);
    let names = numbers.filter_map(|number| match image.policy(number)? {
        PolicyId::Declared(name) | PolicyId::BuiltIn(name) => Some(name.to_owned()),
        PolicyId::Trust(_) | PolicyId::Resource(_) | PolicyId::Session => None,
    });
    names.collect()
}
