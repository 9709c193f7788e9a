//! What statements are found with: pattern indexes, automata, postings, action classes.
//!
//! Must not know what a statement says.

use zerocopy::little_endian::U32;

use super::{Check, Claims, ascending};
use crate::check::{Checked, flags, optional, position, require};
use crate::record::{
    BITMAP, LIST, LITERAL_ACCOUNT, LITERAL_REGION, LITERAL_SERVICE, MOST_IN_AUTOMATON, NONE, Run,
};

/// Texts may be shared, so comparing prefixes is bounded by bytes compared for each of the image.
const MOST_COMPARED: u64 = 256;

impl Check<'_> {
    /// Every hash table, in every place that has one.
    pub(super) fn hash_tables(&self) -> Checked {
        let layout = self.layout;
        let mut slots = Claims::new(layout.slots, "slots");
        let summary = self.summary;
        self.hash_table(&mut slots, &summary.keys, layout.keys.len(), false)?;
        let literals = layout.action_literals.len();
        self.hash_table(&mut slots, &summary.action_literals, literals, false)?;
        for set in self.all(layout.string_sets) {
            Self::run(set.members, layout.texts, "string_sets")?;
            self.hash_table(&mut slots, &set.table, set.members.count.get(), true)?;
        }
        for index in self.all(layout.pattern_indexes) {
            self.hash_table(
                &mut slots,
                &index.exact_table,
                index.exact.count.get(),
                false,
            )?;
        }
        Ok(())
    }

    pub(super) fn pattern_indexes(&self) -> Checked {
        let (layout, section) = (self.layout, "pattern_indexes");
        let mut all_prefixes = Claims::new(layout.prefix_entries, "prefix_entries");
        let mut entries = Claims::new(layout.pattern_entries, "pattern_entries");
        let mut automata = Claims::new(layout.automata, "automata");
        let mut compared = 0;
        for index in self.all(layout.pattern_indexes) {
            entries.claim(index.exact)?;
            entries.claim(index.globs)?;
            automata.claim(index.automata)?;
            all_prefixes.claim(index.prefixes)?;
            let prefixes = layout.prefix_entries.run(self.image, index.prefixes);
            compared += prefixes
                .iter()
                .map(|prefix| u64::from(prefix.text.len.get()))
                .sum::<u64>();
            let most = MOST_COMPARED * self.image.len() as u64;
            require(
                compared <= most,
                section,
                "prefixes are too long for the image",
            )?;
            let sorted = prefixes.iter().map(|prefix| self.bytes(prefix.text));
            require(ascending(sorted), section, "prefixes are out of order")?;
            for (at, prefix) in prefixes.iter().enumerate() {
                let parent = prefix.parent.get();
                let before = parent == NONE || (parent as usize) < at;
                require(before, section, "a prefix has a parent behind it")?;
            }
        }
        let mut targets = Claims::new(layout.targets, "targets");
        for entry in self.all(layout.pattern_entries) {
            self.text(entry.text, "pattern_entries")?;
            targets.claim(entry.targets)?;
        }
        for entry in self.all(layout.prefix_entries) {
            self.text(entry.text, "prefix_entries")?;
            targets.claim(entry.targets)?;
        }
        for target in self.all(layout.targets) {
            position(target.head, layout.heads, "targets")?;
            position(target.posting, layout.postings, "targets")?;
        }
        for head in self.all(layout.heads) {
            flags(
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
        let mut members = Claims::new(layout.output_members, "output_members");
        for list in self.all(layout.output_lists) {
            members.claim(*list)?;
        }
        let mut classes = Claims::new(layout.classes, "classes");
        let mut transitions = Claims::new(layout.transitions, "transitions");
        let mut outputs = Claims::new(layout.outputs, "outputs");
        for (at, automaton) in self.all(layout.automata).iter().enumerate() {
            let sorts_actions = self.summary.action_automaton.get() as usize == at;
            let (states, stride) = (automaton.states.get(), automaton.stride.get());
            let run = |first: U32, count| Run {
                first,
                count: U32::new(count),
            };
            let table = run(automaton.transitions, states.saturating_mul(stride));
            classes.claim(run(automaton.classes, 256))?;
            transitions.claim(table)?;
            outputs.claim(run(automaton.end, states))?;
            Self::run(automaton.patterns, layout.pattern_entries, section)?;
            let few = automaton.patterns.count.get() as usize <= MOST_IN_AUTOMATON;
            require(
                few,
                section,
                "there are more patterns than a search can keep apart",
            )?;
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
            let next = layout.transitions.run(self.image, table);
            let in_states = next.iter().all(|state| state.get() < states);
            require(in_states, section, "a transition leads to no state")?;
            let end = layout
                .outputs
                .slice(self.image, automaton.end.get(), states);
            if sorts_actions {
                require(
                    automaton.through == NONE,
                    section,
                    "actions have classes at the end",
                )?;
                for class in end {
                    optional(*class, layout.action_classes, section)?;
                }
                continue;
            }
            let mut through: &[U32] = &[];
            if automaton.through != NONE {
                outputs.claim(run(automaton.through, states))?;
                through = layout
                    .outputs
                    .slice(self.image, automaton.through.get(), states);
            }
            for list in end.iter().chain(through) {
                optional(*list, layout.output_lists, section)?;
            }
        }
        Ok(())
    }

    pub(super) fn postings(&self) -> Checked {
        let (layout, section) = (self.layout, "postings");
        let ranks = layout.ranks.len();
        let mut lists = Claims::new(layout.rank_lists, "rank_lists");
        let mut bitmaps = Claims::new(layout.rank_words, "rank_words");
        for posting in self.all(layout.postings) {
            match posting.kind.get() {
                LIST => {
                    lists.claim(posting.run)?;
                    let list = layout.rank_lists.run(self.image, posting.run);
                    let sound = ascending(list.iter().map(|rank| rank.get()))
                        && list.last().is_none_or(|last| last.get() < ranks);
                    require(sound, section, "a list is out of order or range")?;
                }
                BITMAP => {
                    bitmaps.claim(posting.run)?;
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
            for posting in [literal.applies, literal.stops] {
                position(posting, self.layout.postings, "action_literals")?;
            }
            optional(literal.class, self.layout.action_classes, "action_literals")?;
        }
        for class in self.all(self.layout.action_classes) {
            for posting in [class.applies, class.stops] {
                position(posting, self.layout.postings, "action_classes")?;
            }
        }
        Ok(())
    }
}
