//! The way from a text to the patterns that match it.
//!
//! Patterns fall into classes by what finding them costs: exact ones go into a hash table, literals
//! with one star behind them into a sorted list of prefixes, the rest into automata where many of
//! them share one walk and it fits the budgets, or is tried one by one. Must not know what follows
//! from a match.

use std::collections::BTreeMap;

use ramgate_image::ImageWriter;
use ramgate_image::hash::hash;
use ramgate_image::record::{
    MOST_IN_AUTOMATON, NONE, PatternEntry, PatternIndex, PrefixEntry, Run, Target,
};
use ramgate_image::writer::{append, position};
use ramgate_model::glob::is_literal;
use zerocopy::little_endian::U32;

use crate::automaton::{Accept, determinize};
use crate::budget::Budget;

/// So many patterns share an automaton before one walk beats trying them.
const WORTHWHILE: usize = 16;
/// The most patterns with an inner star whose literal beginnings agree: the states of a union
/// multiply with each.
const MOST_OVERLAPPING: usize = 3;
/// The most `?` behind a star: the states double with each.
const MOST_AFTER_STAR: usize = 3;
/// The most inner stars of one pattern: each adds states that are alive at once, which costs time
/// to determinize more than it costs states.
const MOST_INNER_STARS: usize = 2;

/// Patterns with the targets that follow from each.
#[derive(Default)]
pub(crate) struct Patterns {
    by_text: BTreeMap<String, Vec<Target>>,
}

impl Patterns {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a target to a pattern.
    pub(crate) fn add(&mut self, pattern: &str, target: Option<Target>) {
        self.by_text
            .entry(simplify(pattern))
            .or_default()
            .extend(target);
    }
}

/// Runs of stars mean the same as one.
pub(crate) fn simplify(pattern: &str) -> String {
    let mut simple = String::with_capacity(pattern.len());
    for c in pattern.chars() {
        if c != '*' || !simple.ends_with('*') {
            simple.push(c);
        }
    }
    simple
}

/// The literal in front of a trailing star, if there is no other wildcard.
fn as_prefix(pattern: &str) -> Option<&str> {
    pattern
        .strip_suffix('*')
        .filter(|literal| is_literal(literal))
}

/// The literal in front of the first wildcard.
pub(crate) fn literal_beginning(pattern: &str) -> &str {
    pattern.split(['*', '?']).next().unwrap_or_default()
}

/// Whether a star stands in the pattern with something behind it.
pub(crate) fn has_inner_star(pattern: &str) -> bool {
    pattern.trim_end_matches('*').contains('*')
}

/// Whether determinizing the pattern alone explodes, or takes too long.
pub(crate) fn is_explosive(pattern: &str) -> bool {
    let count = |text: &str, wildcard| text.bytes().filter(|b| *b == wildcard).count();
    let behind_star = pattern.split_once('*').map_or("", |(_, rest)| rest);
    count(behind_star, b'?') > MOST_AFTER_STAR
        || count(pattern.trim_end_matches('*'), b'*') > MOST_INNER_STARS
}

/// For texts in ascending order, the position of the longest earlier one that each begins with.
fn parents(texts: &[&str]) -> Vec<Option<usize>> {
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        let mut candidate = at.checked_sub(1);
        while let Some(before) = candidate {
            if texts
                .get(before)
                .is_some_and(|prefix| text.starts_with(prefix))
            {
                break;
            }
            candidate = parents.get(before).copied().flatten();
        }
        parents.push(candidate);
    }
    parents
}

/// Parts patterns (ascending) into those that a union can hold and those that would make it
/// explode.
pub(crate) fn part_explosive<'p>(
    patterns: impl Iterator<Item = &'p str>,
    most_overlapping: usize,
) -> (Vec<&'p str>, Vec<&'p str>) {
    let mut sorted: Vec<&str> = patterns.collect();
    sorted.sort_unstable_by_key(|pattern| (literal_beginning(pattern), *pattern));
    let (mut tame, mut explosive) = (Vec::new(), Vec::new());
    // The literal beginnings of the inner-star patterns that this one overlaps with.
    let mut open: Vec<&str> = Vec::new();
    for pattern in sorted {
        let beginning = literal_beginning(pattern);
        while open
            .last()
            .is_some_and(|outer| !beginning.starts_with(outer))
        {
            open.pop();
        }
        if is_explosive(pattern) || (has_inner_star(pattern) && open.len() >= most_overlapping) {
            explosive.push(pattern);
            continue;
        }
        if has_inner_star(pattern) {
            open.push(beginning);
        }
        tame.push(pattern);
    }
    (tame, explosive)
}

/// Writes a pattern index; its position.
pub(crate) fn write(image: &mut ImageWriter, budget: &mut Budget, patterns: Patterns) -> u32 {
    let mut exact = Vec::new();
    let mut prefixes = BTreeMap::new();
    let mut wild = BTreeMap::new();
    for (text, targets) in patterns.by_text {
        if is_literal(&text) {
            exact.push((text, targets));
        } else if let Some(literal) = as_prefix(&text) {
            prefixes.insert(literal.to_owned(), targets);
        } else {
            wild.insert(text, targets);
        }
    }
    let exact_run = write_entries(image, &exact);
    let exact_table = image.hash_table(position(&exact), |seed, at| {
        hash(
            seed,
            exact
                .get(at as usize)
                .map_or(&[], |(text, _)| text.as_bytes()),
        )
    });
    let prefixes = write_prefixes(image, &prefixes);
    let (automata, globs) = write_wild(image, budget, &wild);
    let at = position(&image.pattern_indexes);
    image.pattern_indexes.push(PatternIndex {
        exact: exact_run,
        exact_table,
        prefixes,
        automata,
        globs,
    });
    at
}

fn write_entries(image: &mut ImageWriter, entries: &[(String, Vec<Target>)]) -> Run {
    let mut records = Vec::with_capacity(entries.len());
    for (text, targets) in entries {
        let text = image.text(text);
        let targets = append(&mut image.targets, targets.iter().copied());
        records.push(PatternEntry { text, targets });
    }
    append(&mut image.pattern_entries, records)
}

fn write_prefixes(image: &mut ImageWriter, prefixes: &BTreeMap<String, Vec<Target>>) -> Run {
    let texts: Vec<&str> = prefixes.keys().map(String::as_str).collect();
    let parents = parents(&texts);
    let mut records = Vec::new();
    for ((text, targets), parent) in prefixes.iter().zip(parents) {
        let text = image.text(text);
        let targets = append(&mut image.targets, targets.iter().copied());
        let parent = parent.and_then(|at| u32::try_from(at).ok()).unwrap_or(NONE);
        records.push(PrefixEntry {
            text,
            parent: U32::new(parent),
            targets,
        });
    }
    append(&mut image.prefix_entries, records)
}

/// Writes patterns with inner wildcards: as automata where that is admitted and fits, the rest to
/// be tried one by one.
fn write_wild(
    image: &mut ImageWriter,
    budget: &mut Budget,
    wild: &BTreeMap<String, Vec<Target>>,
) -> (Run, Run) {
    let all = || wild.keys().map(String::as_str);
    let (tame, mut globs) = if budget.limit(wild.len(), WORTHWHILE).is_some() {
        let (tame, explosive) = part_explosive(all(), MOST_OVERLAPPING);
        count(
            &mut image.summary,
            |summary| &mut summary.too_explosive,
            explosive.len(),
        );
        (tame, explosive)
    } else {
        (Vec::new(), all().collect())
    };
    let entries = |texts: &[&str]| -> Vec<(String, Vec<Target>)> {
        let known = texts.iter().filter_map(|text| wild.get_key_value(*text));
        known
            .map(|(text, targets)| (text.clone(), targets.clone()))
            .collect()
    };
    let mut automata = Vec::new();
    for group in tame.chunks(MOST_IN_AUTOMATON) {
        let Some(limit) = budget.limit(group.len(), WORTHWHILE) else {
            globs.extend(group);
            continue;
        };
        let accepts: Vec<_> = group.iter().map(|pattern| accept(pattern)).collect();
        let Some(dfa) = determinize(&accepts, limit) else {
            budget.fail(limit);
            count(&mut image.summary, |summary| &mut summary.over_budget, 1);
            globs.extend(group);
            continue;
        };
        budget.spend(dfa.bytes());
        let patterns = write_entries(image, &entries(group));
        automata.push(dfa.write(image, patterns));
    }
    globs.sort_unstable();
    let globs = write_entries(image, &entries(&globs));
    (append(&mut image.automata, automata), globs)
}

fn accept(pattern: &str) -> Accept<'_> {
    match pattern.strip_suffix('*') {
        Some(beginning) => Accept::Beginning(beginning),
        None => Accept::Whole(pattern),
    }
}

/// Adds to a counter of the summary.
pub(crate) fn count(
    summary: &mut [ramgate_image::record::Summary],
    counter: impl Fn(&mut ramgate_image::record::Summary) -> &mut U32,
    by: usize,
) {
    if let Some(summary) = summary.first_mut() {
        *counter(summary) += u32::try_from(by).unwrap_or(NONE);
    }
}

#[cfg(test)]
mod tests {
    use super::{as_prefix, is_explosive, parents, part_explosive, simplify};

    #[test]
    fn classes_of_patterns() {
        assert_eq!(simplify("a***b**"), "a*b*");
        assert_eq!(as_prefix("key/*"), Some("key/"));
        assert_eq!(as_prefix("k?y/*"), None);
        assert!(is_explosive("*a????") && !is_explosive("????*a") && !is_explosive("*a???"));
        assert!(is_explosive("a*b*c*d") && !is_explosive("a*b*c*"));
    }

    #[test]
    fn a_parent_is_the_longest_prefix() {
        let texts = ["", "a", "ab", "abc", "ac", "b"];
        assert_eq!(
            parents(&texts),
            [None, Some(0), Some(1), Some(2), Some(1), Some(0)]
        );
    }

    #[test]
    fn overlapping_stars_are_kept_apart() {
        let needles = ["*a*", "*b*", "*c*", "*d*", "x*y", "bucket-?/*"];
        let (tame, explosive) = part_explosive(needles.into_iter(), 3);
        assert_eq!(explosive, ["*d*", "x*y"]);
        assert_eq!(tame, ["*a*", "*b*", "*c*", "bucket-?/*"]);
        let buckets: Vec<String> = (10..99).map(|n| format!("b{n}-*/logs/*")).collect();
        let (tame, explosive) = part_explosive(buckets.iter().map(String::as_str), 3);
        assert_eq!((tame.len(), explosive.len()), (89, 0));
    }
}
