//! Why bytes are no image.

use core::fmt;

/// The bytes cannot be used as an image.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ImageError {
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Foreign,
    Version {
        found: u32,
    },
    Truncated {
        expected: u64,
        found: u64,
    },
    TooLong {
        expected: u64,
        found: u64,
    },
    Checksum {
        expected: u32,
        found: u32,
    },
    Mistaken {
        found: u32,
    },
    Damaged {
        section: &'static str,
        what: &'static str,
    },
}

impl ImageError {
    pub(crate) const fn foreign() -> Self {
        Self {
            kind: Kind::Foreign,
        }
    }

    pub(crate) const fn version(found: u32) -> Self {
        Self {
            kind: Kind::Version { found },
        }
    }

    pub(crate) const fn kind(found: u32) -> Self {
        Self {
            kind: Kind::Mistaken { found },
        }
    }

    /// A store's image has no compiled policies: it is a directory alone.
    pub const fn missing_units() -> Self {
        Self::damaged("unit_spans", "there is not one for each policy")
    }

    /// Two compiled policies of a store lie in each other.
    pub const fn overlapping_units() -> Self {
        Self::damaged("unit_spans", "one lies within another")
    }

    pub(crate) const fn length(expected: u64, found: u64) -> Self {
        let kind = if found < expected {
            Kind::Truncated { expected, found }
        } else {
            Kind::TooLong { expected, found }
        };
        Self { kind }
    }

    pub(crate) const fn checksum(expected: u32, found: u32) -> Self {
        Self {
            kind: Kind::Checksum { expected, found },
        }
    }

    pub(crate) const fn damaged(section: &'static str, what: &'static str) -> Self {
        Self {
            kind: Kind::Damaged { section, what },
        }
    }

    /// Whether the bytes are no Ramgate image at all.
    pub fn is_foreign(&self) -> bool {
        matches!(self.kind, Kind::Foreign)
    }

    /// Whether the image was written in another version of the format; compile it again.
    pub fn is_other_version(&self) -> bool {
        matches!(self.kind, Kind::Version { .. })
    }

    /// Whether bytes are missing or changed.
    pub fn is_damaged(&self) -> bool {
        !self.is_foreign() && !self.is_other_version()
    }
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Foreign => {
                f.write_str("this is not a Ramgate image: it does not begin with `RAMGATE`")
            }
            Kind::Version { found } => write!(
                f,
                "the image is of format version {found}, this program reads version {}: compile it again",
                crate::format::VERSION
            ),
            Kind::Truncated { expected, found } => {
                write!(
                    f,
                    "the image is cut off: it has {found} of {expected} bytes"
                )
            }
            Kind::TooLong { expected, found } => {
                write!(
                    f,
                    "there are {} bytes behind the end of the image",
                    found - expected
                )
            }
            Kind::Checksum { expected, found } => write!(
                f,
                "the image is damaged: its checksum is {found:08x} and should be {expected:08x}"
            ),
            Kind::Mistaken {
                found: crate::format::STORE,
            } => f.write_str("this is the image of a store, not of a policy set"),
            Kind::Mistaken {
                found: crate::format::POLICY_SET,
            } => f.write_str("this is the image of a policy set, not of a store"),
            Kind::Mistaken { found } => write!(f, "there are no images of kind {found}"),
            Kind::Damaged { section, what } => {
                write!(f, "the image is damaged: section `{section}`: {what}")
            }
        }
    }
}

impl core::error::Error for ImageError {}
