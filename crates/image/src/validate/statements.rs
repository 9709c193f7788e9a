//! Policies, statements, their elements and their conditions.
//!
//! Must not know how statements are found.

use core::str;

use super::{Check, Checked, ascending, require};
use crate::error::ImageError;
use crate::record::{
    BAD_VALUE, DENY, MATCHES_FALSE, MATCHES_TRUE, MULTI, NEGATED, NONE, TEST_ADDRESSES, TEST_FLAGS,
    TEST_FOLDED_STRINGS, TEST_INSTANTS, TEST_NUMBERS, TEST_PATTERNS, TEST_RESOURCE, TEST_STRINGS,
    UNKNOWN, UNREADABLE, UNSOUND,
};

impl Check<'_> {
    pub(super) fn policies(&self) -> Checked {
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

    pub(super) fn statements(&self) -> Checked {
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

    pub(super) fn ranks(&self) -> Checked {
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

    pub(super) fn elements(&self) -> Checked {
        for element in self.all(self.layout.elements) {
            Self::flags(element.flags, NEGATED | UNREADABLE, "elements")?;
            Self::run(element.patterns, self.layout.texts, "elements")?;
        }
        for text in self.all(self.layout.texts) {
            self.text(*text, "texts")?;
        }
        Ok(())
    }

    pub(super) fn predicates(&self) -> Checked {
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

    pub(super) fn values(&self) -> Checked {
        for set in self.all(self.layout.string_sets) {
            Self::run(set.members, self.layout.texts, "string_sets")?;
            self.hash_table(&set.table, set.members.count.get(), "string_sets")?;
        }
        Ok(())
    }
}
