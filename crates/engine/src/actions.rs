//! From an action to the row of statements that it makes candidates.
//!
//! Must not know resources or conditions.

use ramgate_image::hash::hash_ascii_folded;
use ramgate_image::record::NONE;
use ramgate_image::{ImageView, Ranks};
use ramgate_model::Action;

/// The statements whose action element lets them apply.
#[derive(Clone, Copy)]
pub(crate) enum Row<'i> {
    /// These.
    Known(Ranks<'i>),
    /// The action has no class; each candidate must be tested.
    Unknown,
}

impl<'i> Row<'i> {
    /// The row of a class.
    #[inline]
    pub(crate) fn of(view: ImageView<'i>, class: u32) -> Self {
        match view.layout().action_classes.get(view.bytes(), class) {
            Some(posting) if class != NONE => Self::Known(view.ranks(posting.get())),
            _ => Self::Unknown,
        }
    }
}

/// The class of an action, `NONE` if it has none: the class that a policy's own spelling of it
/// has, or that of the patterns with wildcards that it matches.
pub(crate) fn classify(view: ImageView<'_>, action: &Action<'_>) -> u32 {
    let (layout, bytes) = (view.layout(), view.bytes());
    let Some(summary) = view.summary() else {
        return NONE;
    };
    let text = action.as_str().as_bytes();
    let literals = layout.action_literals;
    let table = &summary.action_literals;
    let literal = (!table.slots.is_empty())
        .then(|| {
            let hash = hash_ascii_folded(table.seed.get(), text);
            view.find(table, hash, |at| {
                literals
                    .get(bytes, at)
                    .is_some_and(|literal| view.text_bytes(literal.text).eq_ignore_ascii_case(text))
            })
        })
        .flatten();
    if let Some(literal) = literal.and_then(|at| literals.get(bytes, at)) {
        return literal.class.get();
    }
    match layout.automata.get(bytes, summary.action_automaton.get()) {
        Some(automaton) if summary.action_automaton.get() != NONE => view
            .automaton(automaton)
            .walk::<true>(text, |_| {})
            .unwrap_or(NONE),
        _ => summary.unlisted_class.get(),
    }
}
