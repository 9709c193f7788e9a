//! Where the suites are.

use std::fs;
use std::path::{Path, PathBuf};

/// All suites of a folder of the repository and of the folders in it, in the order of their names.
pub(crate) fn suite_files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    collect(&root.join(folder), &mut files);
    files.sort();
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of suites") {
        let path = entry.expect("an entry of a folder").path();
        if path.is_dir() {
            // A folder with a store in it is that store.
            if !path.join("store.json").exists() {
                collect(&path, files);
            }
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
}
