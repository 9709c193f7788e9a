//! Stores to JSON text.
//!
//! Reading what is printed gives a store that says the same. Must not know the text that a store
//! came from: what was in files comes back as documents, and names of context keys in lower case.

use ramgate_model::Cardinality;

use super::account::{Account, Attachments, Group};
use super::directory::{Directory, NodeRef};
use super::documents::{PolicyName, PolicyRef};
use super::{Document, Store};
use crate::Mode;
use crate::json::{Kind, Member, Node};
use crate::print::{self, member, node, string as text};

impl Store {
    /// The store as JSON with one item a line, indented by two blanks. A store does not keep the
    /// mode in which its policies were read; what is printed says `mode`.
    ///
    /// A policy that was declared as one kind and is used as another, which for identity and
    /// control policies can be, comes back as the kind it is used as.
    pub fn to_json_pretty(&self, mode: Mode) -> String {
        self.printed(mode).to_pretty()
    }

    fn printed(&self, mode: Mode) -> Node<'_> {
        let all = self.documents.in_order();
        let declared = all.filter_map(|(policy, name)| {
            let document = self.documents.get(policy)?;
            let PolicyName::Named(name) = name else {
                return None;
            };
            let text = object(vec![member("document", print::document(document.policy()))]);
            (!document.is_built_in()).then(|| member(name, text))
        });
        let accounts = self.accounts();
        let accounts = accounts.map(|(id, account)| member(id, self.account_node(account)));
        let mut members = vec![
            member("policies", object(declared.collect())),
            member("accounts", object(accounts.collect())),
        ];
        if let Some(directory) = &self.directory {
            members.push(member("resource_directory", self.directory_node(directory)));
        }
        let resources = self.resources().map(|(_, resource)| {
            let mut members = Vec::new();
            members.extend(self.policy("policy", resource.policy()));
            let group = resource.resource_group();
            members.extend(group.map(|id| member("resource_group", text(id))));
            member(resource.arn(), object(members))
        });
        members.push(member("resources", object(resources.collect())));
        let keys = self.keys.declared().map(|(name, of, cardinality)| {
            let multi = Kind::Bool(cardinality == Cardinality::Multi);
            let members = vec![
                member("type", text(of.name())),
                member("multi", node(multi)),
            ];
            member(name, object(members))
        });
        members.push(member("context_keys", object(keys.collect())));
        let short_circuit = node(Kind::Bool(self.account_scope_short_circuit));
        let options = vec![
            member("mode", text(mode.name())),
            member("account_scope_short_circuit", short_circuit),
        ];
        members.push(member("options", object(options)));
        object(members)
    }

    fn account_node<'s>(&'s self, account: &'s Account) -> Node<'s> {
        let users = account.users().map(|(_, user)| {
            let mut members = self.attachments_node(user.attachments());
            let mut groups: Vec<_> = user
                .groups()
                .filter_map(|group| account.group(group))
                .map(Group::name)
                .collect();
            groups.sort_unstable();
            members.push(member("groups", list(groups)));
            member(user.name(), object(members))
        });
        let groups = account.groups().filter_map(|(group, name)| {
            let members = self.attachments_node(account.group(group)?.attachments());
            Some(member(name, object(members)))
        });
        let roles = account.roles().map(|(_, role)| {
            let mut members = self.attachments_node(role.attachments());
            members.extend(self.policy("trust", role.trust()));
            let linked = Kind::Bool(role.is_service_linked());
            members.push(member("service_linked", node(linked)));
            member(role.name(), object(members))
        });
        object(vec![
            member("users", object(users.collect())),
            member("groups", object(groups.collect())),
            member("roles", object(roles.collect())),
        ])
    }

    fn attachments_node<'s>(&'s self, attachments: &'s Attachments) -> Vec<Member<'s>> {
        let groups = attachments.resource_groups();
        let groups = groups.map(|(id, policies)| member(id, self.names(policies)));
        let groups = object(groups.collect());
        vec![
            member("policies", self.names(attachments.policies())),
            member("resource_groups", groups),
        ]
    }

    fn directory_node<'s>(&'s self, directory: &'s Directory) -> Node<'s> {
        let mut members = Vec::new();
        let management = directory.management_account();
        members.extend(management.map(|id| member("management_account", text(id))));
        let root = self.folder_node(directory, NodeRef::ROOT);
        members.extend(root.map(|root| member("root", root)));
        object(members)
    }

    fn folder_node<'s>(&'s self, directory: &'s Directory, at: NodeRef) -> Option<Node<'s>> {
        let place = directory.node(at)?;
        let accounts = place.accounts().filter_map(|(id, account)| {
            let policies = self.names(directory.node(account)?.policies());
            Some(member(id, object(vec![member("policies", policies)])))
        });
        let folders = place.folders();
        let folders = folders
            .filter_map(|(name, folder)| Some(member(name, self.folder_node(directory, folder)?)));
        Some(object(vec![
            member("policies", self.names(place.policies())),
            member("accounts", object(accounts.collect())),
            member("folders", object(folders.collect())),
        ]))
    }

    /// A policy that is referred to by its name, or stands in place.
    fn policy<'s>(&'s self, name: &'s str, policy: Option<PolicyRef>) -> Option<Member<'s>> {
        let document = self.documents.get(policy?)?;
        let value = match document.name() {
            PolicyName::Named(name) => text(name),
            PolicyName::Trust(_) | PolicyName::Resource(_) => print::document(document.policy()),
        };
        Some(member(name, value))
    }

    fn names(&self, policies: impl Iterator<Item = PolicyRef>) -> Node<'_> {
        let documents = policies.filter_map(|policy| self.documents.get(policy));
        let mut names: Vec<_> = documents.map(Document::name).collect();
        names.sort_unstable();
        let names = names.into_iter().filter_map(|name| match name {
            PolicyName::Named(name) => Some(&**name),
            PolicyName::Trust(_) | PolicyName::Resource(_) => None,
        });
        list(names)
    }
}

fn list<'n>(texts: impl IntoIterator<Item = &'n str>) -> Node<'n> {
    node(Kind::List(texts.into_iter().map(text).collect()))
}

fn object(members: Vec<Member<'_>>) -> Node<'_> {
    node(Kind::Object(members))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "this is a test")]

    use crate::store::Directory;
    use crate::{Limits, Mode, NoFiles, Store, read_store};

    fn read(text: &str) -> Store {
        read_store(text, &Limits::default(), None, &mut NoFiles)
            .unwrap()
            .value
    }

    const WHOLE: &str = r#"{
      "policies": {
        "use-keys": { "document": { "Version": "1", "Statement": [
          { "Effect": "Allow", "Action": ["kms:Decrypt", 7], "Resource": "*" } ] } },
        "trust": { "document": { "Version": "1", "Statement": [ { "Effect": "Allow",
          "Action": "sts:AssumeRole", "Principal": { "RAM": "acs:ram::1:root" } } ] } } },
      "accounts": { "1": {
        "users": { "Alice": { "policies": ["use-keys", "AdministratorAccess"],
          "groups": ["ops", "devs"], "resource_groups": { "rg-1": ["use-keys"] } } },
        "groups": { "ops": {}, "devs": { "policies": ["use-keys"] } },
        "roles": { "App": { "trust": "trust" }, "linked": { "service_linked": true,
          "trust": { "Version": "1", "Statement": [ { "Effect": "Allow",
            "Action": "sts:AssumeRole", "Principal": { "Service": "ecs.aliyuncs.com" } } ] } } } },
        "2": {} },
      "resource_directory": { "management_account": "9", "root": {
        "accounts": { "1": { "policies": [] } },
        "folders": { "b": { "folders": { "c": { "accounts": { "2": {} } } } }, "a": {} } } },
      "resources": { "ACS:kms:r:1:key/k": { "resource_group": "rg-1", "policy": {
          "Version": "1", "Statement": [ { "Effect": "Deny", "Action": "kms:*", "Resource": "*",
            "Principal": { "RAM": ["acs:ram::1:*"] } } ] } }, "acs:oss::1:b": {} },
      "context_keys": { "my:Cost": { "type": "Numeric", "multi": true } },
      "options": { "mode": "import", "account_scope_short_circuit": true } }"#;

    #[test]
    fn what_is_printed_reads_as_the_same() {
        for text in ["{}", WHOLE] {
            let store = read(text);
            let printed = store.to_json_pretty(Mode::Import);
            let again = read(&printed);
            assert_eq!(again.to_json_pretty(Mode::Import), printed);
            assert_eq!(again.keys(), store.keys());
            assert_eq!(again.documents().len(), store.documents().len());
            for (policy, name) in store.documents().in_order() {
                let other = again.documents().find(name).unwrap();
                let document = |store: &Store, policy| {
                    let document = store.documents().get(policy).unwrap();
                    document.policy().as_ref().clone()
                };
                assert_eq!(document(&store, policy), document(&again, other));
            }
            let directory = |store: &Store| {
                let directory = store.directory()?;
                let nodes = directory.in_order().into_iter();
                let nodes = nodes.filter_map(|node| directory.node(node));
                let nodes = nodes.map(|node| (node.kind(), node.name().to_owned()));
                Some(nodes.collect::<Vec<_>>())
            };
            assert_eq!(directory(&store), directory(&again));
        }
    }

    #[test]
    fn the_deepest_folder_reads_back() {
        let mut store = Store::new();
        store.set_directory(None).unwrap();
        let mut path = String::new();
        for depth in 1..=Directory::MAX_DEPTH {
            path.push_str(if depth == 1 { "f" } else { "/f" });
            store.add_folder(&path).unwrap();
        }
        store.add_member(&path, "1").unwrap();
        let printed = store.to_json_pretty(Mode::Strict);
        let again = read(&printed);
        assert_eq!(again.to_json_pretty(Mode::Strict), printed);
        let chain = again.directory().unwrap().chain("1");
        assert_eq!(chain.len(), Directory::MAX_DEPTH + 2);
        let error = store.add_folder(&format!("{path}/f")).unwrap_err();
        assert!(error.is_malformed(), "{error}");
        assert!(error.to_string().contains("13 folders deep"), "{error}");

        // The same with more nesting allowed.
        let deeper = printed.replacen("\"folders\": {", "\"folders\": {\"f\": {\"folders\": {", 1);
        let end = deeper.rfind("\"resources\"").unwrap();
        let end = deeper.get(..end).unwrap().rfind("}\n  }").unwrap();
        let deeper = format!("{} }} }} {}", &deeper[..end], &deeper[end..]);
        let limits = Limits::default().with_nesting(64);
        let found = read_store(&deeper, &limits, None, &mut NoFiles).unwrap_err();
        let codes: Vec<_> = found.iter().map(|(_, item)| item.code()).collect();
        assert_eq!(codes, [crate::Code::UnreadableName], "{found}\n{deeper}");
    }

    #[test]
    fn nothing_that_was_written_is_lost() {
        let printed = read(WHOLE).to_json_pretty(Mode::Strict);
        for text in [
            "\"Alice\"",
            "\"AdministratorAccess\"",
            "\"rg-1\"",
            "\"service_linked\": true",
            "\"management_account\": \"9\"",
            "\"ACS:kms:r:1:key/k\"",
            "\"acs:ram::1:*\"",
            "\"my:cost\"",
            "\"multi\": true",
            "\"mode\": \"strict\"",
            "\"account_scope_short_circuit\": true",
        ] {
            assert!(printed.contains(text), "{text}\n{printed}");
        }
    }
}
