//! The context of one request as conditions see it: values by slot, and judgements that are made
//! once.
//!
//! Must not know how a predicate is judged.

use ramgate_image::ImageView;
use ramgate_image::hash::hash_key;
use ramgate_image::record::NONE;
use ramgate_model::{ContextKey, ContextValue, Principal, Request, Truth, Value};

use crate::decider::Decider;
use crate::predicates;
use crate::principals::Asker;

/// Slots below this number are found by position; a policy set with more keys compares names for
/// the others.
const SLOTS: usize = 64;
/// Judgements that are kept; a predicate's place is its position modulo this number, and a kept
/// judgement names its predicate, so none is taken for another's.
const KEPT: usize = 32;
/// The same for ranks that do not apply.
const FAILED: usize = 8;

/// A request, and what has been found out about its context.
pub(crate) struct Circumstances<'d, 'r> {
    decider: &'d Decider<'d>,
    request: &'r Request<'r>,
    asker: Option<&'r Asker<'r>>,
    /// Ranks that were found not to apply, each in its place: a resource may lead to a statement
    /// by many patterns.
    failed: [u32; FAILED],
    /// Filled when the first condition is judged: many decisions need none.
    findings: Option<Findings>,
}

struct Findings {
    /// One more than the position of the context entry that has the slot; 0 for none.
    entries: [u16; SLOTS],
    judgements: [(u32, Truth); KEPT],
}

impl<'d, 'r> Circumstances<'d, 'r> {
    #[inline]
    pub(crate) fn new(
        decider: &'d Decider<'d>,
        request: &'r Request<'r>,
        asker: Option<&'r Asker<'r>>,
    ) -> Self {
        Self {
            decider,
            request,
            asker,
            failed: [NONE; FAILED],
            findings: None,
        }
    }

    #[inline]
    pub(crate) fn request(&self) -> &'r Request<'r> {
        self.request
    }

    #[inline]
    pub(crate) fn asker(&self) -> Option<&'r Asker<'r>> {
        self.asker
    }

    /// Whether a rank is remembered not to apply.
    #[inline]
    pub(crate) fn has_failed(&self, rank: u32) -> bool {
        self.failed.get(rank as usize % FAILED) == Some(&rank)
    }

    /// Remembers that a rank does not apply.
    #[inline]
    pub(crate) fn fail(&mut self, rank: u32) {
        if let Some(place) = self.failed.get_mut(rank as usize % FAILED) {
            *place = rank;
        }
    }

    /// Whether the predicate at a position holds.
    pub(crate) fn judge(&mut self, predicate: u32) -> Truth {
        let (decider, request) = (self.decider, self.request);
        let findings = self
            .findings
            .get_or_insert_with(|| Findings::new(decider, request));
        let place = predicate as usize % KEPT;
        if let Some((known, truth)) = findings.judgements.get(place)
            && *known == predicate
        {
            return *truth;
        }
        let view = decider.view();
        let Some(record) = view.layout().predicates.get(view.bytes(), predicate) else {
            return Truth::Unknown;
        };
        let slot = record.slot.get();
        let value = findings.value(view, request, slot);
        let truth = match self.asker {
            // The one key that is supplied if the request does not give it.
            Some(asker) if is_absent(value) && is_principal_arn(view, slot) => {
                let mut buffer = [0; Principal::MAX_LEN];
                match principal_arn(&asker.principal, &mut buffer) {
                    Ok(arn) => {
                        let value = arn.map(|arn| ContextValue::One(Value::Text(arn)));
                        predicates::judge(view, record, value.as_ref())
                    }
                    // A name that is longer than one can be: nothing is known of it.
                    Err(TooLong) => Truth::Unknown,
                }
            }
            _ => predicates::judge(view, record, value),
        };
        if let Some(kept) = findings.judgements.get_mut(place) {
            *kept = (predicate, truth);
        }
        truth
    }
}

impl Findings {
    fn new(decider: &Decider<'_>, request: &Request<'_>) -> Self {
        let mut entries = [0; SLOTS];
        for (at, entry) in (1..).zip(request.context().entries()) {
            if let Some(place) = entries.get_mut(decider.slot_of(entry.key()) as usize) {
                *place = at;
            }
        }
        Self {
            entries,
            judgements: [(NONE, Truth::Unknown); KEPT],
        }
    }

    /// What the key of a slot arrives with.
    #[inline]
    fn value<'r>(
        &self,
        view: ImageView<'_>,
        request: &'r Request<'r>,
        slot: u32,
    ) -> Option<&'r ContextValue<'r>> {
        if let Some(at) = self.entries.get(slot as usize) {
            let entry = request.context().entry(usize::from(*at).checked_sub(1)?)?;
            return Some(entry.value());
        }
        let key = view.layout().keys.get(view.bytes(), slot)?;
        request.context().get(&ContextKey::new(view.text(key.name)))
    }
}

/// An empty list of values is an absent key.
#[inline]
pub(crate) fn is_absent(value: Option<&ContextValue<'_>>) -> bool {
    value.is_none_or(|value| value.as_slice().is_empty())
}

#[inline]
pub(crate) fn is_principal_arn(view: ImageView<'_>, slot: u32) -> bool {
    let known = view.summary().map(|summary| summary.principal_arn.get());
    slot != NONE && known == Some(slot)
}

/// A caller's name is longer than [`Principal::MAX_LEN`], which one that was read is not.
pub(crate) struct TooLong;

/// What `acs:PrincipalARN` is for a caller: its name without the part of the session, a role's
/// name in lower case. Nothing for those that have none.
pub(crate) fn principal_arn<'b>(
    principal: &Principal<'_>,
    buffer: &'b mut [u8; Principal::MAX_LEN],
) -> Result<Option<&'b str>, TooLong> {
    let (account, kind, name) = match principal {
        Principal::User { account, name } => (account, ":user/", *name),
        Principal::Role { account, name, .. } => (account, ":role/", *name),
        Principal::Root { account } => (account, ":root", ""),
        Principal::Service(_) | Principal::IdentityProvider(_) | Principal::Anonymous => {
            return Ok(None);
        }
    };
    let mut len = 0;
    for part in ["acs:ram::", account, kind, name] {
        let place = buffer.get_mut(len..len + part.len()).ok_or(TooLong)?;
        place.copy_from_slice(part.as_bytes());
        len += part.len();
    }
    let written = buffer.get_mut(..len).ok_or(TooLong)?;
    if matches!(principal, Principal::Role { .. }) {
        written.make_ascii_lowercase();
    }
    core::str::from_utf8(written).map(Some).map_err(|_| TooLong)
}

/// The slot of a key; `NONE` if no condition tests it.
pub(crate) fn find_slot(view: ImageView<'_>, key: &ContextKey<'_>) -> u32 {
    let Some(table) = view.summary().map(|summary| &summary.keys) else {
        return NONE;
    };
    if table.slots.is_empty() {
        return NONE;
    }
    let (folded, exact) = key
        .as_str()
        .as_bytes()
        .split_at_checked(key.folded_len())
        .unwrap_or_default();
    view.find(table, hash_key(table.seed.get(), folded, exact), |slot| {
        let Some(record) = view.layout().keys.get(view.bytes(), slot) else {
            return false;
        };
        view.text_bytes(record.name)
            .split_at_checked(record.folded_len.get() as usize)
            .is_some_and(|(name, suffix)| name.eq_ignore_ascii_case(folded) && suffix == exact)
    })
    .unwrap_or(NONE)
}
