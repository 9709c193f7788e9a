//! Answers as text, JSON and SARIF.
//!
//! Must not know where the text goes, nor how an answer came about.

pub(crate) mod call;
pub(crate) mod call_explanation;
pub(crate) mod call_explanation_json;
pub(crate) mod decision;
mod denial;
pub(crate) mod diagnostics;
mod doubt;
pub(crate) mod explanation;
pub(crate) mod explanation_json;
pub(crate) mod findings;
pub(crate) mod inspection;
pub(crate) mod inspection_json;
pub(crate) mod json;
pub(crate) mod part;
pub(crate) mod report;
pub(crate) mod sarif;
mod stage;
mod statement_json;
pub(crate) mod store_inspection;
pub(crate) mod style;
pub(crate) mod template;
pub(crate) mod text;
