//! Policies, statements, their elements and their conditions.
//!
//! Must not know how statements are found.

use super::{Check, Claims, ascending};
use crate::check::{Checked, flags, optional, position, require};
use crate::error::ImageError;
use crate::record::{
    BAD_VALUE, DENY, MATCHES_FALSE, MATCHES_TRUE, MULTI, NEGATED, NONE, Number, PROVIDER,
    TEST_ACTION, TEST_ADDRESSES, TEST_FLAGS, TEST_FOLDED_STRINGS, TEST_INSTANTS, TEST_NUMBERS,
    TEST_PATTERNS, TEST_PRINCIPAL, TEST_RESOURCE, TEST_STRINGS, UNKNOWN, UNREADABLE, UNSOUND,
};

impl Check<'_> {
    pub(super) fn policies(&self) -> Checked {
        let mut next = 0;
        for (at, policy) in (0..).zip(self.all(self.layout.policies)) {
            self.text(policy.name, "policies")?;
            Self::run(policy.statements, self.layout.statements, "policies")?;
            require(
                policy.statements.first.get() == next,
                "policies",
                "statements are not numbered policy by policy",
            )?;
            next += policy.statements.count.get();
            let statements = self.layout.statements.run(self.image, policy.statements);
            let own = statements.iter().all(|statement| statement.policy == at);
            require(own, "policies", "a statement names another policy")?;
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
            flags(statement.flags, DENY | UNSOUND, section)?;
            position(statement.action, self.layout.elements, section)?;
            position(statement.resource, self.layout.elements, section)?;
            optional(statement.principal, self.layout.principal_elements, section)?;
            Self::run(statement.conditions, self.layout.conditions, section)?;
            self.text(statement.sid, section)?;
        }
        for predicate in self.all(self.layout.conditions) {
            position(*predicate, self.layout.predicates, "conditions")?;
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
                let known = TEST_ACTION | TEST_RESOURCE | TEST_PRINCIPAL;
                flags(rank.flags, known, section)?;
                let statement = self.layout.statements.get(self.image, rank.statement.get());
                let agrees = statement.is_some_and(|statement| {
                    (statement.flags.get() & DENY != 0) == deny
                        && statement.conditions == rank.conditions
                        && (statement.principal.get() != NONE)
                            == (rank.flags.get() & TEST_PRINCIPAL != 0)
                });
                require(agrees, section, "one does not agree with its statement")?;
            }
        }
        Ok(())
    }

    pub(super) fn elements(&self) -> Checked {
        for element in self.all(self.layout.elements) {
            flags(element.flags, NEGATED | UNREADABLE, "elements")?;
            Self::run(element.patterns, self.layout.texts, "elements")?;
        }
        for text in self.all(self.layout.texts) {
            self.text(*text, "texts")?;
        }
        for element in self.all(self.layout.principal_elements) {
            flags(element.flags, UNREADABLE, "principal_elements")?;
            Self::run(
                element.entries,
                self.layout.principals,
                "principal_elements",
            )?;
        }
        for principal in self.all(self.layout.principals) {
            let known = principal.kind.get() <= PROVIDER;
            require(known, "principals", "one is of a kind that is not known")?;
            self.text(principal.account, "principals")?;
            self.text(principal.name, "principals")?;
        }
        Ok(())
    }

    pub(super) fn predicates(&self) -> Checked {
        for key in self.all(self.layout.keys) {
            self.text(key.name, "keys")?;
            flags(key.flags, MULTI, "keys")?;
            let end = key.name.start.get() as usize + key.folded_len.get() as usize;
            let within = key.folded_len <= key.name.len && self.text.is_char_boundary(end);
            require(within, "keys", "a folded part leaves its name")?;
        }
        let (layout, section) = (self.layout, "predicates");
        let mut ranges_v4 = Claims::new(layout.ranges_v4, "ranges_v4");
        let mut ranges_v6 = Claims::new(layout.ranges_v6, "ranges_v6");
        let mut numbers = Claims::new(layout.numbers, "numbers");
        let mut instants = Claims::new(layout.instants, "instants");
        for predicate in self.all(layout.predicates) {
            let known = UNKNOWN | BAD_VALUE | MATCHES_TRUE | MATCHES_FALSE;
            flags(predicate.flags, known, section)?;
            optional(predicate.slot, layout.keys, section)?;
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
                    position(predicate.values.first, layout.string_sets, section)?;
                }
                TEST_PATTERNS => {
                    position(predicate.values.first, layout.pattern_indexes, section)?;
                }
                TEST_NUMBERS => {
                    numbers.claim(predicate.values)?;
                    let run = layout.numbers.run(self.image, predicate.values);
                    require(
                        ascending(run.iter().map(Number::order)),
                        "numbers",
                        "out of order",
                    )?;
                }
                TEST_INSTANTS => {
                    instants.claim(predicate.values)?;
                    let run = layout.instants.run(self.image, predicate.values);
                    let instants = run
                        .iter()
                        .map(|at| (at.seconds.get(), at.nanoseconds.get()));
                    require(ascending(instants), "instants", "out of order")?;
                }
                TEST_ADDRESSES => {
                    ranges_v4.claim(predicate.values)?;
                    ranges_v6.claim(predicate.more_values)?;
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
}
