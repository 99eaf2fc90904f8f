//! Names that change with the content, so that browsers may keep a file for ever.

use sm3::{Digest, Sm3};

/// The first 64 bits of SM3 over all contents, each preceded by its length.
pub fn hash(contents: &[&[u8]]) -> String {
    let mut sm3 = Sm3::new();
    for content in contents {
        sm3.update((content.len() as u64).to_be_bytes());
        sm3.update(content);
    }
    sm3.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn moving_a_byte_from_one_file_to_the_next_changes_the_name() {
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
        assert_eq!(hash(&[b"ab", b"c"]), hash(&[b"ab", b"c"]));
        assert_eq!(hash(&[]).len(), 16);
    }
}
