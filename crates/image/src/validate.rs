//! The one full check of an image: every position in range, every order that searching relies on,
//! every bound that keeps walking finite.
//!
//! Must not know what is decided. What passes here may still be an image that no compiler would
//! write; it cannot make a reader panic, loop, or read outside.

use core::str;

use zerocopy::little_endian::U32;

use crate::error::ImageError;
use crate::layout::Layout;
use crate::record::{
    BAD_VALUE, BITMAP, DENY, HashTable, LIST, MATCHES_FALSE, MATCHES_TRUE, MULTI, NEGATED, NONE,
    Run, Summary, TEST_ADDRESSES, TEST_FLAGS, TEST_FOLDED_STRINGS, TEST_INSTANTS, TEST_NUMBERS,
    TEST_PATTERNS, TEST_RESOURCE, TEST_STRINGS, TextRef, UNKNOWN, UNREADABLE, UNSOUND,
};
use crate::table::{Record, Table};

pub(crate) fn validate(image: &[u8], layout: &Layout) -> Result<(), ImageError> {
    let text = str::from_utf8(layout.text.all(image))
        .map_err(|_| ImageError::damaged("text", "it is not UTF-8"))?;
    let [summary] = layout.summary.all(image) else {
        return Err(ImageError::damaged("summary", "there is not exactly one"));
    };
    let check = Check {
        image,
        layout,
        text,
        summary,
    };
    check.summary()?;
    check.policies()?;
    check.statements()?;
    check.ranks()?;
    check.elements()?;
    check.predicates()?;
    check.values()?;
    check.pattern_indexes()?;
    check.automata()?;
    check.postings()?;
    check.actions()
}

struct Check<'a> {
    image: &'a [u8],
    layout: &'a Layout,
    text: &'a str,
    summary: &'a Summary,
}

type Checked = Result<(), ImageError>;

/// Fails with a section and what is wrong in it.
fn require(holds: bool, section: &'static str, what: &'static str) -> Checked {
    if holds {
        Ok(())
    } else {
        Err(ImageError::damaged(section, what))
    }
}

fn ascending<T: Ord>(items: impl Iterator<Item = T>) -> bool {
    items.is_sorted_by(|a, b| a < b)
}

impl<'a> Check<'a> {
    fn all<T: Record>(&self, table: Table<T>) -> &'a [T] {
        table.all(self.image)
    }

    fn text(&self, text: TextRef, section: &'static str) -> Checked {
        let start = text.start.get() as usize;
        let piece = self
            .text
            .get(start..start.saturating_add(text.len.get() as usize));
        require(
            piece.is_some(),
            section,
            "a text lies outside the text section",
        )
    }

    fn bytes(&self, text: TextRef) -> &'a [u8] {
        self.layout
            .text
            .slice(self.image, text.start.get(), text.len.get())
    }

    fn run<T: Record>(run: Run, table: Table<T>, section: &'static str) -> Checked {
        let end = u64::from(run.first.get()) + u64::from(run.count.get());
        require(
            end <= u64::from(table.len()),
            section,
            "a run lies outside the table it is of",
        )
    }

    fn position<T: Record>(at: U32, table: Table<T>, section: &'static str) -> Checked {
        require(
            at.get() < table.len(),
            section,
            "a position lies outside the table it is in",
        )
    }

    fn optional<T: Record>(at: U32, table: Table<T>, section: &'static str) -> Checked {
        if at.get() == NONE {
            Ok(())
        } else {
            Self::position(at, table, section)
        }
    }

    fn flags(found: U32, known: u32, section: &'static str) -> Checked {
        require(
            found.get() & !known == 0,
            section,
            "it has flags that this version does not know",
        )
    }

    /// A table over `members` records: as many slots as a power of two, one of them free.
    fn hash_table(&self, table: &HashTable, members: u32, section: &'static str) -> Checked {
        Self::run(table.slots, self.layout.slots, section)?;
        if table.slots.is_empty() {
            return Ok(());
        }
        let slots = self.layout.slots.run(self.image, table.slots);
        require(
            slots.len().is_power_of_two(),
            section,
            "a hash table has a wrong size",
        )?;
        require(
            slots.iter().any(|slot| slot.get() == NONE),
            section,
            "a hash table has no free slot",
        )?;
        require(
            slots
                .iter()
                .all(|slot| slot.get() == NONE || slot.get() < members),
            section,
            "a hash table points outside the table it is over",
        )
    }

    fn summary(&self) -> Checked {
        let (summary, layout) = (self.summary, self.layout);
        let section = "summary";
        require(
            summary.ranks.get() == layout.ranks.len(),
            section,
            "the number of ranks is wrong",
        )?;
        require(
            summary.denies <= summary.ranks,
            section,
            "there are more denies than ranks",
        )?;
        Self::position(summary.unsearched, layout.postings, section)?;
        Self::position(summary.exact_case_index, layout.pattern_indexes, section)?;
        Self::position(summary.folded_case_index, layout.pattern_indexes, section)?;
        Self::optional(summary.action_automaton, layout.automata, section)?;
        Self::optional(summary.unlisted_class, layout.action_classes, section)?;
        self.hash_table(&summary.keys, layout.keys.len(), section)?;
        self.hash_table(
            &summary.action_literals,
            layout.action_literals.len(),
            section,
        )
    }

    fn policies(&self) -> Checked {
        let mut next = 0;
        for policy in self.all(self.layout.policies) {
            self.text(policy.name, "policies")?;
            Self::run(policy.statements, self.layout.statements, "policies")?;
            require(
                policy.statements.first.get() == next,
                "policies",
                "statements are not numbered policy by policy",
            )?;
            next += policy.statements.count.get();
        }
        require(
            next == self.layout.statements.len(),
            "policies",
            "a statement has no policy",
        )
    }

    fn statements(&self) -> Checked {
        let section = "statements";
        for statement in self.all(self.layout.statements) {
            Self::position(statement.policy, self.layout.policies, section)?;
            Self::flags(statement.flags, DENY | UNSOUND, section)?;
            Self::position(statement.action, self.layout.elements, section)?;
            Self::position(statement.resource, self.layout.elements, section)?;
            Self::run(statement.conditions, self.layout.conditions, section)?;
            self.text(statement.sid, section)?;
        }
        for predicate in self.all(self.layout.conditions) {
            Self::position(*predicate, self.layout.predicates, "conditions")?;
        }
        Ok(())
    }

    fn ranks(&self) -> Checked {
        let section = "ranks";
        let ranks = self.all(self.layout.ranks);
        require(
            self.layout.ranks.len() == self.layout.statements.len(),
            section,
            "there is not one for each statement",
        )?;
        let (denies, allows) = ranks
            .split_at_checked(self.summary.denies.get() as usize)
            .ok_or(ImageError::damaged(section, "there are fewer than denies"))?;
        for (half, deny) in [(denies, true), (allows, false)] {
            let numbers = half.iter().map(|rank| rank.statement.get());
            require(
                ascending(numbers),
                section,
                "they are not in the order of the statements",
            )?;
            for rank in half {
                Self::flags(rank.flags, TEST_RESOURCE, section)?;
                let statement = self.layout.statements.get(self.image, rank.statement.get());
                let agrees = statement.is_some_and(|statement| {
                    (statement.flags.get() & DENY != 0) == deny
                        && statement.conditions == rank.conditions
                });
                require(agrees, section, "one does not agree with its statement")?;
            }
        }
        Ok(())
    }

    fn elements(&self) -> Checked {
        for element in self.all(self.layout.elements) {
            Self::flags(element.flags, NEGATED | UNREADABLE, "elements")?;
            Self::run(element.patterns, self.layout.texts, "elements")?;
        }
        for text in self.all(self.layout.texts) {
            self.text(*text, "texts")?;
        }
        Ok(())
    }

    fn predicates(&self) -> Checked {
        for key in self.all(self.layout.keys) {
            self.text(key.name, "keys")?;
            Self::flags(key.flags, MULTI, "keys")?;
            let end = key.folded_len.get() as usize;
            let name = str::from_utf8(self.bytes(key.name)).unwrap_or_default();
            require(
                name.is_char_boundary(end),
                "keys",
                "a folded part leaves its name",
            )?;
        }
        let (layout, section) = (self.layout, "predicates");
        for predicate in self.all(layout.predicates) {
            let known = UNKNOWN | BAD_VALUE | MATCHES_TRUE | MATCHES_FALSE;
            Self::flags(predicate.flags, known, section)?;
            Self::optional(predicate.slot, layout.keys, section)?;
            self.text(predicate.operator_text, section)?;
            self.text(predicate.key_text, section)?;
            Self::run(predicate.value_texts, layout.texts, section)?;
            let complete = predicate.operator.get() != NONE && predicate.slot.get() != NONE;
            require(
                complete || predicate.flags.get() & UNKNOWN != 0,
                section,
                "one without operator or key claims to be readable",
            )?;
            match predicate.test.get() {
                TEST_FLAGS => {}
                TEST_STRINGS | TEST_FOLDED_STRINGS => {
                    Self::position(predicate.values.first, layout.string_sets, section)?;
                }
                TEST_PATTERNS => {
                    Self::position(predicate.values.first, layout.pattern_indexes, section)?;
                }
                TEST_NUMBERS => Self::run(predicate.values, layout.numbers, section)?,
                TEST_INSTANTS => Self::run(predicate.values, layout.instants, section)?,
                TEST_ADDRESSES => {
                    Self::run(predicate.values, layout.ranges_v4, section)?;
                    Self::run(predicate.more_values, layout.ranges_v6, section)?;
                    let v4 = layout.ranges_v4.run(self.image, predicate.values);
                    let v6 = layout.ranges_v6.run(self.image, predicate.more_values);
                    let disjoint = v4.is_sorted_by(|a, b| a.last < b.first)
                        && v6.is_sorted_by(|a, b| a.last < b.first)
                        && v4.iter().all(|range| range.first <= range.last)
                        && v6.iter().all(|range| range.first <= range.last);
                    require(
                        disjoint,
                        section,
                        "address ranges overlap or are out of order",
                    )?;
                }
                _ => return require(false, section, "one has a test that is not known"),
            }
        }
        Ok(())
    }

    fn values(&self) -> Checked {
        for set in self.all(self.layout.string_sets) {
            Self::run(set.members, self.layout.texts, "string_sets")?;
            self.hash_table(&set.table, set.members.count.get(), "string_sets")?;
        }
        Ok(())
    }

    fn pattern_indexes(&self) -> Checked {
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
            for text in [head.service, head.region, head.account] {
                self.text(text, "heads")?;
            }
        }
        Ok(())
    }

    fn automata(&self) -> Checked {
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

    fn postings(&self) -> Checked {
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

    fn actions(&self) -> Checked {
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
