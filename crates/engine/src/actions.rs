//! From an action to the row of statements that it makes candidates.
//!
//! Must not know resources or conditions.

use core::ops::ControlFlow;

use ramgate_image::hash::hash_ascii_folded;
use ramgate_image::record::NONE;
use ramgate_image::{ImageView, Ranks};
use ramgate_model::Action;

/// What has been found out about an action: the position of a literal, with this bit set, or that
/// of a class; `NONE` is no class.
const LITERAL: u32 = 1 << 31;

/// The statements whose action element lets them apply.
#[derive(Clone, Copy)]
pub(crate) enum Row<'i> {
    /// These.
    Known(KnownRow<'i>),
    /// The action has no class; each candidate must be tested.
    Unknown,
}

/// The parts of a row: what the action's name adds, what the patterns that it matches add, and
/// what is there for any action unless one of the two stops it.
#[derive(Clone, Copy)]
pub(crate) struct KnownRow<'i> {
    literal: Ranks<'i>,
    class: Ranks<'i>,
    any_action: Ranks<'i>,
    stopped: [Ranks<'i>; 2],
}

impl<'i> Row<'i> {
    /// The row of what has been found out about an action.
    #[inline]
    pub(crate) fn of(view: ImageView<'i>, found: u32) -> Self {
        let (layout, bytes) = (view.layout(), view.bytes());
        let literal = match found {
            NONE => None,
            _ if found & LITERAL != 0 => layout.action_literals.get(bytes, found & !LITERAL),
            _ => None,
        };
        let class = literal.map_or(found, |literal| literal.class.get());
        let (Some(class), Some(summary)) =
            (layout.action_classes.get(bytes, class), view.summary())
        else {
            return Self::Unknown;
        };
        let ranks = |posting: Option<u32>| posting.map_or(Ranks::EMPTY, |at| view.ranks(at));
        Self::Known(KnownRow {
            literal: ranks(literal.map(|literal| literal.applies.get())),
            class: ranks(Some(class.applies.get())),
            any_action: ranks(Some(summary.any_action.get())),
            stopped: [
                ranks(literal.map(|literal| literal.stops.get())),
                ranks(Some(class.stops.get())),
            ],
        })
    }

    /// Calls `visit` with the ranks of the row that are also in `ranks`: those of each part
    /// ascending, until it breaks, some perhaps twice.
    #[inline]
    pub(crate) fn each_common(
        &self,
        ranks: Ranks<'_>,
        mut visit: impl FnMut(u32) -> ControlFlow<()>,
    ) {
        let Self::Known(row) = self else {
            let _: ControlFlow<()> = ranks.each(visit);
            return;
        };
        for part in [row.literal, row.class] {
            if !part.is_empty() {
                let _: ControlFlow<()> = part.each_common(ranks, &mut visit);
            }
        }
        if !row.any_action.is_empty() {
            let _: ControlFlow<()> = row.any_action.each_common(ranks, |rank| {
                if row.stopped.iter().any(|stopped| stopped.contains(rank)) {
                    return ControlFlow::Continue(());
                }
                visit(rank)
            });
        }
    }
}

/// What is found out about an action: the literal that a policy writes it as, or the class of the
/// patterns with wildcards that it matches.
pub(crate) fn classify(view: ImageView<'_>, action: &Action<'_>) -> u32 {
    let (layout, bytes) = (view.layout(), view.bytes());
    let Some(summary) = view.summary() else {
        return NONE;
    };
    let text = action.as_str().as_bytes();
    let table = &summary.action_literals;
    if !table.slots.is_empty() {
        let hash = hash_ascii_folded(table.seed.get(), text);
        let literal = view.find(table, hash, |at| {
            let literal = layout.action_literals.get(bytes, at);
            literal.is_some_and(|known| view.text_bytes(known.text).eq_ignore_ascii_case(text))
        });
        if let Some(at) = literal {
            return at | LITERAL;
        }
    }
    match layout.automata.get(bytes, summary.action_automaton.get()) {
        Some(automaton) => view
            .automaton(automaton)
            .walk::<true>(text, |_| {})
            .unwrap_or(NONE),
        None => summary.unlisted_class.get(),
    }
}
