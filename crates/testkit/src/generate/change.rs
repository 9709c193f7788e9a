//! Single changes of a store: of a policy, of who has it, of where control policies bind, of what
//! is known of a resource.
//!
//! Must not know what a change means to a decision.

use ramgate_syntax::Store;
use ramgate_syntax::store::{Holder, NodeKind, PolicyName, Scope, Target};
use ramgate_syntax::tree::{Mode, PolicyKind};

use super::store::names;
use super::{Dice, policy};
use crate::rebuild::{self, OwnedHolder, Step};

/// Changes one thing about the store. Gives whether the change could be made; if not, the store
/// is as it was.
pub fn change(dice: &mut Dice<'_>, mode: Mode, store: &mut Store) -> bool {
    let steps = rebuild::steps(store);
    let Some(step) = dice.pick(&steps) else {
        return false;
    };
    match step {
        Step::Account(id) => store.add_user(id, "new").is_ok(),
        Step::User(account, name) => {
            if dice.chance(30) {
                return store.remove_user(account, name).is_ok();
            }
            attach(dice, store, account, Holder::User(name))
        }
        Step::Group(account, name) => attach(dice, store, account, Holder::Group(name)),
        Step::Role(account, name) => match dice.below(4) {
            0 => store.remove_role(account, name).is_ok(),
            1 => {
                let document = policy(dice, mode, PolicyKind::Trust);
                store.set_trust_document(account, name, document).is_ok()
            }
            _ => attach(dice, store, account, Holder::Role(name)),
        },
        Step::Membership(account, user, group) => {
            store.set_membership(account, user, group, false).is_ok()
        }
        Step::Attach(account, holder, policy, group) => {
            let scope = group
                .as_deref()
                .map_or(Scope::Account, Scope::ResourceGroup);
            let holder = match holder {
                OwnedHolder::User(name) => Holder::User(name),
                OwnedHolder::Group(name) => Holder::Group(name),
                OwnedHolder::Role(name) => Holder::Role(name),
            };
            store.detach(account, holder, policy, scope).is_ok()
        }
        Step::ServiceLinked(account, role) => {
            store.set_service_linked(account, role, false).is_ok()
        }
        Step::Policy(name, old) => {
            let new = policy(dice, mode, old.kind);
            store.put_policy(name, new).is_ok()
        }
        Step::Trust(account, role, _) => {
            let document = policy(dice, mode, PolicyKind::Trust);
            store.set_trust_document(account, role, document).is_ok()
        }
        Step::Control(kind, name, policies) => {
            let mut policies: Vec<&str> = policies.iter().map(String::as_str).collect();
            let attachable = attachable(store);
            if policies.is_empty() || dice.chance(50) {
                policies.extend(dice.pick(&attachable).map(String::as_str));
            } else {
                policies.pop();
            }
            let target = match kind {
                NodeKind::Account => Target::Account(name),
                NodeKind::Root | NodeKind::Folder => Target::Folder(name),
            };
            store.set_control_policies(target, &policies).is_ok()
        }
        Step::Resource(arn) | Step::ResourceGroup(arn, _) => {
            let group = dice.chance(70).then(|| names::resource_group(dice));
            store.set_resource_group(arn, group).is_ok()
        }
        Step::ResourcePolicy(arn, _) => {
            if dice.chance(20) {
                return store.remove_resource(arn).is_ok();
            }
            let document = policy(dice, mode, PolicyKind::Key);
            store.set_resource_document(arn, document).is_ok()
        }
        Step::Directory(_) => store
            .set_directory(dice.pick(names::ACCOUNTS).copied())
            .is_ok(),
        Step::Folder(path) => store.add_folder(&format!("{path}/new")).is_ok(),
        Step::Member(..) => store.add_member("", "77").is_ok(),
        Step::ShortCircuit(short) => {
            store.set_account_scope_short_circuit(!short);
            true
        }
    }
}

/// The policies that may be attached to somebody.
fn attachable(store: &Store) -> Vec<String> {
    let declared = store.documents().in_order();
    let declared = declared.filter_map(|(policy, name)| {
        let document = store.documents().get(policy)?;
        let PolicyName::Named(name) = name else {
            return None;
        };
        (!document.policy().kind.has_principal()).then(|| name.to_string())
    });
    declared.collect()
}

fn attach(dice: &mut Dice<'_>, store: &mut Store, account: &str, holder: Holder<'_>) -> bool {
    let attachable = attachable(store);
    let Some(policy) = dice.pick(&attachable) else {
        return false;
    };
    let group = dice.chance(40).then(|| names::resource_group(dice));
    let scope = group.map_or(Scope::Account, Scope::ResourceGroup);
    store.attach(account, holder, policy, scope).is_ok()
}
