//! Which room may know of which. The table is the design: changing it is changing the house.

use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// A room and the rooms that it may use.
const ROOMS: [(&str, &[&str]); 14] = [
    ("domain", &[]),
    ("seal", &[]),
    ("ledger", &["seal"]),
    ("bundle", &["domain", "seal", "ledger"]),
    ("cert", &["seal"]),
    ("app", &["domain", "seal", "ledger", "bundle", "office"]),
    ("client", &["app"]),
    ("worker", &["seal", "ledger", "cert"]),
    ("store", &["domain"]),
    ("office", &["domain", "seal", "ledger", "bundle", "cert", "store"]),
    ("print", &["domain"]),
    ("crowd", &["domain", "seal", "ledger", "cert", "store", "office"]),
    ("server", &["app", "domain", "seal", "ledger", "bundle", "cert", "store", "office", "print", "crowd"]),
    ("xtask", &[]),
];

/// A foreign crate and the only rooms that may name it.
const FOREIGN: [(&str, &[&str]); 8] = [
    ("sea-orm", &["store"]),
    ("sea-orm-migration", &["store"]),
    ("object_store", &["store"]),
    ("axum", &["server", "app"]),
    ("leptos_axum", &["server", "app"]),
    ("leptos", &["server", "app", "client"]),
    ("typst", &["print"]),
    ("typst-pdf", &["print"]),
];

/// What `app` may reach only through its feature `ssr`: in the browser there is no server.
const SERVER_SIDE: [&str; 9] =
    ["office", "store", "server", "print", "axum", "leptos_axum", "tokio", "sea-orm", "tower-http"];

pub fn check() -> Result<()> {
    let broken = broken(&workspace()?);
    if !broken.is_empty() {
        bail!("\n  {}", broken.join("\n  "));
    }
    Ok(())
}

/// Every arrow that the table does not know, as a sentence.
fn broken(crates: &[Crate]) -> Vec<String> {
    let mut found: Vec<String> = crates.iter().flat_map(|one| arrows_of(one, crates)).collect();
    if let Some(app) = crates.iter().find(|one| one.name == "app") {
        found.extend(server_in_the_browser(app));
    }
    found
}

fn arrows_of(one: &Crate, crates: &[Crate]) -> Vec<String> {
    let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == one.name) else {
        return vec![format!("`{}` is no room of the design", one.name)];
    };
    let mut found = Vec::new();
    for used in &one.uses {
        let room = crates.iter().any(|other| other.name == used.name);
        if room && used.name != one.name && !allowed.contains(&used.name.as_str()) {
            found.push(format!("`{}` must not use `{}`", one.name, used.name));
        }
        let guarded = FOREIGN.iter().find(|(foreign, _)| *foreign == used.name);
        if let Some((foreign, users)) = guarded.filter(|(_, users)| !users.contains(&one.name.as_str())) {
            found.push(format!("`{}` must not use `{foreign}`: only {} may", one.name, users.join(", ")));
        }
    }
    found
}

fn server_in_the_browser(app: &Crate) -> Vec<String> {
    let mut found = Vec::new();
    for name in SERVER_SIDE {
        let always = app.uses.iter().any(|used| used.name == name && !used.optional);
        if always {
            found.push(format!("`app` uses `{name}` without the feature `ssr`"));
        }
        for feature in app.features.keys().filter(|feature| *feature != "ssr") {
            let on = app.switches_on(feature);
            if on.contains("ssr") || on.contains(name) || on.contains(&format!("dep:{name}")) {
                found.push(format!("feature `{feature}` of `app` switches on `{name}`: only `ssr` may"));
            }
        }
    }
    found
}

/// A crate of the workspace and what its manifest names, as plain data that a test can make up.
#[derive(Clone, Debug, Default)]
struct Crate {
    name: String,
    uses: Vec<Use>,
    /// Feature to what it switches on, as in the manifest.
    features: BTreeMap<String, Vec<String>>,
}

/// One line of a manifest, of any kind (normal, dev, build).
#[derive(Clone, Debug, PartialEq, Eq)]
struct Use {
    name: String,
    optional: bool,
}

impl Crate {
    /// Every feature that `feature` switches on, directly or not, itself and other words included.
    fn switches_on(&self, feature: &str) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut open = vec![feature.to_owned()];
        while let Some(word) = open.pop() {
            if seen.insert(word.clone()) {
                open.extend(self.features.get(&word).into_iter().flatten().cloned());
            }
        }
        seen
    }
}

/// The workspace as it is.
fn workspace() -> Result<Vec<Crate>> {
    let metadata = cargo_metadata::MetadataCommand::new().no_deps().exec()?;
    let read = |package: &cargo_metadata::Package| Crate {
        name: package.name.to_string(),
        uses: package
            .dependencies
            .iter()
            .map(|used| Use { name: used.name.clone(), optional: used.optional })
            .collect(),
        features: package.features.clone(),
    };
    Ok(metadata.workspace_packages().into_iter().map(read).collect())
}

#[cfg(test)]
mod tests;
