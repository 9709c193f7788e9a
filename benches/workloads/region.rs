//! Calls by the principals of a region of a cloud, and each principal alone in a store.
//!
//! Must not know how anything is measured.

use ramgate::store::{Attachments, Group, Holder, PolicyName, PolicyRef, Scope, Target};
use ramgate::{
    Arn, Authorizer, Call, Context, ContextEntry, Principal, Request, SessionPolicy, Store,
};
use ramgate_testkit::population::Population;
use ramgate_testkit::{
    Authority, Dice, OwnedCall, OwnedRequest, OwnedValue, OwnedValues, Reference, StoreEvaluator,
};

use super::Counts;

const SEED: u64 = 20_241_124;
const ACTIONS: [&str; 6] = [
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:DescribeKey",
    "kms:GenerateDataKey",
    "kms:DisableKey",
    "oss:GetObject",
];

/// A region with calls, and how many of them are decided how.
pub(crate) struct Region {
    pub(crate) population: Population,
    /// Callers that are spread over all principals.
    pub(crate) callers: usize,
    pub(crate) expected: Counts,
}

impl Region {
    const FULL: Self = Self {
        population: Population::REGION,
        callers: 16_384,
        expected: Counts::new(4_999, 2_707, 8_678),
    };
    /// For running the programs once through, in a build that is not optimised.
    const SMALL: Self = Self {
        population: Population {
            principals: 10_000,
            keys: 1_000,
            ..Population::REGION
        },
        callers: 1_024,
        expected: Counts::new(300, 157, 567),
    };

    /// As large as a region, or small where nothing is measured.
    pub(crate) fn new(is_smoke: bool) -> Self {
        if is_smoke { Self::SMALL } else { Self::FULL }
    }

    /// # Panics
    /// When the reference or the engine does not decide the calls as stated.
    pub(crate) fn check(&self, store: &Store, authorizer: &Authorizer, calls: &[OwnedCall]) {
        assert_eq!(decided(authorizer, calls), self.expected, "engine");
        let Ok(reference) = Reference.prepare(store);
        let mut counts = Counts::default();
        for call in calls {
            let kind = call.lend(|call| reference.decide(call).kind);
            counts.add(kind.expect("a readable call"));
        }
        assert_eq!(counts, self.expected, "reference");
    }
}

/// Whether the programs are only to be run once through: `cargo test` does not ask for benchmarks.
pub(crate) fn is_smoke() -> bool {
    !std::env::args().any(|argument| argument == "--bench")
}

/// Calls by so many principals, spread evenly over all of them: three of four on a key of their
/// account, the others on any.
pub(crate) fn calls(population: &Population, count: usize) -> Vec<OwnedCall> {
    let mut dice = Dice::seeded(SEED);
    let keys = population.keys / population.accounts;
    let call = |at| {
        let principal =
            at * population.principals / count + dice.below(population.principals / count);
        let account = if dice.chance(75) {
            principal % population.accounts
        } else {
            dice.below(population.accounts)
        };
        let key = account + population.accounts * dice.below(keys);
        let mut check = OwnedRequest::new(dice.word(&ACTIONS), population.key(key));
        let address = format!("10.0.{}.7", dice.below(256));
        let address = OwnedValues::One(OwnedValue::Text(address));
        check.context.push(("acs:SourceIp".to_owned(), address));
        OwnedCall::new(population.principal_name(principal), check)
    };
    (0..count).map(call).collect()
}

/// A call as a service has it at hand.
pub(crate) struct Asked<'a> {
    pub(crate) call: Call<'a>,
    action: &'a str,
    resource: &'a str,
    entries: Vec<ContextEntry<'a>>,
}

impl<'a> Asked<'a> {
    pub(crate) fn all(calls: &'a [OwnedCall]) -> Vec<Self> {
        calls.iter().map(Self::of).collect()
    }

    fn of(call: &'a OwnedCall) -> Self {
        Self::bounded(call, None)
    }

    /// In a session that was created with a policy, if there is one.
    pub(crate) fn bounded(call: &'a OwnedCall, policy: Option<&'a SessionPolicy>) -> Self {
        let check = &call.checks[0];
        let entries = check.context.iter().map(|(key, values)| match values {
            OwnedValues::One(OwnedValue::Text(text)) => ContextEntry::text(key, text),
            _ => panic!("calls have single texts"),
        });
        let mut caller = Call::new(Principal::new(&call.principal).expect("a caller"));
        if let Some(policy) = policy {
            caller = caller.with_session_policy(policy).expect("a session");
        }
        Self {
            call: caller,
            action: &check.action,
            resource: &check.resource,
            entries: entries.collect(),
        }
    }

    /// The check, which borrows the context.
    pub(crate) fn request(&self) -> Request<'_> {
        let request = Request::from_text(self.action, self.resource).expect("a readable request");
        request.with_context(Context::new(&self.entries).expect("different keys"))
    }
}

/// How these calls are decided.
pub(crate) fn decided(authorizer: &Authorizer, calls: &[OwnedCall]) -> Counts {
    let mut counts = Counts::default();
    for asked in Asked::all(calls) {
        counts.add(authorizer.decide(&asked.call, &asked.request()).kind());
    }
    counts
}

/// The store with nobody but the caller: its groups, what is attached to it and to them, what
/// control policies bind its account and that of the resource, and the policy of the resource.
pub(crate) fn alone(region: &Store, call: &OwnedCall) -> Store {
    let mut store = Store::new();
    let principal = Principal::new(&call.principal).expect("a caller");
    let id = principal.account().expect("an account");
    let account = region.account(id).expect("a known account");
    match principal {
        Principal::User { name, .. } => {
            let user = account.user(name).expect("a known user");
            store.add_user(id, name).expect("a user");
            attach(
                region,
                &mut store,
                id,
                Holder::User(name),
                user.attachments(),
            );
            let groups = user.groups().filter_map(|group| account.group(group));
            for group in groups {
                add_group(region, &mut store, id, group);
                let member = store.set_membership(id, name, group.name(), true);
                member.expect("a member");
            }
        }
        Principal::Role { name, .. } => {
            let role = account.role(name).expect("a known role");
            store.add_role(id, name).expect("a role");
            attach(
                region,
                &mut store,
                id,
                Holder::Role(name),
                role.attachments(),
            );
        }
        _ => panic!("users and roles call"),
    }
    let arn = Arn::new(&call.checks[0].resource).expect("a key");
    store
        .set_directory(Some("1999999999999999"))
        .expect("a directory");
    add_member(region, &mut store, id);
    if arn.account() != id {
        add_member(region, &mut store, arn.account());
    }
    let stored = region.resource(&arn).expect("a known key");
    store.add_resource(stored.arn()).expect("a key");
    let policy = stored
        .policy()
        .and_then(|policy| region.documents().get(policy));
    let policy = policy.expect("a key policy").policy();
    store
        .set_resource_document(stored.arn(), policy.as_ref().clone())
        .expect("a key policy");
    store
}

fn add_group(region: &Store, store: &mut Store, id: &str, group: &Group) {
    store.add_group(id, group.name()).expect("a group");
    attach(
        region,
        store,
        id,
        Holder::Group(group.name()),
        group.attachments(),
    );
}

fn attach(
    region: &Store,
    store: &mut Store,
    id: &str,
    holder: Holder<'_>,
    attachments: &Attachments,
) {
    for policy in attachments.policies() {
        let name = declare(region, store, policy);
        store
            .attach(id, holder, &name, Scope::Account)
            .expect("attached");
    }
}

/// An account and the folders that it is in, with their control policies.
fn add_member(region: &Store, store: &mut Store, id: &str) {
    let directory = region.directory().expect("a directory");
    let mut chain = directory.chain(id);
    chain.reverse();
    let mut path = String::new();
    for node in chain {
        let node = directory.node(node).expect("a node");
        let target = match node.kind() {
            ramgate::store::NodeKind::Root => Target::Folder(""),
            ramgate::store::NodeKind::Folder => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.push_str(node.name());
                // The folders of two accounts may be the same ones.
                let _ = store.add_folder(&path);
                Target::Folder(&path)
            }
            ramgate::store::NodeKind::Account => {
                store.add_member(&path, id).expect("a member");
                Target::Account(id)
            }
        };
        let policies: Vec<String> = node
            .policies()
            .map(|policy| declare(region, store, policy))
            .collect();
        let policies: Vec<&str> = policies.iter().map(String::as_str).collect();
        store
            .set_control_policies(target, &policies)
            .expect("control policies");
    }
}

/// Declares a policy of the region, unless it is; gives its name.
fn declare(region: &Store, store: &mut Store, policy: PolicyRef) -> String {
    let document = region.documents().get(policy).expect("a document");
    let PolicyName::Named(name) = document.name() else {
        panic!("policies that are attached have names");
    };
    if store.documents().find(document.name()).is_none() {
        let policy = document.policy().as_ref().clone();
        store.put_policy(name, policy).expect("a policy");
    }
    name.to_string()
}
