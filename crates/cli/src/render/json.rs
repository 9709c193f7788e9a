//! JSON on one line.
//!
//! Must not know what is written.

use serde::Serialize;

/// The value as compact JSON, members in the order of their declaration.
pub(crate) fn line(value: &impl Serialize) -> String {
    // Only maps with keys that are no text fail, and nothing here has one.
    serde_json::to_string(value).unwrap_or_default()
}
