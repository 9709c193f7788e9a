//! Images: the same answers as the policies they were made of, and no other bytes.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up fails"
)]

mod support;

use std::fs;

use support::{run, run_with, text};

#[test]
fn an_image_answers_like_its_policies() {
    let folder = tempfile::tempdir().unwrap();
    let image = folder.path().join("two.ramgate");
    let compile = ["compile", "--policy", "readers.json", "apollo.json", "-o"];
    let ran = run(&[&compile[..], &[text(&image)]].concat());
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
    let bytes = fs::read(&image).unwrap();
    // The order of the policies does not matter.
    let other = folder.path().join("other.ramgate");
    let ran = run(&[
        "compile",
        "--policy",
        "apollo.json",
        "--policy",
        "readers.json",
        "-o",
        text(&other),
    ]);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    assert_eq!(fs::read(&other).unwrap(), bytes);
    for command in ["decide", "explain"] {
        let asked = ["--requests", "requests.ndjson"];
        let policies = ["--policy", "readers.json", "apollo.json"];
        let of_policies = run(&[&[command][..], &policies, &asked].concat());
        let of_image = run(&[&[command][..], &["--image", text(&image)], &asked].concat());
        let decisions = |ran: &support::Ran| {
            let lines = ran
                .out
                .lines()
                .filter(|line| line.contains("IdentityBasedPolicy"));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(decisions(&of_image).len(), 3);
        assert_eq!(decisions(&of_policies), decisions(&of_image));
        assert_eq!(of_policies.status, of_image.status);
    }
    // From standard input as well.
    let ran = run_with(&["inspect", "-", "--format", "json"], &bytes);
    let summary: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(summary["statements"], 3);
    assert_eq!(summary["bytes"], bytes.len());
}

#[test]
fn no_other_bytes_are_an_image() {
    let folder = tempfile::tempdir().unwrap();
    let image = folder.path().join("image.ramgate");
    let ran = run(&["compile", "--policy", "readers.json", "-o", text(&image)]);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    let bytes = fs::read(&image).unwrap();
    let refused = |bytes: &[u8], word: &str| {
        fs::write(&image, bytes).unwrap();
        run(&["inspect", text(&image)]).is_refused(word);
        run(&["decide", "--image", text(&image), "--action", "kms:Decrypt"]).is_refused(word);
    };
    refused(b"", "not a Ramgate image");
    refused(b"{ \"Version\": \"1\" }", "not a Ramgate image");
    refused(&bytes[..20], "cut off");
    refused(&bytes[..bytes.len() - 1], "cut off");
    refused(&[&bytes[..], b"x"].concat(), "behind the end");
    let mut other = bytes.clone();
    other[8] = other[8].wrapping_add(1);
    refused(&other, "format version");
    for at in [40, bytes.len() / 2, bytes.len() - 1] {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x10;
        refused(&damaged, "damaged");
    }
}

#[test]
fn a_failing_compile_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let image = folder.path().join("image.ramgate");
    fs::write(&image, "precious").unwrap();
    let names = || fs::read_dir(folder.path()).unwrap().count();
    run(&["compile", "--policy", "faulty.json", "-o", text(&image)]).is_refused("RG202");
    run(&[
        "compile",
        "--policy",
        "readers.json",
        "missing.json",
        "-o",
        text(&image),
    ])
    .is_refused("missing.json");
    assert_eq!(fs::read(&image).unwrap(), b"precious");
    assert_eq!(names(), 1);
    let ran = run(&["compile", "--policy", "readers.json", "-o", text(&image)]);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    assert!(fs::read(&image).unwrap().starts_with(b"RAMGATE"));
    assert_eq!(names(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_mode_stays_a_mode() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (image, link) = (folder.path().join("image"), folder.path().join("link"));
    fs::write(&image, "").unwrap();
    fs::set_permissions(&image, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&image, &link).unwrap();
    let ran = run(&["compile", "--policy", "readers.json", "-o", text(&link)]);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read(&image).unwrap().starts_with(b"RAMGATE"));
    assert_eq!(
        fs::metadata(&image).unwrap().permissions().mode() & 0o777,
        0o640
    );
}
