//! The one full check of an image: every position in range, every order that searching relies on,
//! every bound that keeps walking finite.
//!
//! Must not know what is decided. What passes here may still be an image that no compiler would
//! write; it cannot make a reader panic, loop, or read outside.

mod searches;
mod statements;

use core::str;

use zerocopy::little_endian::U32;

use crate::check::{self, Checked, optional, position, require};
use crate::error::ImageError;
use crate::layout::Layout;
use crate::record::{HashTable, NEGATED, NONE, Run, Summary, TextRef};
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
    check.hash_tables()?;
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

/// How many records of a table have been claimed by runs. No two owners share records, so that
/// checking what is in every run is linear in the image.
struct Claims<T> {
    table: Table<T>,
    claimed: u64,
    section: &'static str,
}

impl<T: Record> Claims<T> {
    fn new(table: Table<T>, section: &'static str) -> Self {
        Self {
            table,
            claimed: 0,
            section,
        }
    }

    /// A run that lies in the table and belongs to nobody else.
    fn claim(&mut self, run: Run) -> Checked {
        Check::run(run, self.table, self.section)?;
        self.claimed += u64::from(run.count.get());
        let enough = self.claimed <= u64::from(self.table.len());
        require(enough, self.section, "two owners share records")
    }
}

fn ascending<T: Ord>(items: impl Iterator<Item = T>) -> bool {
    items.is_sorted_by(|a, b| a < b)
}

impl<'a> Check<'a> {
    fn text(&self, piece: TextRef, section: &'static str) -> Checked {
        check::text(piece, self.text, section)
    }

    fn all<T: Record>(&self, table: Table<T>) -> &'a [T] {
        table.all(self.image)
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

    /// A table over `members` records: as many slots as a power of two, one of them free. Without
    /// slots nothing is found, so there may be no members, unless they are `few` enough to be
    /// compared one by one.
    fn hash_table(
        &self,
        slots: &mut Claims<U32>,
        table: &HashTable,
        members: u32,
        few: bool,
    ) -> Checked {
        let section = slots.section;
        slots.claim(table.slots)?;
        if table.slots.is_empty() {
            return require(few || members == 0, section, "members cannot be found");
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
        position(summary.unsearched, layout.postings, section)?;
        position(summary.exact_case_index, layout.pattern_indexes, section)?;
        position(summary.folded_case_index, layout.pattern_indexes, section)?;
        optional(summary.action_automaton, layout.automata, section)?;
        optional(summary.unlisted_class, layout.action_classes, section)?;
        optional(summary.principal_arn, layout.keys, section)?;
        position(summary.any_action, layout.postings, section)?;
        let always = summary.always_allows.get();
        let holds = always == 0 || (always == 1 && self.always_allows());
        require(holds, section, "it allows more than its statements do")
    }

    /// Whether nothing denies and the first Allow holds for every request.
    fn always_allows(&self) -> bool {
        let first = self.layout.ranks.get(self.image, 0);
        let statement = first
            .and_then(|rank| self.layout.statements.get(self.image, rank.statement.get()))
            .filter(|statement| {
                statement.flags == 0
                    && statement.principal.get() == NONE
                    && statement.conditions.is_empty()
            });
        let is_any = |element: U32| {
            let element = self.layout.elements.get(self.image, element.get());
            element.is_some_and(|element| {
                let patterns = self.layout.texts.run(self.image, element.patterns);
                element.flags & NEGATED == 0
                    && patterns.iter().any(|text| {
                        let bytes = self.bytes(*text);
                        !bytes.is_empty() && bytes.iter().all(|byte| *byte == b'*')
                    })
            })
        };
        self.summary.denies == 0
            && statement
                .is_some_and(|statement| is_any(statement.action) && is_any(statement.resource))
    }
}
