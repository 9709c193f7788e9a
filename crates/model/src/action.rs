//! The action of a request.
//!
//! Must not know action patterns (`pattern`) or what classes an image sorts actions into; a
//! [`Resolution`] is carried, never read.

use core::fmt;

use crate::{ReadError, Resolution};

/// What a request wants to do: `<ram-code>:<name>`, such as `kms:Decrypt` (2.1).
///
/// Actions compare without regard to ASCII case (2.3). An engine can note in an action what it
/// knows of it ahead of time; the action stays what it is, and other engines ignore the note.
#[derive(Clone, Copy)]
pub struct Action<'a> {
    text: &'a str,
    resolution: Resolution,
}

impl<'a> Action<'a> {
    /// Reads an action.
    ///
    /// # Errors
    /// When there is no `:` or nothing on one of its sides. A further `:` belongs to the name.
    pub fn new(text: &'a str) -> Result<Self, ReadError> {
        match text.split_once(':') {
            None => Err(ReadError::action("an action is written `<service>:<name>`")),
            Some(("", _)) => Err(ReadError::action("there is no service before the `:`")),
            Some((_, "")) => Err(ReadError::action("there is no name after the `:`")),
            Some(_) => Ok(Self {
                text,
                resolution: Resolution::NONE,
            }),
        }
    }

    /// The action as it was written.
    #[inline]
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// The part before the first `:`.
    pub fn service(&self) -> &'a str {
        self.text
            .split_once(':')
            .map_or(self.text, |(service, _)| service)
    }

    /// The part after the first `:`.
    pub fn name(&self) -> &'a str {
        self.text.split_once(':').map_or("", |(_, name)| name)
    }

    /// The same action with an engine's note in it.
    #[inline]
    #[must_use]
    pub fn with_resolution(self, resolution: Resolution) -> Self {
        Self { resolution, ..self }
    }

    /// The note, if any.
    #[inline]
    pub fn resolution(&self) -> Resolution {
        self.resolution
    }
}

impl PartialEq for Action<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text.eq_ignore_ascii_case(other.text)
    }
}

impl Eq for Action<'_> {}

impl fmt::Debug for Action<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Action").field(&self.text).finish()
    }
}

impl fmt::Display for Action<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::Action;

    #[test]
    fn both_sides_are_needed() {
        for text in ["", "kms", ":", "kms:", ":Decrypt"] {
            assert_eq!(Action::new(text).unwrap_err().member(), "action", "{text}");
        }
        let action = Action::new("kms:De:crypt").unwrap();
        assert_eq!((action.service(), action.name()), ("kms", "De:crypt"));
        assert_eq!(Action::new("KMS:decrypt"), Action::new("kms:Decrypt"));
    }
}
