//! The records that sections consist of.
//!
//! Every field is little-endian and unaligned. A position `NONE` means that there is nothing.
//! What each record is for is told in `docs/image-format.md`.

use zerocopy::little_endian::{I64, U32, U64, U128};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// No position.
pub const NONE: u32 = u32::MAX;

/// The most patterns that an automaton reports: a search keeps one bit for each, so as to report
/// none twice.
pub const MOST_IN_AUTOMATON: usize = 64;

/// Defines records of little-endian, unaligned fields.
macro_rules! records {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Eq, FromBytes, Hash, Immutable, IntoBytes, KnownLayout, PartialEq, Unaligned)]
            #[repr(C)]
            pub struct $name {
                $($(#[$field_doc])* pub $field: $type,)*
            }
        )*
    };
}
pub(crate) use records;

records! {
    /// Consecutive records of some table.
    Run {
        /// The position of the first.
        first: U32,
        /// How many.
        count: U32,
    }

    /// A piece of the `text` section.
    TextRef {
        /// The first byte.
        start: U32,
        /// How many bytes.
        len: U32,
    }

    /// Facts about the whole image.
    Summary {
        /// Statements with effect Deny; they have the ranks below this number.
        denies: U32,
        /// The number of ranks.
        ranks: U32,
        /// The posting of the statements whose resource needs no search: wildcard-only, negated,
        /// or a Deny on something unreadable.
        unsearched: U32,
        /// The posting of the statements that any action makes candidates unless its class or
        /// literal stops them.
        any_action: U32,
        /// The position of the pattern index over relative ids.
        exact_case_index: U32,
        /// The position of the pattern index over lower-case relative ids, for resources of RAM.
        folded_case_index: U32,
        /// The automaton that sorts all other actions into classes, or `NONE`.
        action_automaton: U32,
        /// The class of all other actions if there is no automaton.
        unlisted_class: U32,
        /// Wildcard patterns that were not built into an automaton because they would explode.
        too_explosive: U32,
        /// Automata that were given up because they grew beyond their budget.
        over_budget: U32,
        /// Steps of the worst request that do not depend on its length.
        fixed_steps: U64,
        /// Steps of the worst request for each of its bytes.
        steps_per_byte: U64,
        /// One bit for each service whose actions the statements may apply to; see
        /// [`crate::hash::service_bit`].
        services: U64,
        /// 1 if nothing denies and the first Allow holds for every request, so that it is the
        /// answer to all of them.
        always_allows: U32,
        /// The slot of `acs:PrincipalARN`, or `NONE`.
        principal_arn: U32,
        /// The hash table of the context keys, over `keys`.
        keys: HashTable,
        /// The hash table of the actions without wildcard, over `action_literals`.
        action_literals: HashTable,
    }

    /// An open-addressing hash table of positions.
    HashTable {
        /// Its slots, a power of two of them, each `NONE` or a position in the table it is over.
        slots: Run,
        /// The seed of the hash.
        seed: U64,
        /// The most slots that finding a member takes.
        longest_probe: U32,
    }

    /// A policy.
    Policy {
        /// Its name.
        name: TextRef,
        /// Its statements.
        statements: Run,
    }

    /// A statement, by its number.
    Statement {
        /// The policy it belongs to.
        policy: U32,
        /// `DENY`, `UNSOUND`.
        flags: U32,
        /// The action element.
        action: U32,
        /// The resource element.
        resource: U32,
        /// The principal element, or `NONE`.
        principal: U32,
        /// Its conditions, in `conditions`.
        conditions: Run,
        /// Its label; empty if it has none.
        sid: TextRef,
    }

    /// A statement in the order of deciding: every Deny before every Allow, otherwise by number.
    Rank {
        /// Its number.
        statement: U32,
        /// `TEST_ACTION`, `TEST_RESOURCE`, `TEST_PRINCIPAL`.
        flags: U32,
        /// Its conditions, in `conditions`.
        conditions: Run,
    }

    /// The patterns of an action or resource element.
    Element {
        /// The patterns as they are written, in `texts`.
        patterns: Run,
        /// `NEGATED`, `UNREADABLE`.
        flags: U32,
    }

    /// The principals of a statement.
    PrincipalElement {
        /// In `principals`.
        entries: Run,
        /// `UNREADABLE`.
        flags: U32,
    }

    /// One principal of a statement.
    PrincipalEntry {
        /// `USER`, `ROLE`, `EVERYONE`, `SERVICE` or `PROVIDER`.
        kind: U32,
        /// The account of a user or role, or whose identities all are meant.
        account: TextRef,
        /// The name of a user or role in lower case; `root` or `*` for all identities; the whole
        /// name of a service or provider.
        name: TextRef,
    }

    /// A context key that some condition tests; its position is its slot.
    Key {
        /// Its name, with the part that folds in lower case.
        name: TextRef,
        /// How many bytes of the name compare without regard to case.
        folded_len: U32,
        /// `MULTI`.
        flags: U32,
    }

    /// A test of one key, shared by all statements that make it.
    Predicate {
        /// The operator's position in the model's list, or `NONE`.
        operator: U32,
        /// The key's slot, or `NONE`.
        slot: U32,
        /// `UNKNOWN`, `BAD_VALUE`; for Booleans `MATCHES_TRUE`, `MATCHES_FALSE`.
        flags: U32,
        /// Which table the values are in: one of the `TEST_…` numbers.
        test: U32,
        /// What the operator compares with: a string set or pattern index (`first`), or a run of
        /// numbers, instants or IPv4 ranges.
        values: Run,
        /// For addresses: a run of IPv6 ranges.
        more_values: Run,
        /// The operator's name as it is written.
        operator_text: TextRef,
        /// The key's name as it is written; empty if there is none that can be read.
        key_text: TextRef,
        /// The values as they are written, in `texts`.
        value_texts: Run,
    }

    /// A set of texts that are compared for equality.
    StringSet {
        /// The texts, in `texts`; folded if the comparison ignores case.
        members: Run,
        /// A hash table over `members` (positions counted from its first); no slots for few.
        table: HashTable,
    }

    /// A number in the parts that `Decimal::to_parts` gives.
    Number {
        /// 1 if it is negative.
        negative: U32,
        /// The whole part.
        integer: U128,
        /// The fraction in units of 10⁻³⁸.
        fraction: U128,
    }

    /// A point in time.
    Instant {
        /// Seconds since 1970-01-01T00:00:00Z.
        seconds: I64,
        /// And nanoseconds.
        nanoseconds: U32,
    }

    /// IPv4 addresses from `first` to `last`.
    RangeV4 {
        /// The lowest address.
        first: U32,
        /// The highest address.
        last: U32,
    }

    /// IPv6 addresses from `first` to `last`.
    RangeV6 {
        /// The lowest address.
        first: U128,
        /// The highest address.
        last: U128,
    }

    /// A way to find which of many patterns match a text.
    PatternIndex {
        /// Patterns without wildcard, in `pattern_entries`, by hash.
        exact: Run,
        /// The hash table over `exact` (positions counted from its first).
        exact_table: HashTable,
        /// Literals followed by one `*`, in `prefix_entries`, sorted.
        prefixes: Run,
        /// Automata, in `automata`.
        automata: Run,
        /// Patterns that are tried one by one, in `pattern_entries`.
        globs: Run,
    }

    /// A pattern and what follows from its matching.
    PatternEntry {
        /// The pattern.
        text: TextRef,
        /// The targets, in `targets`.
        targets: Run,
    }

    /// A prefix and what follows from its matching.
    PrefixEntry {
        /// The literal in front of the `*`.
        text: TextRef,
        /// The longest other entry that is a prefix of this one, or `NONE`; always before it.
        parent: U32,
        /// The targets, in `targets`.
        targets: Run,
    }

    /// A dense automaton over bytes.
    Automaton {
        /// The position in `classes` of its 256 byte classes.
        classes: U32,
        /// The number of byte classes.
        stride: U32,
        /// The number of states; state 0 is dead.
        states: U32,
        /// The state it starts in.
        start: U32,
        /// The position in `transitions` of `states * stride` next states.
        transitions: U32,
        /// The position in `outputs` of one output list for each state that is reached, or `NONE`
        /// where reaching a state says nothing.
        through: U32,
        /// The position in `outputs` of one output (list) for each state that is ended in.
        end: U32,
        /// The patterns that output lists speak of, in `pattern_entries`.
        patterns: Run,
    }

    /// A relative-id pattern under the service, region and account it is written with.
    Target {
        /// The head.
        head: U32,
        /// The statements, in `postings`.
        posting: U32,
    }

    /// The patterns in front of a relative id.
    Head {
        /// For the service code.
        service: TextRef,
        /// For the region.
        region: TextRef,
        /// For the account.
        account: TextRef,
        /// `LITERAL_SERVICE`, `LITERAL_REGION`, `LITERAL_ACCOUNT`.
        flags: U32,
    }

    /// A set of ranks.
    Posting {
        /// `LIST` or `BITMAP`.
        kind: U32,
        /// In `rank_lists` (ascending ranks) or `rank_words` (64 ranks each).
        run: Run,
    }

    /// What the actions have in common that match the same patterns with wildcards.
    ActionClass {
        /// The posting of the statements that the patterns make candidates.
        applies: U32,
        /// The posting of the statements that they stop.
        stops: U32,
    }

    /// An action without wildcard that some policy names.
    ActionLiteral {
        /// The action in lower case.
        text: TextRef,
        /// The class that it has by patterns with wildcards, or `NONE`.
        class: U32,
        /// The posting of the statements that its own name makes candidates.
        applies: U32,
        /// The posting of the statements that its own name stops.
        stops: U32,
    }
}

/// [`Statement::flags`]: it forbids.
pub const DENY: u32 = 1;
/// [`Statement::flags`]: it has an unknown member, or its document has; at most unknown.
pub const UNSOUND: u32 = 2;

/// [`Rank::flags`]: the action element must be tested by itself.
pub const TEST_ACTION: u32 = 2;
/// [`Rank::flags`]: the resource element must be tested by itself.
pub const TEST_RESOURCE: u32 = 1;
/// [`Rank::flags`]: there is a principal element; it must be tested.
pub const TEST_PRINCIPAL: u32 = 4;

/// [`PrincipalEntry::kind`]: one user.
pub const USER: u32 = 0;
/// [`PrincipalEntry::kind`]: any session of one role.
pub const ROLE: u32 = 1;
/// [`PrincipalEntry::kind`]: the root and every user and role of an account.
pub const EVERYONE: u32 = 2;
/// [`PrincipalEntry::kind`]: a service.
pub const SERVICE: u32 = 3;
/// [`PrincipalEntry::kind`]: whom an identity provider vouches for.
pub const PROVIDER: u32 = 4;

/// [`Element::flags`]: NOT over the OR of the patterns.
pub const NEGATED: u32 = 1;
/// [`Element::flags`]: something beside the patterns cannot be read; the OR is at least unknown.
pub const UNREADABLE: u32 = 2;

/// [`Key::flags`]: it may arrive with several values.
pub const MULTI: u32 = 1;

/// [`Predicate::flags`]: it is unknown whatever the context says.
pub const UNKNOWN: u32 = 1;
/// [`Predicate::flags`]: some of its values cannot be read.
pub const BAD_VALUE: u32 = 2;
/// [`Predicate::flags`]: `true` is among its values.
pub const MATCHES_TRUE: u32 = 4;
/// [`Predicate::flags`]: `false` is among its values.
pub const MATCHES_FALSE: u32 = 8;

/// [`Predicate::test`]: there are no values, or they are in the flags.
pub const TEST_FLAGS: u32 = 0;
/// [`Predicate::test`]: a string set.
pub const TEST_STRINGS: u32 = 1;
/// [`Predicate::test`]: a string set of folded texts.
pub const TEST_FOLDED_STRINGS: u32 = 2;
/// [`Predicate::test`]: a pattern index.
pub const TEST_PATTERNS: u32 = 3;
/// [`Predicate::test`]: ascending numbers.
pub const TEST_NUMBERS: u32 = 4;
/// [`Predicate::test`]: ascending instants.
pub const TEST_INSTANTS: u32 = 5;
/// [`Predicate::test`]: ascending, disjoint address ranges.
pub const TEST_ADDRESSES: u32 = 6;

/// [`Head::flags`]: the service pattern has no wildcard.
pub const LITERAL_SERVICE: u32 = 1;
/// [`Head::flags`]: the region pattern has no wildcard.
pub const LITERAL_REGION: u32 = 2;
/// [`Head::flags`]: the account pattern has no wildcard.
pub const LITERAL_ACCOUNT: u32 = 4;

/// [`Posting::kind`]: ascending ranks.
pub const LIST: u32 = 0;
/// [`Posting::kind`]: one bit for each rank.
pub const BITMAP: u32 = 1;

impl Number {
    /// A tuple whose order is the order of the numbers: complements turn the order of the negative
    /// ones around.
    #[inline]
    pub fn order(&self) -> (bool, u128, u128) {
        order_of(
            self.negative.get() != 0,
            self.integer.get(),
            self.fraction.get(),
        )
    }
}

/// [`Number::order`] of a number given in parts.
#[inline]
pub fn order_of(negative: bool, integer: u128, fraction: u128) -> (bool, u128, u128) {
    if negative {
        (false, !integer, !fraction)
    } else {
        (true, integer, fraction)
    }
}

impl Run {
    /// Nothing.
    pub const EMPTY: Self = Self {
        first: U32::ZERO,
        count: U32::ZERO,
    };

    /// `count` records from `first` on.
    pub const fn new(first: u32, count: u32) -> Self {
        Self {
            first: U32::new(first),
            count: U32::new(count),
        }
    }

    /// Whether there is nothing in it.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.count.get() == 0
    }
}
