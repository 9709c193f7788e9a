//! The worst that a request can cost: elementary steps (look-ups, comparisons, glob steps), as a
//! number that does not depend on the request and one for each of its bytes.
//!
//! The bytes of a request are those of its action, resource, context keys and context values, and
//! one for each key and value. Counts every part of an image as if it were gone through whole; the
//! engine stops earlier where it can. Must not know how the parts came about.

use ramgate_image::ImageWriter;
use ramgate_image::record::{
    Automaton, BITMAP, NONE, PatternIndex, Posting, Predicate, Run, TEST_ADDRESSES,
    TEST_FOLDED_STRINGS, TEST_INSTANTS, TEST_NUMBERS, TEST_PATTERNS, TEST_RESOURCE, TEST_STRINGS,
    TextRef,
};

/// Steps of the worst request of `n` bytes: `fixed + per_byte * n`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Steps {
    pub(crate) fixed: u64,
    pub(crate) per_byte: u64,
}

impl Steps {
    fn add(&mut self, other: Self) {
        self.fixed = self.fixed.saturating_add(other.fixed);
        self.per_byte = self.per_byte.saturating_add(other.per_byte);
    }

    fn fixed(fixed: u64) -> Self {
        Self { fixed, per_byte: 0 }
    }

    fn per_byte(per_byte: u64) -> Self {
        Self { fixed: 0, per_byte }
    }
}

pub(crate) fn worst(image: &ImageWriter) -> Steps {
    let Some(summary) = image.summary.first() else {
        return Steps::default();
    };
    let mut steps = Steps::default();
    // The action: hash it, probe, walk.
    steps.add(Steps {
        fixed: u64::from(summary.action_literals.longest_probe.get()),
        per_byte: 2,
    });
    let automaton = image.automata.get(summary.action_automaton.get() as usize);
    let ends = automaton.map(|automaton| Run {
        first: automaton.end,
        count: automaton.states,
    });
    let classless = image
        .action_literals
        .iter()
        .any(|literal| literal.class.get() == NONE)
        || ends.map_or(summary.unlisted_class.get() == NONE, |ends| {
            run(&image.outputs, ends)
                .iter()
                .any(|class| class.get() == NONE)
        });
    // The context: hash every key, probe.
    steps.add(Steps::per_byte(
        1 + u64::from(summary.keys.longest_probe.get()),
    ));
    // The resource, then every statement that it can reach.
    let (exact_case, folded_case) = (
        index(
            image,
            image
                .pattern_indexes
                .get(summary.exact_case_index.get() as usize),
        ),
        index(
            image,
            image
                .pattern_indexes
                .get(summary.folded_case_index.get() as usize),
        ),
    );
    steps.add(Steps {
        fixed: exact_case.fixed.max(folded_case.fixed),
        per_byte: exact_case.per_byte.max(folded_case.per_byte),
    });
    for posting in &image.postings {
        steps.add(Steps::fixed(through(posting)));
    }
    for head in &image.heads {
        for pattern in [head.service, head.region, head.account] {
            steps.add(glob(pattern));
        }
    }
    for rank in &image.ranks {
        let Some(statement) = image.statements.get(rank.statement.get() as usize) else {
            continue;
        };
        if rank.flags & TEST_RESOURCE != 0 {
            steps.add(element(image, statement.resource.get()));
        }
        if classless {
            steps.add(element(image, statement.action.get()));
        }
        for at in run(&image.conditions, rank.conditions) {
            if let Some(known) = image.predicates.get(at.get() as usize) {
                steps.add(predicate(image, known));
            }
        }
    }
    steps
}

fn run<T>(table: &[T], run: Run) -> &[T] {
    let first = run.first.get() as usize;
    table
        .get(first..first + run.count.get() as usize)
        .unwrap_or_default()
}

fn through(posting: &Posting) -> u64 {
    // Each word of a bitmap may hold 64 ranks.
    let each = if posting.kind.get() == BITMAP { 65 } else { 33 };
    u64::from(posting.run.count.get()) * each
}

/// At most the product of the two lengths.
fn glob(pattern: TextRef) -> Steps {
    let len = u64::from(pattern.len.get());
    Steps {
        fixed: len,
        per_byte: len + 1,
    }
}

fn element(image: &ImageWriter, at: u32) -> Steps {
    let mut steps = Steps::default();
    if let Some(element) = image.elements.get(at as usize) {
        for pattern in run(&image.texts, element.patterns) {
            steps.add(glob(*pattern));
        }
    }
    steps
}

fn index(image: &ImageWriter, index: Option<&PatternIndex>) -> Steps {
    let Some(index) = index else {
        return Steps::default();
    };
    let mut steps = Steps {
        fixed: u64::from(index.exact_table.longest_probe.get()) + binary_search(index.prefixes),
        // Hashing; and each prefix that is found is shorter than the one before.
        per_byte: 2,
    };
    for automaton in run(&image.automata, index.automata) {
        steps.add(walk(image, automaton));
    }
    for entry in run(&image.pattern_entries, index.globs) {
        steps.add(glob(entry.text));
    }
    let entries = [
        run(&image.pattern_entries, index.exact),
        run(&image.pattern_entries, index.globs),
    ];
    let targets = entries
        .into_iter()
        .flatten()
        .map(|entry| entry.targets.count.get());
    let of_prefixes = run(&image.prefix_entries, index.prefixes)
        .iter()
        .map(|entry| entry.targets.count.get());
    steps.add(Steps::fixed(
        targets.chain(of_prefixes).map(u64::from).sum(),
    ));
    steps
}

fn walk(image: &ImageWriter, automaton: &Automaton) -> Steps {
    let targets: u64 = run(&image.pattern_entries, automaton.patterns)
        .iter()
        .map(|entry| 1 + u64::from(entry.targets.count.get()))
        .sum();
    // A state that is passed through may report all patterns again at each byte.
    let again = if automaton.through.get() == NONE {
        0
    } else {
        targets
    };
    Steps {
        fixed: targets,
        per_byte: 1 + again,
    }
}

fn binary_search(run: Run) -> u64 {
    u64::from(u32::BITS - run.count.get().leading_zeros())
}

/// For each value that the key arrives with, and each of them has at least one byte to its name.
fn predicate(image: &ImageWriter, predicate: &Predicate) -> Steps {
    let table = |at: u32| image.string_sets.get(at as usize);
    let per_value = match predicate.test.get() {
        TEST_STRINGS | TEST_FOLDED_STRINGS => {
            table(predicate.values.first.get()).map_or(0, |set| {
                let probes = u64::from(set.table.longest_probe.get());
                if set.table.slots.is_empty() {
                    u64::from(set.members.count.get())
                } else {
                    probes
                }
            })
        }
        TEST_NUMBERS | TEST_INSTANTS => binary_search(predicate.values),
        TEST_ADDRESSES => binary_search(predicate.values) + binary_search(predicate.more_values),
        TEST_PATTERNS => {
            let at = predicate.values.first.get() as usize;
            let steps = index(image, image.pattern_indexes.get(at));
            return Steps {
                fixed: 1,
                per_byte: 1 + steps.fixed + steps.per_byte,
            };
        }
        _ => 1,
    };
    // Reading a value takes a step for each of its bytes.
    Steps {
        fixed: 1,
        per_byte: 2 + per_value,
    }
}
