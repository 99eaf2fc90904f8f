//! The keys of personal entries are configuration: a file of the operator's, or one beside the data, made at the first start.

use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::Context;
use office::{Chance, PersonalKeys};
use store::StoreError;

/// # Errors
/// When a file that is given is not there, or is no file of keys.
pub fn keys(data: &Path, given: Option<&Path>, chance: &Chance) -> anyhow::Result<PersonalKeys> {
    let path = place(data, given);
    if given.is_none() {
        make(&path, chance).with_context(|| format!("making {}", path.display()))?;
        tracing::warn!(
            "personal entries lie under the key in {}, beside the data: keep a copy of it apart from copies of the data, or \
             give one of your own by --personal-keys",
            path.display()
        );
    }
    let reading = || format!("reading the keys of personal entries in {}", path.display());
    let text = zeroize::Zeroizing::new(fs::read_to_string(&path).with_context(reading)?);
    if fs::metadata(&path).with_context(reading)?.permissions().mode() & 0o077 != 0 {
        tracing::warn!("{} can be read by others than its owner", path.display());
    }
    PersonalKeys::parse(&text, chance.clone()).with_context(reading)
}

/// A refusal of the database that is about keys, with the file that it is about.
pub fn told(error: StoreError, data: &Path, given: Option<&Path>) -> anyhow::Error {
    let about_keys = matches!(error, StoreError::KeyMissing { .. } | StoreError::KeyWrong { .. });
    let error = anyhow::Error::from(error);
    if about_keys {
        let path = place(data, given);
        return error
            .context(format!("the keys in {} do not fit the database: put back the right ones", path.display()));
    }
    error.context("opening the database")
}

fn place(data: &Path, given: Option<&Path>) -> PathBuf {
    given.map_or_else(|| data.join("personal.keys"), Path::to_owned)
}

/// Readable by its owner alone. One that is there stays.
fn make(path: &Path, chance: &Chance) -> io::Result<()> {
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(mut file) => {
            file.write_all(PersonalKeys::fresh(chance).as_bytes())?;
            file.sync_all()
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_start_makes_a_key_for_its_owner_alone_and_the_next_keeps_it() {
        let folder = tempfile::tempdir().unwrap();
        let open = |seed| keys(folder.path(), None, &Chance::from_seed([seed; 32])).unwrap();
        let names = |keys: &PersonalKeys| store::Vault::keys(keys).join(" ");
        assert_eq!(names(&open(1)), names(&open(2)));
        let mode = fs::metadata(folder.path().join("personal.keys")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_file_that_is_given_is_never_made() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        assert!(keys(folder.path(), Some(&path), &Chance::from_seed([1; 32])).is_err());
        assert!(!path.exists());
    }
}
