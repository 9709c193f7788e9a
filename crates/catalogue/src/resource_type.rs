//! What the catalogue says of one resource type.
//!
//! Must not know actions.

use ramgate_model::Arn;

use crate::Certainty;
use crate::arn_form::ArnForm;

/// A type of resources, such as keys.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ResourceType {
    pub(crate) name: String,
    /// At least one.
    pub(crate) forms: Vec<ArnForm>,
    pub(crate) holds: Option<String>,
    pub(crate) stands_for: Option<String>,
    pub(crate) inferred: bool,
    pub(crate) note: Option<String>,
}

impl ResourceType {
    /// The type's name, such as `key`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The forms of its ARNs, the usual one first, with the variable parts in braces:
    /// `acs:kms:{region}:{account}:key/{key-id}`.
    pub fn arn_forms(&self) -> impl Iterator<Item = &str> {
        self.forms.iter().map(ArnForm::as_str)
    }

    /// Whether an ARN is one of a resource of this type. What is behind the type's prefix may be
    /// anything.
    pub fn fits(&self, arn: &Arn<'_>) -> bool {
        self.forms.iter().any(|form| form.fits(arn))
    }

    /// For a container, which there is one of in a region of an account, the type of what is in
    /// it (Q18).
    pub fn holds(&self) -> Option<&str> {
        self.holds.as_deref()
    }

    /// For a type of other names for resources, the type of these resources: an alias stands for
    /// a key.
    pub fn stands_for(&self) -> Option<&str> {
        self.stands_for.as_deref()
    }

    /// How sure the form is.
    pub fn certainty(&self) -> Certainty {
        Certainty::inferred_if(self.inferred)
    }

    /// What else there is to say.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// The one resource of this type where `arn` is, for a container.
    pub(crate) fn where_is(&self, arn: &Arn<'_>) -> Option<String> {
        let form = self.forms.first()?;
        form.is_of_place().then(|| form.where_is(arn))
    }
}
