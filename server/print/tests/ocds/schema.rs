//! The official schema as a judge. Shared by the tests of this room and of the server.

use jsonschema::{Draft, Validator};
use serde_json::Value;

/// OCDS 1.1.5 with the extension for bids, merged as the standard says (RFC 7396).
pub fn judge() -> Validator {
    let read = |text| serde_json::from_str::<Value>(text).unwrap();
    let mut release = read(include_str!("release-schema.json"));
    merge(&mut release, &read(include_str!("bids-extension.json")));
    // Of the package's one reference the release's schema takes the place.
    let members = release.as_object_mut().unwrap();
    members.remove("id");
    let definitions = members.remove("definitions").unwrap();
    let mut package = read(include_str!("release-package-schema.json"));
    package["properties"]["releases"]["items"] = release;
    package["definitions"] = definitions;
    jsonschema::options()
        .with_draft(Draft::Draft4)
        .should_validate_formats(true)
        .build(&package)
        .map_err(|fault| fault.to_string())
        .unwrap()
}

/// What is wrong with a document, a line each.
pub fn faults(judge: &Validator, document: &Value) -> Vec<String> {
    judge.iter_errors(document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
}

fn merge(target: &mut Value, patch: &Value) {
    let Some(members) = patch.as_object() else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let into = target.as_object_mut().unwrap();
    for (name, value) in members {
        if value.is_null() {
            into.remove(name);
        } else {
            merge(into.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}
