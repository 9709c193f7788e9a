//! Header and sections: what stands where in an image.
//!
//! Must not know what is in a section; the records say.

/// The first eight bytes of every image.
pub const MAGIC: [u8; 8] = *b"RAMGATE\0";

/// The version of the format that this crate writes and reads.
pub const VERSION: u32 = 2;

/// Magic (8), version (4), number of sections (4), length of the whole (8), checksum of all that
/// follows the header (4), kind (4).
pub const HEADER_LEN: usize = 32;

/// The kind of an image of policies that are decided together.
pub const POLICY_SET: u32 = 0;
/// The kind of an image of a store.
pub const STORE: u32 = 1;

/// Calls a macro with all sections in the order in which they lie: name and type of record.
macro_rules! with_sections {
    ($macro:ident) => {
        $macro! {
            summary: Summary,
            text: u8,
            policies: Policy,
            statements: Statement,
            ranks: Rank,
            elements: Element,
            principal_elements: PrincipalElement,
            principals: PrincipalEntry,
            texts: TextRef,
            keys: Key,
            conditions: U32,
            predicates: Predicate,
            string_sets: StringSet,
            numbers: Number,
            instants: Instant,
            ranges_v4: RangeV4,
            ranges_v6: RangeV6,
            slots: U32,
            pattern_indexes: PatternIndex,
            pattern_entries: PatternEntry,
            prefix_entries: PrefixEntry,
            automata: Automaton,
            classes: u8,
            transitions: U32,
            outputs: U32,
            output_lists: Run,
            output_members: U32,
            targets: Target,
            heads: Head,
            postings: Posting,
            rank_lists: U32,
            rank_words: U64,
            action_literals: ActionLiteral,
            action_classes: ActionClass,
        }
    };
}
pub(crate) use with_sections;
