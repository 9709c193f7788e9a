//! Stores whose policies are in files.

use std::collections::BTreeMap;

use super::{ALLOW, TRUST, codes, kind, told};
use crate::{Code, Files, Limits, Mode, PolicyKind, open_store, read_store};

/// Files by path, and which of them were asked for.
#[derive(Default)]
struct Folder {
    files: BTreeMap<&'static str, String>,
    asked: Vec<String>,
}

impl Files for Folder {
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        self.asked.push(path.to_owned());
        let found = self.files.get(path);
        found
            .map(|text| text.clone().into_bytes())
            .ok_or_else(|| "there is no such file".to_owned())
    }
}

#[test]
fn files_of_policies() {
    let text = r#"{"policies": {"a": {"file": "a.json"}, "b": {"file": "p/b.json"}, "c": {"file": "a.json"}},
        "accounts": {"1": {"roles": {"r": {"policies": ["a"], "trust": "b"}}}}}"#;
    let mut folder = Folder::default();
    folder.files.insert("a.json", ALLOW.to_owned());
    folder.files.insert("p/b.json", TRUST.to_owned());
    let read = |folder: &mut Folder| read_store(text, &Limits::default(), None, folder);
    let store = read(&mut folder).unwrap().value;
    assert_eq!(folder.asked, ["a.json", "p/b.json"]);
    assert_eq!(kind(&store, "b"), PolicyKind::Trust);

    folder
        .files
        .insert("a.json", ALLOW.replace("Allow", "allow"));
    folder.files.insert("p/b.json", "{".to_owned());
    let found = read(&mut folder).unwrap_err();
    let told: Vec<_> = found
        .iter()
        .map(|(source, item)| (source.name(), item.code(), item.path()))
        .collect();
    assert_eq!(
        told,
        [
            (Some("a.json"), Code::BadEffect, "Statement[0].Effect"),
            (Some("p/b.json"), Code::NotJson, ""),
        ]
    );
    let (source, item) = found.iter().next().unwrap();
    assert_eq!(
        source.text().get(item.span().range()),
        Some(&b"\"allow\""[..])
    );
    assert!(found.to_string().starts_with("a.json:\nerror[RG202]"));

    folder.files.remove("p/b.json");
    let found = read(&mut folder).unwrap_err();
    let told: Vec<_> = found
        .iter()
        .map(|(source, item)| (source.name(), item.code(), item.path()))
        .collect();
    assert_eq!(
        told,
        [
            (None, Code::UnreadableFile, "policies.b.file"),
            (Some("a.json"), Code::BadEffect, "Statement[0].Effect"),
        ]
    );
}

#[test]
fn lengths_count_in_files_only() {
    let long = ALLOW.replace("kms:*", &format!("kms:{}", "a".repeat(5000)));
    let used = |policies: &str| {
        format!(
            r#"{{"policies": {{"a": {policies}}}, "resource_directory": {{"root": {{"policies": ["a"]}}}}}}"#
        )
    };
    assert!(codes(&used(&format!(r#"{{"document": {long}}}"#))).is_empty());
    let mut folder = Folder::default();
    folder.files.insert("a.json", long.clone());
    let text = used(r#"{"file": "a.json"}"#);
    let found = read_store(&text, &Limits::default(), None, &mut folder).unwrap_err();
    assert_eq!(told(&found), [(Code::PolicyTooLong, String::new())]);
    let mode = Some(Mode::Import);
    let read = read_store(&text, &Limits::default(), mode, &mut folder).unwrap();
    assert_eq!(told(&read.warnings), [(Code::PolicyTooLong, String::new())]);
    // As an identity policy it is short enough.
    let text = text.replace("resource_directory", "x").replace("root", "y");
    let text = text.replace(r#""x": {"y": {"policies": ["a"]}}"#, r#""accounts": {}"#);
    assert!(read_store(&text, &Limits::default(), None, &mut folder).is_ok());
}

#[test]
fn a_store_is_opened_by_file_or_folder() {
    let text = r#"{"policies": {"a": {"file": "p/a.json"}}}"#;
    let mut folder = Folder::default();
    folder.files.insert("team/store.json", text.to_owned());
    folder.files.insert("team/p/a.json", ALLOW.to_owned());
    for path in ["team", "team/store.json"] {
        let read = open_store(path, &Limits::default(), None, &mut folder).unwrap();
        assert_eq!(read.value.documents().len(), 3);
    }
    let found = open_store("tem", &Limits::default(), None, &mut folder).unwrap_err();
    assert_eq!(told(&found), [(Code::UnreadableFile, String::new())]);
    folder
        .files
        .insert("team/store.json", "{\"x\": 1}".to_owned());
    let found = open_store("team", &Limits::default(), None, &mut folder).unwrap_err();
    let (source, item) = found.iter().next().unwrap();
    let told = (source.name(), item.code());
    assert_eq!(told, (Some("team/store.json"), Code::UnknownStoreMember));
}
