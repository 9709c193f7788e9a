//! Stores of any size, alike in shape: what a region of a cloud looks like.
//!
//! Accounts in folders with guard rails, users in groups, roles, policies that many share, keys
//! with policies of their own. The same size gives the same store. Must not know how anything is
//! measured.

use ramgate_syntax::store::{Holder, Scope, Target};
use ramgate_syntax::{Mode, Policy, PolicyKind, ReadOptions, Store, StoreError, read_policy};

use crate::Dice;

const SEED: u64 = 20_241_101;
/// Of a hundred principals so many are roles.
const ROLES: usize = 10;
const REGIONS: [&str; 3] = ["cn-hangzhou", "cn-beijing", "ap-southeast-1"];
const ACTIONS: [&str; 8] = [
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:Describe*",
    "kms:GetSecretValue",
    "oss:GetObject",
    "oss:Put*",
    "ecs:Describe*",
];

/// How much of everything there is.
#[derive(Clone, Copy, Debug)]
pub struct Population {
    /// Users and roles together.
    pub principals: usize,
    /// Declared policies.
    pub policies: usize,
    /// Keys, each with a policy of its own.
    pub keys: usize,
    /// Folders of the resource directory.
    pub folders: usize,
    /// Accounts, each in a folder.
    pub accounts: usize,
    /// Groups of each account.
    pub groups: usize,
}

impl Population {
    /// A region of a cloud: 100,000 principals in 100 accounts and 50 folders, 1,000 policies,
    /// 10,000 keys.
    pub const REGION: Self = Self {
        principals: 100_000,
        policies: 1_000,
        keys: 10_000,
        folders: 50,
        accounts: 100,
        groups: 20,
    };

    /// The id of an account.
    pub fn account(&self, number: usize) -> String {
        format!(
            "{}",
            1_000_000_000_000_000_u64 + (number % self.accounts) as u64
        )
    }

    /// The number of the account that a principal is in, and its name there.
    pub fn principal(&self, number: usize) -> (usize, String) {
        let kind = if number % 100 < ROLES { "role" } else { "user" };
        (number % self.accounts, format!("{kind}-{number}"))
    }

    /// The whole name of a principal.
    pub fn principal_name(&self, number: usize) -> String {
        let (account, name) = self.principal(number);
        let kind = if number % 100 < ROLES { "role" } else { "user" };
        format!("acs:ram::{}:{kind}/{name}", self.account(account))
    }

    /// The name of a key.
    pub fn key(&self, number: usize) -> String {
        let account = self.account(number);
        let region = REGIONS.get(number % REGIONS.len()).unwrap_or(&"");
        format!("acs:kms:{region}:{account}:key/key-{number:06}")
    }

    /// The store with everything in it.
    ///
    /// # Errors
    /// Never: each part is added once, and what it refers to before it.
    pub fn store(&self) -> Result<Store, StoreError> {
        self.store_with(0..self.principals)
    }

    /// The same store with only some of the principals.
    ///
    /// # Errors
    /// Never.
    pub fn store_with(
        &self,
        principals: impl IntoIterator<Item = usize>,
    ) -> Result<Store, StoreError> {
        let mut store = Store::new();
        for number in 0..self.policies {
            store.put_policy(&policy_name(number), self.policy(number, 0))?;
        }
        store.put_policy("guard-rail", read(PolicyKind::Control, GUARD_RAIL))?;
        self.add_directory(&mut store)?;
        for account in 0..self.accounts {
            self.add_groups(&mut store, account)?;
        }
        for number in principals {
            self.add_principal(&mut store, number)?;
        }
        for number in 0..self.keys {
            store.add_resource(&self.key(number))?;
            store.set_resource_document(&self.key(number), self.key_policy(number, false))?;
        }
        Ok(store)
    }

    fn add_directory(&self, store: &mut Store) -> Result<(), StoreError> {
        store.set_directory(Some("1999999999999999"))?;
        let mut paths: Vec<String> = vec![String::new()];
        for number in 0..self.folders {
            // Five levels below the root at most.
            let parent = paths.get(number / 3).map_or("", String::as_str);
            let path = format!("{parent}/folder-{number}");
            let path = path.trim_start_matches('/').to_owned();
            store.add_folder(&path)?;
            if number % 4 == 0 {
                let both = ["FullAliyunAccess", "guard-rail"];
                store.set_control_policies(Target::Folder(&path), &both)?;
            }
            paths.push(path);
        }
        for account in 0..self.accounts {
            let folder = paths.get(account % paths.len()).map_or("", String::as_str);
            store.add_member(folder, &self.account(account))?;
        }
        Ok(())
    }

    fn add_groups(&self, store: &mut Store, account: usize) -> Result<(), StoreError> {
        let mut dice = Dice::seeded(SEED ^ account as u64);
        let id = self.account(account);
        for group in 0..self.groups {
            let name = format!("group-{group}");
            store.add_group(&id, &name)?;
            for _ in 0..3 {
                let policy = policy_name(dice.below(self.policies));
                store.attach(&id, Holder::Group(&name), &policy, Scope::Account)?;
            }
        }
        Ok(())
    }

    fn add_principal(&self, store: &mut Store, number: usize) -> Result<(), StoreError> {
        let mut dice = Dice::seeded(SEED.wrapping_mul(3) ^ number as u64);
        let (account, name) = self.principal(number);
        let id = self.account(account);
        let holder = if number % 100 < ROLES {
            store.add_role(&id, &name)?;
            Holder::Role(&name)
        } else {
            store.add_user(&id, &name)?;
            for _ in 0..=dice.below(3) {
                let group = format!("group-{}", dice.below(self.groups));
                store.set_membership(&id, &name, &group, true)?;
            }
            Holder::User(&name)
        };
        for _ in 0..=dice.below(3) {
            let policy = policy_name(dice.below(self.policies));
            store.attach(&id, holder, &policy, Scope::Account)?;
        }
        Ok(())
    }

    /// A declared policy; `version` changes what it says.
    pub fn policy(&self, number: usize, version: usize) -> Policy {
        let mut dice = Dice::seeded(SEED.wrapping_mul(7) ^ (number + version * 1_000_003) as u64);
        let statements = (0..=dice.below(4)).map(|_| self.statement(&mut dice));
        let statements: Vec<String> = statements.collect();
        let text = format!(
            r#"{{"Version":"1","Statement":[{}]}}"#,
            statements.join(",")
        );
        read(PolicyKind::Identity, &text)
    }

    fn statement(&self, dice: &mut Dice<'_>) -> String {
        let effect = if dice.chance(10) { "Deny" } else { "Allow" };
        let actions = (0..=dice.below(3)).map(|_| dice.word(&ACTIONS));
        let actions: Vec<String> = actions.map(|action| format!("\"{action}\"")).collect();
        let account = self.account(dice.below(self.accounts));
        let resource = match dice.below(4) {
            0 => "*".to_owned(),
            1 => format!("acs:kms:*:{account}:key/*"),
            2 => format!("acs:kms:*:*:key/key-{:06}", dice.below(self.keys)),
            _ => format!("acs:kms:*:*:secret/team-{}/*", dice.below(100)),
        };
        let condition = if dice.chance(20) {
            let third = dice.below(256);
            format!(r#","Condition":{{"IpAddress":{{"acs:SourceIp":"10.0.{third}.0/24"}}}}"#)
        } else {
            String::new()
        };
        format!(
            r#"{{"Effect":"{effect}","Action":[{}],"Resource":"{resource}"{condition}}}"#,
            actions.join(",")
        )
    }

    /// The policy of a key: its account's identities by their own policies, one principal by name.
    pub fn key_policy(&self, number: usize, denies: bool) -> Policy {
        let account = self.account(number);
        let named = self.principal_name(number);
        let effect = if denies { "Deny" } else { "Allow" };
        let text = format!(
            r#"{{"Version":"1","Statement":[
                {{"Effect":"Allow","Principal":{{"RAM":["acs:ram::{account}:*"]}},
                  "Action":"kms:*","Resource":"*"}},
                {{"Effect":"{effect}","Principal":{{"RAM":["{named}"]}},
                  "Action":["kms:Encrypt","kms:Decrypt"],"Resource":"*"}}]}}"#
        );
        read(PolicyKind::Key, &text)
    }
}

/// The name of a declared policy.
pub fn policy_name(number: usize) -> String {
    format!("policy-{number:04}")
}

const GUARD_RAIL: &str = r#"{"Version":"1","Statement":[
    {"Effect":"Deny","Action":["kms:ScheduleKeyDeletion","kms:DisableKey"],"Resource":"*",
     "Condition":{"StringNotLike":{"acs:PrincipalARN":"acs:ram:*:*:role/break-glass"}}}]}"#;

/// Reads a document that is known to be one.
fn read(kind: PolicyKind, text: &str) -> Policy {
    let options = ReadOptions::new(Mode::Strict);
    match read_policy(text, kind, &options) {
        Ok(read) => read.value,
        // Not reached; a policy without statements grants nothing.
        Err(_) => Policy {
            kind,
            unknown_members: Vec::new(),
            statements: Vec::new(),
            span: ramgate_syntax::Span::default(),
        },
    }
}
