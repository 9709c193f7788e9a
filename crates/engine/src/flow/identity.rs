//! The caller's identity policies: its own and those of its groups.
//!
//! Must not know how they are merged with others.

use ramgate_image::record::NONE;
use ramgate_image::store::Entry;
use ramgate_model::{GroupNumber, Origin, PolicyNumber};

use super::observer::{Observer, Place};
use super::{Authorizer, Caller, Outcome, Set, Units};

impl<'i, U: Units> Authorizer<'i, U> {
    /// The caller's identity policies, at account scope or at that of a resource group.
    pub(super) fn identity<O: Observer>(
        &self,
        caller: &Caller<'_>,
        resource_group: Option<&[u8]>,
        set: &Set<'_, U>,
        observer: &mut O,
    ) -> Outcome {
        let place = match resource_group {
            None => Place::Account,
            Some(_) => Place::ResourceGroup,
        };
        let mut outcome = Outcome::default();
        if caller.attachments != NONE {
            let own = |policy| Origin::Principal(policy);
            self.attached(caller.attachments, resource_group, &mut |policy| {
                set.add(&mut outcome, policy, own(policy), place, observer);
            });
            for entry in self.store.list(caller.attachments) {
                let Entry::Group(at) = entry else { continue };
                let Some(group) = self.store.group(at) else {
                    continue;
                };
                let number = GroupNumber::new(at);
                self.attached(group.attachments.get(), resource_group, &mut |policy| {
                    let origin = Origin::Group(number, policy);
                    set.add(&mut outcome, policy, origin, place, observer);
                });
            }
        }
        observer.stage(place, &outcome, false);
        outcome
    }

    /// The policies of a list that count at account scope, or for a resource group.
    fn attached(
        &self,
        list: u32,
        resource_group: Option<&[u8]>,
        visit: &mut impl FnMut(PolicyNumber),
    ) {
        for entry in self.store.list(list) {
            match (entry, resource_group) {
                (Entry::Policy(policy), None) => visit(PolicyNumber::new(policy)),
                (Entry::Scoped(at), Some(id)) => {
                    if let Some(list) = self.store.scoped(at, id) {
                        self.policies(list).for_each(&mut *visit);
                    }
                }
                _ => {}
            }
        }
    }

    /// The policies of a list at account scope.
    pub(super) fn policies(&self, list: u32) -> impl Iterator<Item = PolicyNumber> + use<'i, U> {
        self.store.list(list).filter_map(|entry| match entry {
            Entry::Policy(policy) => Some(PolicyNumber::new(policy)),
            Entry::Group(_) | Entry::Scoped(_) => None,
        })
    }
}
