//! What statements are found with: pattern indexes, automata, postings, action classes.
//!
//! Must not know what a statement says.

use zerocopy::little_endian::U32;

use super::{Check, Checked, ascending, require};
use crate::record::{BITMAP, LIST, LITERAL_ACCOUNT, LITERAL_REGION, LITERAL_SERVICE, NONE, Run};

impl Check<'_> {
    pub(super) fn pattern_indexes(&self) -> Checked {
        let (layout, section) = (self.layout, "pattern_indexes");
        for index in self.all(layout.pattern_indexes) {
            Self::run(index.exact, layout.pattern_entries, section)?;
            self.hash_table(&index.exact_table, index.exact.count.get(), section)?;
            let unfindable = index.exact_table.slots.is_empty() && !index.exact.is_empty();
            require(!unfindable, section, "exact patterns have no hash table")?;
            Self::run(index.prefixes, layout.prefix_entries, section)?;
            Self::run(index.automata, layout.automata, section)?;
            Self::run(index.globs, layout.pattern_entries, section)?;
            let prefixes = layout.prefix_entries.run(self.image, index.prefixes);
            let sorted = prefixes.iter().map(|prefix| self.bytes(prefix.text));
            require(ascending(sorted), section, "prefixes are out of order")?;
            for (at, prefix) in prefixes.iter().enumerate() {
                let parent = prefix.parent.get();
                let before = parent == NONE || (parent as usize) < at;
                require(before, section, "a prefix has a parent behind it")?;
            }
        }
        for entry in self.all(layout.pattern_entries) {
            self.text(entry.text, "pattern_entries")?;
            Self::run(entry.targets, layout.targets, "pattern_entries")?;
        }
        for entry in self.all(layout.prefix_entries) {
            self.text(entry.text, "prefix_entries")?;
            Self::run(entry.targets, layout.targets, "prefix_entries")?;
        }
        for target in self.all(layout.targets) {
            Self::position(target.head, layout.heads, "targets")?;
            Self::position(target.posting, layout.postings, "targets")?;
        }
        for head in self.all(layout.heads) {
            Self::flags(
                head.flags,
                LITERAL_SERVICE | LITERAL_REGION | LITERAL_ACCOUNT,
                "heads",
            )?;
            for text in [head.service, head.region, head.account] {
                self.text(text, "heads")?;
            }
        }
        Ok(())
    }

    pub(super) fn automata(&self) -> Checked {
        let (layout, section) = (self.layout, "automata");
        for (at, automaton) in self.all(layout.automata).iter().enumerate() {
            let sorts_actions = self.summary.action_automaton.get() as usize == at;
            let (states, stride) = (automaton.states.get(), automaton.stride.get());
            let cells = states.saturating_mul(stride);
            let run = |first: U32, count| Run {
                first,
                count: U32::new(count),
            };
            Self::run(run(automaton.classes, 256), layout.classes, section)?;
            Self::run(
                run(automaton.transitions, cells),
                layout.transitions,
                section,
            )?;
            Self::run(run(automaton.end, states), layout.outputs, section)?;
            Self::run(automaton.patterns, layout.pattern_entries, section)?;
            require(
                automaton.start.get() < states,
                section,
                "the first state does not exist",
            )?;
            let classes = layout
                .classes
                .slice(self.image, automaton.classes.get(), 256);
            let in_stride = classes.iter().all(|&class| u32::from(class) < stride);
            require(in_stride, section, "a byte class does not exist")?;
            let next = layout
                .transitions
                .slice(self.image, automaton.transitions.get(), cells);
            let in_states = next.iter().all(|state| state.get() < states);
            require(in_states, section, "a transition leads to no state")?;
            let end = layout
                .outputs
                .slice(self.image, automaton.end.get(), states);
            if sorts_actions {
                require(
                    automaton.through.get() == NONE,
                    section,
                    "actions have classes at the end",
                )?;
                for class in end {
                    Self::optional(*class, layout.action_classes, section)?;
                }
                continue;
            }
            let mut through: &[U32] = &[];
            if automaton.through.get() != NONE {
                Self::run(run(automaton.through, states), layout.outputs, section)?;
                through = layout
                    .outputs
                    .slice(self.image, automaton.through.get(), states);
            }
            for list in end.iter().chain(through) {
                Self::optional(*list, layout.output_lists, section)?;
                let Some(list) = layout.output_lists.get(self.image, list.get()) else {
                    continue;
                };
                Self::run(*list, layout.output_members, section)?;
                let members = layout.output_members.run(self.image, *list);
                let known = members
                    .iter()
                    .all(|at| at.get() < automaton.patterns.count.get());
                require(known, section, "an output speaks of no pattern")?;
            }
        }
        Ok(())
    }

    pub(super) fn postings(&self) -> Checked {
        let (layout, section) = (self.layout, "postings");
        let ranks = layout.ranks.len();
        for posting in self.all(layout.postings) {
            match posting.kind.get() {
                LIST => {
                    Self::run(posting.run, layout.rank_lists, section)?;
                    let list = layout.rank_lists.run(self.image, posting.run);
                    let sound = ascending(list.iter().map(|rank| rank.get()))
                        && list.last().is_none_or(|last| last.get() < ranks);
                    require(sound, section, "a list is out of order or range")?;
                }
                BITMAP => {
                    Self::run(posting.run, layout.rank_words, section)?;
                    let words = layout.rank_words.run(self.image, posting.run);
                    require(
                        words.len() == ranks.div_ceil(64) as usize,
                        section,
                        "a bitmap has a wrong size",
                    )?;
                    let beyond = words
                        .last()
                        .filter(|_| !ranks.is_multiple_of(64))
                        .map_or(0, |word| word.get() >> (ranks % 64));
                    require(
                        beyond == 0,
                        section,
                        "a bitmap has bits beyond the last rank",
                    )?;
                }
                _ => return require(false, section, "one is of a kind that is not known"),
            }
        }
        Ok(())
    }

    pub(super) fn actions(&self) -> Checked {
        for literal in self.all(self.layout.action_literals) {
            self.text(literal.text, "action_literals")?;
            Self::optional(literal.class, self.layout.action_classes, "action_literals")?;
        }
        for posting in self.all(self.layout.action_classes) {
            Self::position(*posting, self.layout.postings, "action_classes")?;
        }
        Ok(())
    }
}
