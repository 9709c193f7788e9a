//! From a text to the patterns of an index that match it.
//!
//! Must not know what follows from a match. With `LOWER`, the patterns are in lower case and ASCII
//! capitals of the text are read as small letters.

use core::cmp::Ordering;
use core::ops::ControlFlow;

use ramgate_image::ImageView;
use ramgate_image::hash::{hash, hash_ascii_folded};
use ramgate_image::record::{NONE, PatternIndex, PrefixEntry, Run};
use ramgate_model::Case;
use ramgate_model::glob::matches_bytes;

/// Calls `visit` with the targets of every pattern that matches, until it breaks. A pattern may be
/// visited more than once.
#[inline]
pub(crate) fn each_match<const LOWER: bool, B>(
    view: ImageView<'_>,
    index: &PatternIndex,
    text: &[u8],
    visit: &mut impl FnMut(Run) -> ControlFlow<B>,
) -> ControlFlow<B> {
    if !index.exact.is_empty()
        && let Some(targets) = exact::<LOWER>(view, index, text)
    {
        visit(targets)?;
    }
    if !index.prefixes.is_empty() {
        prefixes::<LOWER, B>(view, index, text, visit)?;
    }
    if !index.automata.is_empty() {
        automata::<LOWER, B>(view, index, text, visit)?;
    }
    let case = if LOWER {
        Case::AsciiInsensitive
    } else {
        Case::Sensitive
    };
    for entry in view.layout().pattern_entries.run(view.bytes(), index.globs) {
        if matches_bytes(view.text_bytes(entry.text), text, case) {
            visit(entry.targets)?;
        }
    }
    ControlFlow::Continue(())
}

fn exact<const LOWER: bool>(view: ImageView<'_>, index: &PatternIndex, text: &[u8]) -> Option<Run> {
    let entries = view.layout().pattern_entries.run(view.bytes(), index.exact);
    let seed = index.exact_table.seed.get();
    let hash = if LOWER {
        hash_ascii_folded(seed, text)
    } else {
        hash(seed, text)
    };
    let found = view.find(&index.exact_table, hash, |at| {
        entries.get(at as usize).is_some_and(|entry| {
            let pattern = view.text_bytes(entry.text);
            if LOWER {
                pattern.eq_ignore_ascii_case(text)
            } else {
                pattern == text
            }
        })
    })?;
    entries.get(found as usize).map(|entry| entry.targets)
}

/// Prefixes are sorted, so any that begins the text stands before it; the nearest one before it
/// either begins the text, or has the longest one that does among its parents.
fn prefixes<const LOWER: bool, B>(
    view: ImageView<'_>,
    index: &PatternIndex,
    text: &[u8],
    visit: &mut impl FnMut(Run) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let entries = view
        .layout()
        .prefix_entries
        .run(view.bytes(), index.prefixes);
    let behind = entries.partition_point(|entry| {
        compare::<LOWER>(view.text_bytes(entry.text), text) != Ordering::Greater
    });
    let parent = |entry: &PrefixEntry| match entry.parent.get() {
        NONE => None,
        parent => entries.get(parent as usize),
    };
    let mut next = behind.checked_sub(1).and_then(|before| entries.get(before));
    let mut begins = false;
    while let Some(entry) = next {
        begins = begins || starts_with::<LOWER>(text, view.text_bytes(entry.text));
        if begins {
            visit(entry.targets)?;
        }
        next = parent(entry);
    }
    ControlFlow::Continue(())
}

#[inline]
fn compare<const LOWER: bool>(pattern: &[u8], text: &[u8]) -> Ordering {
    if LOWER {
        pattern
            .iter()
            .copied()
            .cmp(text.iter().map(u8::to_ascii_lowercase))
    } else {
        pattern.cmp(text)
    }
}

#[inline]
fn starts_with<const LOWER: bool>(text: &[u8], pattern: &[u8]) -> bool {
    match text.get(..pattern.len()) {
        Some(beginning) if LOWER => beginning.eq_ignore_ascii_case(pattern),
        Some(beginning) => beginning == pattern,
        None => false,
    }
}

fn automata<const LOWER: bool, B>(
    view: ImageView<'_>,
    index: &PatternIndex,
    text: &[u8],
    visit: &mut impl FnMut(Run) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let layout = view.layout();
    for record in layout.automata.run(view.bytes(), index.automata) {
        let patterns = layout.pattern_entries.run(view.bytes(), record.patterns);
        let mut flow = ControlFlow::Continue(());
        // One bit for each pattern of the automaton; a list may be met at each byte.
        let mut seen = 0u64;
        let mut output = |list: u32| {
            let Some(list) = layout.output_lists.get(view.bytes(), list) else {
                return;
            };
            for member in layout.output_members.run(view.bytes(), *list) {
                let bit = 1u64.checked_shl(member.get()).unwrap_or(0);
                let first_time = seen & bit == 0;
                seen |= bit;
                if first_time
                    && flow.is_continue()
                    && let Some(entry) = patterns.get(member.get() as usize)
                {
                    flow = visit(entry.targets);
                }
            }
        };
        if let Some(list) = view.automaton(record).walk::<LOWER>(text, &mut output) {
            output(list);
        }
        flow?;
    }
    ControlFlow::Continue(())
}
