//! A journal entry's canonical bytes and the commitment to them.

use seal::Digest;

use crate::salt::Salt;

/// What a journal entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryFacts<'a> {
    /// Its number in the journal.
    pub seq: u64,
    /// The server's clock, milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// Who acted.
    pub actor: &'a str,
    /// From which network address.
    pub address: &'a str,
    /// What was done.
    pub act: &'a str,
    /// To what.
    pub subject: &'a str,
    /// Details, JSON exactly as it is stored.
    pub payload: &'a str,
}

/// Commits to an entry without telling it: SM3 over salt and facts, each
/// preceded by its length. Whoever is later given salt and facts can check.
pub fn commit(entry: &EntryFacts<'_>, salt: &Salt) -> Digest {
    let (seq, at) = (entry.seq.to_be_bytes(), entry.at.to_be_bytes());
    let words = [entry.actor, entry.address, entry.act, entry.subject, entry.payload];
    let fields = [&salt.0[..], &seq, &at].into_iter().chain(words.iter().map(|word| word.as_bytes()));
    Digest::of_fields("kaibiao-entry/1", fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: EntryFacts<'static> = EntryFacts {
        seq: 7,
        at: 1_700_000_000_000,
        actor: "a",
        address: "192.0.2.1",
        act: "bid.committed",
        subject: "s",
        payload: "{}",
    };

    #[test]
    fn the_worked_example_of_the_format_holds() {
        let commitment = commit(&ENTRY, &Salt([0x5a; 32]));
        let format = include_str!("../FORMAT.md");
        assert!(format.contains(&format!("\n    {commitment}\n")), "{commitment}");
    }

    #[test]
    fn any_other_fact_or_salt_gives_another_commitment() {
        let salt = Salt([1; 32]);
        let others = [
            EntryFacts { seq: 8, ..ENTRY },
            EntryFacts { at: ENTRY.at + 1, ..ENTRY },
            EntryFacts { actor: "b", ..ENTRY },
            EntryFacts { address: "192.0.2.2", ..ENTRY },
            EntryFacts { act: "bid.withdrawn", ..ENTRY },
            EntryFacts { subject: "t", ..ENTRY },
            EntryFacts { payload: "{ }", ..ENTRY },
        ];
        for other in others {
            assert_ne!(commit(&other, &salt), commit(&ENTRY, &salt), "{other:?}");
        }
        assert_ne!(commit(&ENTRY, &Salt([2; 32])), commit(&ENTRY, &salt));
    }

    #[test]
    fn a_letter_moved_to_the_next_field_gives_another_commitment() {
        let salt = Salt([1; 32]);
        let (ab_c, a_bc) =
            (EntryFacts { act: "ab", subject: "c", ..ENTRY }, EntryFacts { act: "a", subject: "bc", ..ENTRY });
        assert_ne!(commit(&ab_c, &salt), commit(&a_bc, &salt));
    }
}
