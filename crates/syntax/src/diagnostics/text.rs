//! The text of a diagnostic.
//!
//! Must not know codes or places.

use std::borrow::Cow;

/// Text of a document is quoted up to this many characters, so that diagnostics stay small
/// however large the document.
const MAX_QUOTED: usize = 60;

/// What a diagnostic says.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Note {
    /// A note without advice.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
        }
    }

    /// The same note with advice.
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// The same note, with advice if there is a name that was probably meant.
    pub(crate) fn did_you_mean(self, name: Option<&str>) -> Self {
        match name {
            Some(name) => self.help(format!("did you mean {}?", quoted(name))),
            None => self,
        }
    }
}

/// A text of the document in backticks: control characters escaped, long texts cut.
pub(crate) fn quoted(text: &str) -> String {
    let text = elided(text);
    if text.contains(char::is_control) {
        let escaped = text.chars().map(|c| {
            if c.is_control() {
                c.escape_default().to_string()
            } else {
                c.to_string()
            }
        });
        format!("`{}`", escaped.collect::<String>())
    } else {
        format!("`{text}`")
    }
}

/// The text, cut if it is long.
pub(crate) fn elided(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MAX_QUOTED) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quoting() {
        assert_eq!(quoted("kms:*"), "`kms:*`");
        assert_eq!(quoted("a\n\u{85}"), "`a\\n\\u{85}`");
        let long = quoted(&"\u{e9}".repeat(100));
        assert_eq!(long.chars().count(), 63);
    }
}
