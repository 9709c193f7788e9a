//! Diagnostics as a SARIF 2.1.0 document, for code scanners.
//!
//! Must not know how faults are found.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ramgate::{Code, Diagnostic, Diagnostics, Severity};
use ramgate_syntax::LineIndex;
use serde_json::{Value, json};

use super::diagnostics::page;
use crate::input::Source;

/// A run of the check, in the making.
pub(crate) struct Sarif {
    results: Vec<Value>,
    /// Codes that occur, with their place in the list of rules.
    rules: BTreeMap<Code, usize>,
}

impl Sarif {
    /// A run without results.
    pub(crate) fn new() -> Self {
        Self {
            results: Vec::new(),
            rules: Code::ALL.iter().copied().zip(0..).collect(),
        }
    }

    /// Adds the diagnostics of a text.
    pub(crate) fn add(&mut self, source: &Source, found: &Diagnostics) {
        let lines = LineIndex::new(&source.text);
        let uri = uri(&source.name);
        for diagnostic in found {
            let result = self.result(&uri, &lines, diagnostic);
            self.results.push(result);
        }
    }

    fn result(&self, uri: &str, lines: &LineIndex<'_>, of: &Diagnostic) -> Value {
        let start = lines.line_column(of.span().start());
        let end = lines.line_column(of.span().end());
        let text = match of.help() {
            Some(help) => format!("{}; {help}", of.message()),
            None => of.message().to_owned(),
        };
        let mut location = json!({
            "physicalLocation": {
                "artifactLocation": { "uri": uri },
                "region": {
                    "startLine": start.line,
                    "startColumn": start.column,
                    "endLine": end.line,
                    "endColumn": end.column,
                },
            },
        });
        if let (false, Some(location)) = (of.path().is_empty(), location.as_object_mut()) {
            let logical = json!([{ "fullyQualifiedName": of.path() }]);
            location.insert("logicalLocations".to_owned(), logical);
        }
        json!({
            "ruleId": of.code().as_str(),
            "ruleIndex": self.rules.get(&of.code()),
            "level": level(of.severity()),
            "message": { "text": text },
            "locations": [location],
        })
    }

    /// The whole document on one line; `complete` says whether every file could be read.
    pub(crate) fn document(self, complete: bool) -> String {
        let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code)).collect();
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {
                    "driver": {
                        "name": "ramgate",
                        "version": env!("CARGO_PKG_VERSION"),
                        "rules": rules,
                    },
                },
                "invocations": [{ "executionSuccessful": complete }],
                "columnKind": "unicodeCodePoints",
                "results": self.results,
            }],
        })
        .to_string()
    }
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": code.title() },
        "help": { "text": format!("see {}", page(code)) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A path as a URI reference: relative paths stay relative, absolute ones become `file:` URIs.
fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    // A colon in the first segment of a relative reference would end a scheme.
    if !path.starts_with('/')
        && path
            .split('/')
            .next()
            .is_some_and(|first| first.contains(':'))
    {
        uri.push_str("./");
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                uri.push(char::from(byte));
            }
            // Writing to a string does not fail.
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_as_uris() {
        assert_eq!(uri("policies/a b.json"), "policies/a%20b.json");
        assert_eq!(uri("/etc/ü.json"), "file:///etc/%C3%BC.json");
        assert_eq!(uri("a:b.json"), "./a:b.json");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
    }
}
