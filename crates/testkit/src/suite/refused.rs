//! Documents of a suite that must not load.
//!
//! Must not know why one should not.

use ramgate_syntax::suite::RefusedDocument;
use ramgate_syntax::{Mode, Severity};

use super::Failure;

/// A refused document must not load; one diagnostic must have the code, if one is asked for, and
/// stand at the text, if one is asked for.
pub(super) fn run(document: &RefusedDocument, mode: Mode) -> Option<Failure> {
    let (code, at) = (document.code.as_deref(), document.at.as_deref());
    let failure = |found: String| {
        let code = code.map(|code| format!(" with code {code}"));
        let at = at.map(|at| format!(" at `{at}`"));
        let (code, at) = (code.unwrap_or_default(), at.unwrap_or_default());
        let expected = format!("a refusal{code}{at}");
        Some(Failure { expected, found })
    };
    let Err(diagnostics) = document.read(mode) else {
        return failure("a document that loads".to_owned());
    };
    // What import mode tolerates is said too, but it is not why the document is refused.
    let found: Vec<(&str, &str)> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity() == Severity::Error)
        .map(|diagnostic| {
            let place = document.document.get(diagnostic.span().range());
            (diagnostic.code().as_str(), place.unwrap_or_default())
        })
        .collect();
    let as_asked = found.iter().any(|(found_code, found_at)| {
        code.is_none_or(|code| code == *found_code) && at.is_none_or(|at| at == *found_at)
    });
    if as_asked {
        return None;
    }
    let found: Vec<String> = found
        .into_iter()
        .map(|(code, at)| format!("{code} at `{at}`"))
        .collect();
    failure(found.join(", "))
}
