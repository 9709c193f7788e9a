//! Building automata from patterns, ahead of time.
//!
//! regex-automata determinizes; the tables are then written out in the image's own form. Must not
//! know what follows from a match.

use std::collections::HashMap;

use ramgate_image::ImageWriter;
use ramgate_image::record::{self, NONE, Run};
use ramgate_image::writer::{append, position};
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};
use regex_syntax::hir::{Dot, Hir, Look, Repetition};
use zerocopy::little_endian::U32;

/// A pattern for an automaton.
#[derive(Clone, Debug)]
pub(crate) enum Accept<'p> {
    /// It must match the whole text.
    Whole(&'p str),
    /// It need only match a beginning of the text: the pattern goes on with one `*`, which is not
    /// part of it. Accepting here instead of carrying the star to the end is what keeps a union of
    /// many such patterns small.
    Beginning(&'p str),
}

/// A deterministic automaton, state 0 of which is dead.
pub(crate) struct Dfa {
    classes: [u8; 256],
    stride: u32,
    start: u32,
    transitions: Vec<u32>,
    /// For each state, the patterns that have matched a beginning when it is reached.
    pub(crate) through: Vec<Vec<u32>>,
    /// For each state, the patterns that have matched when the text ends in it.
    pub(crate) end: Vec<Vec<u32>>,
}

/// An automaton for all patterns at once, of at most `limit` bytes; nothing if it would be larger.
pub(crate) fn determinize(patterns: &[Accept<'_>], limit: usize) -> Option<Dfa> {
    let hirs: Vec<Hir> = patterns.iter().map(hir).collect();
    let nfa = thompson::Compiler::new()
        .configure(
            thompson::Config::new()
                .utf8(false)
                .which_captures(WhichCaptures::None),
        )
        .build_many_from_hir(&hirs)
        .ok()?;
    let dfa = dense::Builder::new()
        .configure(
            dense::Config::new()
                .start_kind(StartKind::Anchored)
                .match_kind(MatchKind::All)
                .accelerate(false)
                .minimize(false)
                .dfa_size_limit(Some(limit))
                // Counts words of this machine, so it is only a backstop: what decides is the size
                // of the table, which is the same everywhere.
                .determinize_size_limit(Some(limit.saturating_mul(64))),
        )
        .build_from_nfa(&nfa)
        .ok()?;
    transcribe(&dfa)
}

fn hir(pattern: &Accept<'_>) -> Hir {
    let (text, whole) = match pattern {
        Accept::Whole(text) => (text, true),
        Accept::Beginning(text) => (text, false),
    };
    let mut parts = Vec::new();
    let mut rest = *text;
    while let Some(at) = rest.find(['*', '?']) {
        let (literal, wild) = rest.split_at(at);
        parts.push(Hir::literal(literal.as_bytes()));
        // A star may pass over bytes: what follows it begins a character, and so does the place
        // in the text where it is found.
        parts.push(if wild.starts_with('*') {
            let sub = Box::new(Hir::dot(Dot::AnyByte));
            Hir::repetition(Repetition {
                min: 0,
                max: None,
                greedy: true,
                sub,
            })
        } else {
            Hir::dot(Dot::AnyChar)
        });
        rest = wild.get(1..).unwrap_or_default();
    }
    parts.push(Hir::literal(rest.as_bytes()));
    if whole {
        parts.push(Hir::look(Look::End));
    }
    Hir::concat(parts)
}

fn transcribe(dfa: &dense::DFA<Vec<u32>>) -> Option<Dfa> {
    let first = dfa
        .start_state(&start::Config::new().anchored(Anchored::Yes))
        .ok()?;
    let mut classes = [0; 256];
    let mut representatives = Vec::new();
    for (byte, class) in (0..=u8::MAX).zip(&mut classes) {
        *class = dfa.byte_classes().get(byte);
        if usize::from(*class) == representatives.len() {
            representatives.push(byte);
        }
    }
    let mut numbers = Numbers::new(dfa);
    numbers.of(first);
    let mut transitions = vec![0; representatives.len()];
    let (mut through, mut end) = (vec![Vec::new()], vec![Vec::new()]);
    let mut at = 0;
    while let Some(&state) = numbers.states.get(at) {
        at += 1;
        for byte in &representatives {
            let next = dfa.next_state(state, *byte);
            transitions.push(if dfa.is_dead_state(next) {
                0
            } else {
                numbers.of(next)
            });
        }
        through.push(matches(dfa, state));
        end.push(matches(dfa, dfa.next_eoi_state(state)));
    }
    Some(Dfa {
        classes,
        stride: position(&representatives),
        start: 1,
        transitions,
        through,
        end,
    })
}

/// The states that can be reached, numbered from 1 in the order in which they are met.
struct Numbers {
    stride2: usize,
    /// By the state's index; 0 for one that has not been met.
    by_index: Vec<u32>,
    states: Vec<StateID>,
}

impl Numbers {
    fn new(dfa: &dense::DFA<Vec<u32>>) -> Self {
        Self {
            stride2: dfa.stride2(),
            by_index: Vec::new(),
            states: Vec::new(),
        }
    }

    fn of(&mut self, state: StateID) -> u32 {
        let index = state.as_usize() >> self.stride2;
        if self.by_index.len() <= index {
            self.by_index.resize(index + 1, 0);
        }
        let Some(number) = self.by_index.get_mut(index) else {
            return 0;
        };
        if *number == 0 {
            self.states.push(state);
            *number = position(&self.states);
        }
        *number
    }
}

fn matches(dfa: &dense::DFA<Vec<u32>>, state: StateID) -> Vec<u32> {
    if !dfa.is_match_state(state) {
        return Vec::new();
    }
    let patterns = (0..dfa.match_len(state)).map(|index| dfa.match_pattern(state, index));
    let mut patterns: Vec<u32> = patterns
        .filter_map(|id| u32::try_from(id.as_usize()).ok())
        .collect();
    patterns.sort_unstable();
    patterns
}

impl Dfa {
    /// The bytes of its tables.
    pub(crate) fn bytes(&self) -> usize {
        (self.transitions.len() + self.end.len() + self.through.len()) * size_of::<u32>()
    }

    /// The patterns that match a text as a whole.
    pub(crate) fn matched_by(&self, text: &str) -> &[u32] {
        let state = text.bytes().try_fold(self.start, |state, byte| {
            let class = self.classes.get(usize::from(byte))?;
            let at = state * self.stride + u32::from(*class);
            self.transitions
                .get(at as usize)
                .copied()
                .filter(|next| *next != 0)
        });
        state
            .and_then(|state| self.end.get(state as usize))
            .map_or(&[], Vec::as_slice)
    }

    /// Writes the automaton with output lists that speak of `patterns`.
    pub(crate) fn write(&self, image: &mut ImageWriter, patterns: Run) -> record::Automaton {
        let lists = &mut HashMap::new();
        let end = self
            .end
            .iter()
            .map(|list| write_list(image, lists, list))
            .collect();
        let through = if self.through.iter().all(Vec::is_empty) {
            Vec::new()
        } else {
            self.through
                .iter()
                .map(|list| write_list(image, lists, list))
                .collect()
        };
        self.write_with(image, through, end, patterns)
    }

    /// Writes the automaton with an output of the caller's for each state that a text ends in.
    pub(crate) fn write_classes(
        &self,
        image: &mut ImageWriter,
        end: Vec<u32>,
    ) -> record::Automaton {
        self.write_with(image, Vec::new(), end, Run::EMPTY)
    }

    fn write_with(
        &self,
        image: &mut ImageWriter,
        through: Vec<u32>,
        end: Vec<u32>,
        patterns: Run,
    ) -> record::Automaton {
        let through = if through.is_empty() {
            U32::new(NONE)
        } else {
            append(&mut image.outputs, through.into_iter().map(U32::new)).first
        };
        let transitions = self.transitions.iter().copied().map(U32::new);
        record::Automaton {
            classes: append(&mut image.classes, self.classes).first,
            stride: U32::new(self.stride),
            states: U32::new(position(&self.end)),
            start: U32::new(self.start),
            transitions: append(&mut image.transitions, transitions).first,
            through,
            end: append(&mut image.outputs, end.into_iter().map(U32::new)).first,
            patterns,
        }
    }
}

fn write_list<'d>(
    image: &mut ImageWriter,
    known: &mut HashMap<&'d [u32], u32>,
    list: &'d [u32],
) -> u32 {
    if list.is_empty() {
        return NONE;
    }
    *known.entry(list).or_insert_with(|| {
        let run = append(
            &mut image.output_members,
            list.iter().copied().map(U32::new),
        );
        image.output_lists.push(run);
        position(&image.output_lists) - 1
    })
}
