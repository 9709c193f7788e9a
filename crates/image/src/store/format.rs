//! Which sections the image of a store has.
//!
//! Must not know what is in a section; the records say.

/// Calls a macro with all sections in the order in which they lie: name and type of record. The
/// last two hold the compiled policies; the others, the directory, do not depend on them.
macro_rules! with_store_sections {
    ($macro:ident) => {
        $macro! {
            summary: StoreSummary,
            text: u8,
            keys: DeclaredKey,
            policies: StoredPolicy,
            accounts: Account,
            users: User,
            roles: Role,
            groups: Group,
            lists: U32,
            scoped: Scoped,
            nodes: Node,
            resources: StoredResource,
            slots: U32,
            unit_spans: UnitSpan,
            units: u8,
        }
    };
}
pub(super) use with_store_sections;
