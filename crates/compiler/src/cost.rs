//! The worst that a request can cost: elementary steps (look-ups, comparisons, glob steps), as a
//! number that does not depend on the request and one for each of its bytes.
//!
//! The bytes of a request are those of its action, resource, context keys and context values, and
//! one for each key and value. What can be visited more than once is counted as often: a statement
//! for each pattern that can lead to it. Must not know how the parts came about.

use ramgate_image::ImageWriter;
use ramgate_image::record::{
    Automaton, BITMAP, NONE, PatternEntry, PatternIndex, Posting, Predicate, Rank, Run,
    TEST_ACTION, TEST_ADDRESSES, TEST_FOLDED_STRINGS, TEST_INSTANTS, TEST_NUMBERS, TEST_PATTERNS,
    TEST_PRINCIPAL, TEST_RESOURCE, TEST_STRINGS, TextRef,
};

/// Steps of the worst request of `n` bytes: `fixed + per_byte * n`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Steps {
    pub(crate) fixed: u64,
    pub(crate) per_byte: u64,
}

/// Finding a rank in one of the lists that a row consists of: a binary search in each of five.
const IN_ROW: u64 = 5 * 32;

impl Steps {
    fn add(&mut self, other: Self) {
        self.fixed = self.fixed.saturating_add(other.fixed);
        self.per_byte = self.per_byte.saturating_add(other.per_byte);
    }

    fn plus(mut self, other: Self) -> Self {
        self.add(other);
        self
    }

    /// No less than either in any request.
    fn max(self, other: Self) -> Self {
        Self {
            fixed: self.fixed.max(other.fixed),
            per_byte: self.per_byte.max(other.per_byte),
        }
    }

    fn sum(parts: impl Iterator<Item = Self>) -> Self {
        parts.fold(Self::default(), Self::plus)
    }

    fn fixed(fixed: u64) -> Self {
        Self { fixed, per_byte: 0 }
    }
}

pub(crate) fn worst(image: &ImageWriter) -> Steps {
    let Some(summary) = image.summary.first() else {
        return Steps::default();
    };
    let costs = Costs::new(image);
    // The action: hash it, probe, walk.
    let probes = u64::from(summary.action_literals.longest_probe.get());
    let action = Steps {
        fixed: probes,
        per_byte: 2 + probes,
    };
    // The context: hash every key, probe, compare.
    let context = Steps {
        fixed: 64,
        per_byte: 2 + 2 * u64::from(summary.keys.longest_probe.get()),
    };
    let of_index = |at: u32| costs.index(image.pattern_indexes.get(at as usize));
    action
        .plus(context)
        .plus(costs.posting(summary.unsearched.get()))
        .plus(
            of_index(summary.exact_case_index.get()).max(of_index(summary.folded_case_index.get())),
        )
}

/// What visiting each statement and each posting costs.
struct Costs<'w> {
    image: &'w ImageWriter,
    by_posting: Vec<Steps>,
}

impl<'w> Costs<'w> {
    fn new(image: &'w ImageWriter) -> Self {
        let mut costs = Self {
            image,
            by_posting: Vec::new(),
        };
        let predicates: Vec<Steps> = image
            .predicates
            .iter()
            .map(|predicate| costs.predicate(predicate))
            .collect();
        let by_rank: Vec<Steps> = image
            .ranks
            .iter()
            .map(|rank| costs.rank(rank, &predicates))
            .collect();
        costs.by_posting = image
            .postings
            .iter()
            .map(|posting| costs.through(posting, &by_rank))
            .collect();
        costs
    }

    fn posting(&self, at: u32) -> Steps {
        self.by_posting
            .get(at as usize)
            .copied()
            .unwrap_or_default()
    }

    fn rank(&self, rank: &Rank, predicates: &[Steps]) -> Steps {
        let mut steps = Steps::fixed(IN_ROW);
        if let Some(statement) = self.image.statements.get(rank.statement.get() as usize) {
            if rank.flags & TEST_RESOURCE != 0 {
                steps.add(self.element(statement.resource.get()));
            }
            if rank.flags & TEST_ACTION != 0 || self.has_classless_actions() {
                steps.add(self.element(statement.action.get()));
            }
        }
        if rank.flags & TEST_PRINCIPAL != 0
            && let Some(statement) = self.image.statements.get(rank.statement.get() as usize)
        {
            let at = statement.principal.get() as usize;
            let element = self.image.principal_elements.get(at);
            steps.add(Steps::fixed(element.map_or(0, |element| {
                // Account and name of each are compared; a caller's name has a bounded length.
                2 * u64::from(element.entries.count.get())
            })));
        }
        let conditions = run(&self.image.conditions, rank.conditions).iter();
        let conditions = conditions.filter_map(|at| predicates.get(at.get() as usize).copied());
        steps.plus(Steps::sum(conditions))
    }

    /// Whether some action has no class, so that every candidate's action element is tested.
    fn has_classless_actions(&self) -> bool {
        let image = self.image;
        let at = image
            .summary
            .first()
            .map_or(NONE, |summary| summary.action_automaton.get());
        let ends = image.automata.get(at as usize).map(|automaton| {
            run(
                &image.outputs,
                Run {
                    first: automaton.end,
                    count: automaton.states,
                },
            )
        });
        ends.is_some_and(|ends| ends.iter().any(|class| *class == NONE))
            || image
                .action_literals
                .iter()
                .any(|literal| literal.class == NONE)
            || image
                .summary
                .iter()
                .any(|summary| summary.unlisted_class == NONE)
    }

    /// Going through a posting, and visiting everything in it.
    fn through(&self, posting: &Posting, by_rank: &[Steps]) -> Steps {
        let cost = |rank: u32| by_rank.get(rank as usize).copied().unwrap_or_default();
        if posting.kind == BITMAP {
            let words = run(&self.image.rank_words, posting.run);
            let ranks = (0..).zip(words).flat_map(|(at, word)| {
                let bits = word.get();
                (0..64)
                    .filter(move |bit| bits >> bit & 1 == 1)
                    .map(move |bit| at * 64 + bit)
            });
            Steps::fixed(3 * words.len() as u64).plus(Steps::sum(ranks.map(cost)))
        } else {
            let ranks = run(&self.image.rank_lists, posting.run);
            Steps::sum(ranks.iter().map(|rank| cost(rank.get())))
        }
    }

    /// The heads and postings of targets.
    fn targets(&self, targets: Run) -> Steps {
        Steps::sum(run(&self.image.targets, targets).iter().map(|target| {
            let head = self.image.heads.get(target.head.get() as usize);
            let patterns = head
                .into_iter()
                .flat_map(|head| [head.service, head.region, head.account]);
            Steps::sum(patterns.map(glob)).plus(self.posting(target.posting.get()))
        }))
    }

    fn element(&self, at: u32) -> Steps {
        let element = self.image.elements.get(at as usize);
        let patterns = element.map(|element| run(&self.image.texts, element.patterns));
        // Each pattern is read again before it is tried.
        let cost = |text: &TextRef| glob(*text).plus(Steps::fixed(8 * u64::from(text.len.get())));
        Steps::sum(patterns.into_iter().flatten().map(cost))
    }

    /// One search in a pattern index, with all that it leads to.
    fn index(&self, index: Option<&PatternIndex>) -> Steps {
        let Some(index) = index else {
            return Steps::default();
        };
        let image = self.image;
        let matched = |entry: &PatternEntry| Steps::fixed(1).plus(self.targets(entry.targets));
        // One exact pattern can match.
        let exact = run(&image.pattern_entries, index.exact).iter().map(matched);
        let probes = u64::from(index.exact_table.longest_probe.get());
        let mut steps = exact.fold(Steps::default(), Steps::max);
        steps.add(Steps {
            fixed: probes,
            per_byte: 1 + probes,
        });
        steps.add(self.prefixes(index.prefixes));
        for automaton in run(&image.automata, index.automata) {
            steps.add(self.walk(automaton));
        }
        let globs = run(&image.pattern_entries, index.globs).iter();
        steps.plus(Steps::sum(
            globs.map(|entry| glob(entry.text).plus(matched(entry))),
        ))
    }

    /// A binary search, then one chain of parents.
    fn prefixes(&self, prefixes: Run) -> Steps {
        let mut chains: Vec<Steps> = Vec::new();
        for entry in run(&self.image.prefix_entries, prefixes) {
            let parent = chains
                .get(entry.parent.get() as usize)
                .copied()
                .unwrap_or_default();
            let compare = Steps {
                fixed: 1,
                per_byte: 1,
            };
            chains.push(parent.plus(compare).plus(self.targets(entry.targets)));
        }
        let found = u64::from(u32::BITS - prefixes.count.get().leading_zeros());
        let search = Steps {
            fixed: found,
            per_byte: found,
        };
        chains
            .into_iter()
            .fold(Steps::default(), Steps::max)
            .plus(search)
    }

    /// One walk; each pattern is reported once, though a list that holds it may be met at each byte.
    fn walk(&self, automaton: &Automaton) -> Steps {
        let patterns = run(&self.image.pattern_entries, automaton.patterns);
        let targets = patterns.iter().map(|entry| self.targets(entry.targets));
        let members = patterns.len() as u64;
        Steps {
            fixed: 1 + members,
            per_byte: 2 + members,
        }
        .plus(Steps::sum(targets))
    }

    /// A predicate on all values that its key arrives with.
    fn predicate(&self, predicate: &Predicate) -> Steps {
        let image = self.image;
        let first = predicate.values.first.get() as usize;
        // Each comparison is of texts, numbers, instants or addresses, no longer than the value.
        let per_value = match predicate.test.get() {
            TEST_STRINGS | TEST_FOLDED_STRINGS => image.string_sets.get(first).map_or(0, |set| {
                let probes = u64::from(set.table.longest_probe.get());
                if set.table.slots.is_empty() {
                    u64::from(set.members.count.get())
                } else {
                    probes
                }
            }),
            TEST_NUMBERS | TEST_INSTANTS => binary_search(predicate.values),
            TEST_ADDRESSES => {
                binary_search(predicate.values) + binary_search(predicate.more_values)
            }
            TEST_PATTERNS => {
                let steps = self.index(image.pattern_indexes.get(first));
                steps.fixed.saturating_add(steps.per_byte)
            }
            _ => 1,
        };
        // Finding the value may compare its key's name with every name of the context.
        Steps {
            fixed: 4,
            per_byte: per_value.saturating_add(4),
        }
    }
}

fn run<T>(table: &[T], run: Run) -> &[T] {
    let first = run.first.get() as usize;
    table
        .get(first..first + run.count.get() as usize)
        .unwrap_or_default()
}

/// At most the product of the two lengths.
fn glob(pattern: TextRef) -> Steps {
    let len = u64::from(pattern.len.get());
    Steps {
        fixed: len + 1,
        per_byte: len + 1,
    }
}

fn binary_search(run: Run) -> u64 {
    1 + u64::from(u32::BITS - run.count.get().leading_zeros())
}
