//! The workspace's crates and what their manifests name, as plain data that a test can make up.

use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, Default)]
pub struct Crate {
    pub name: String,
    pub uses: Vec<Use>,
    /// Feature to what it switches on, as in the manifest.
    pub features: BTreeMap<String, Vec<String>>,
}

/// One line of a manifest, of any kind (normal, dev, build).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub name: String,
    pub optional: bool,
}

impl Crate {
    /// Every feature that `feature` switches on, directly or not, itself and other words included.
    pub fn switches_on(&self, feature: &str) -> BTreeSet<String> {
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
pub fn workspace() -> Result<Vec<Crate>> {
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
