//! Nodes to JSON text.
//!
//! Must not know what the nodes are for.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::{Kind, Node};

/// `serde` sees nodes only through this, so that it stays out of the public signatures.
struct Written<'n>(&'n Node<'n>);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.kind {
            Kind::Null => serializer.serialize_unit(),
            Kind::Bool(value) => serializer.serialize_bool(*value),
            Kind::String(text) => serializer.serialize_str(text),
            Kind::Number(text) => match RawValue::from_string(text.clone().into_owned()) {
                Ok(raw) => raw.serialize(serializer),
                Err(_) => serializer.serialize_str(text),
            },
            Kind::List(items) => serializer.collect_seq(items.iter().map(Written)),
            Kind::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for member in members {
                    map.serialize_entry(&*member.name, &Written(&member.value))?;
                }
                map.end()
            }
        }
    }
}

impl Node<'_> {
    /// The value as JSON without white space.
    pub fn to_compact(&self) -> String {
        serde_json::to_string(&Written(self)).unwrap_or_default()
    }

    /// The value as JSON with one item a line, indented by two blanks.
    pub fn to_pretty(&self) -> String {
        serde_json::to_string_pretty(&Written(self)).unwrap_or_default()
    }
}
