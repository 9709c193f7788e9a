//! Resources that a store knows: keys and secrets with and without policies, and others.
//!
//! Must not know who may use them.

use ramgate_model::Arn;
use ramgate_syntax::Store;
use ramgate_syntax::store::ResourceKind;
use ramgate_syntax::tree::Mode;

use super::names::{self, ROLES};
use super::{Declared, policy};
use crate::generate::Dice;

/// Adds resources.
pub(super) fn add(dice: &mut Dice<'_>, mode: Mode, store: &mut Store, declared: &Declared) {
    for _ in 0..2 + dice.below(5) {
        let name = match dice.below(8) {
            0..=5 => names::resource(dice),
            6 => {
                let account = names::any_account(dice);
                format!("acs:ram::{account}:role/{}", dice.word(ROLES))
            }
            _ => {
                let id = dice.word(&["key", "alias/a", "key/", "keys/a"]);
                format!("acs:kms:r1:{}:{id}", names::any_account(dice))
            }
        };
        if store.add_resource(&name).is_err() {
            continue;
        }
        if dice.chance(50) {
            let _ = store.set_resource_group(&name, Some(names::resource_group(dice)));
        }
        let kind = Arn::new(&name).ok();
        let kind = kind.and_then(|arn| ResourceKind::of(&arn).policy_kind());
        let Some(kind) = kind else { continue };
        if !declared.resource.is_empty() && dice.chance(35) {
            let _ = store.set_resource_policy(&name, dice.word(&declared.resource));
        } else if dice.chance(75) {
            let _ = store.set_resource_document(&name, policy(dice, mode, kind));
        }
    }
}
