//! Writes the seeds of the targets that take images, which are of one version of the format.
//!
//! ```text
//! cargo run --example image_seeds
//! ```
//!
//! Must not know the targets, but for what their bytes mean.

use std::error::Error;
use std::fs;
use std::path::Path;

use ramgate::{Compiler, Image, Mode, PolicySet, Store, StoreCompiler};
use ramgate_fuzz::stores;
use ramgate_testkit::generate::{Dice, store};

const EVERYTHING: &str = r#"{ "Version": "1", "Statement": [
    { "Effect": "Allow", "Action": "*", "Resource": "*" } ] }"#;
const CONDITIONS: &str = r#"{ "Version": "1", "Statement": [
    { "Effect": "Allow", "Action": "kms:*", "Resource": "*", "Condition": {
        "IpAddress": { "acs:SourceIp": ["10.0.0.0/8", "::1"] },
        "NumericLessThan": { "n": ["1", "2.5"] }, "Bool": { "b": "true" },
        "DateGreaterThan": { "d": "2020-01-01T00:00:00Z" } } } ] }"#;
const PATTERNS: &str = r#"{ "Version": "1", "Statement": [
    { "Effect": "Deny", "Action": ["kms:Decrypt", "kms:Get*", "*:List?"],
      "Resource": ["acs:kms:r:1:key/k", "acs:kms:*:1:key/*", "acs:kms:*:*:s*t/?"] } ] }"#;

fn main() -> Result<(), Box<dyn Error>> {
    let whole = [
        ("empty", policies(&[])?),
        ("everything", policies(&[EVERYTHING])?),
        ("conditions", policies(&[CONDITIONS])?),
        ("patterns", policies(&[PATTERNS])?),
    ];
    seeds("image_bytes", &whole)?;
    let whole = [
        ("empty", bytes(&Store::new())?),
        ("small", bytes(&stores::small())?),
        (
            "drawn",
            bytes(&store(&mut Dice::from_bytes(&[]), Mode::Strict))?,
        ),
    ];
    seeds("store_image_bytes", &whole)
}

fn policies(texts: &[&str]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut set = PolicySet::new();
    for (number, text) in texts.iter().enumerate() {
        set.parse(format!("policy-{number}"), text)?;
    }
    let image: Image = Compiler::new().compile(&set)?;
    Ok(image.as_bytes().to_vec())
}

fn bytes(store: &Store) -> Result<Vec<u8>, Box<dyn Error>> {
    Ok(StoreCompiler::default().compile(store)?.to_bytes()?)
}

/// The images whole, and one of them foreign, of another version, and cut off.
fn seeds(target: &str, whole: &[(&str, Vec<u8>)]) -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("seeds")
        .join(target);
    fs::create_dir_all(&folder)?;
    for (name, image) in whole {
        fs::write(folder.join(name), image)?;
    }
    let (_, image) = whole.last().ok_or("no image")?;
    fs::write(folder.join("cut-off"), &image[..image.len() * 3 / 4])?;
    let mut other = image[..40].to_vec();
    other[8] = 0xFF;
    fs::write(folder.join("other-version"), &other)?;
    fs::write(
        folder.join("foreign"),
        b"{ \"Version\": \"1\", \"Statement\": [] } ...\n",
    )?;
    Ok(())
}
