//! Resource directories: folders up to five deep, members in them, control policies at each.
//!
//! Must not know policies beyond their names.

use ramgate_syntax::Store;
use ramgate_syntax::store::Target;

use super::names::{ACCOUNTS, FOLDERS, STRANGER};
use super::{Declared, attachable};
use crate::generate::Dice;

const DEPTH: usize = 5;

/// Gives the store a directory.
pub(super) fn found(dice: &mut Dice<'_>, store: &mut Store, declared: &Declared) {
    let management = if dice.chance(50) {
        dice.pick(ACCOUNTS).copied()
    } else {
        None
    };
    // Accounts of digits are none that is refused.
    let _ = store.set_directory(management);
    control(dice, store, Target::Folder(""), declared);
    let mut paths = vec![String::new()];
    for _ in 0..dice.below(7) {
        let deepest = paths.last().cloned().unwrap_or_default();
        let parent = if dice.chance(60) {
            deepest
        } else {
            dice.pick(&paths).cloned().unwrap_or_default()
        };
        let name = dice.word(FOLDERS);
        let path = if parent.is_empty() {
            name.to_owned()
        } else {
            format!("{parent}/{name}")
        };
        let is_near = path.split('/').count() <= DEPTH;
        if is_near && store.add_folder(&path).is_ok() {
            control(dice, store, Target::Folder(&path), declared);
            paths.push(path);
        }
    }
    for account in ACCOUNTS.iter().chain([&STRANGER]) {
        let folder = match dice.below(10) {
            0..=4 => paths.last(),
            5..=7 => dice.pick(&paths),
            _ => None,
        };
        if let Some(folder) = folder {
            let _ = store.add_member(folder, account);
            control(dice, store, Target::Account(account), declared);
        }
    }
}

/// Most nodes keep `FullAliyunAccess`, alone or with others; some have something else.
fn control(dice: &mut Dice<'_>, store: &mut Store, target: Target<'_>, declared: &Declared) {
    let mut policies = match dice.below(20) {
        0..=12 => return,
        13..=16 => vec!["FullAliyunAccess", attachable(dice, declared)],
        17 => Vec::new(),
        _ => vec![attachable(dice, declared)],
    };
    if !policies.is_empty() && dice.chance(25) {
        policies.push(attachable(dice, declared));
    }
    let _ = store.set_control_policies(target, &policies);
}
