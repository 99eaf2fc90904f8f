//! The two-price attack: a bidder seals one file that says one price under one
//! key and another under another, and chooses the key to release after hearing
//! the others' prices.

use seal::{Digest, FileKey, Header, OpenError, PublicKey, UnwrapError, open_pieces, unwrap};
use sm2::pke::{EncryptingKey, Mode};

use crate::reader::{crypt, derive, fields, mac, tag};
use crate::{context, rng, secret};

const HIGH: &[u8] = b"92";
const LOW: &[u8] = b"61";

/// One ciphertext and two keys that decrypt it to two prices.
struct Crafted {
    place: [u8; 32],
    ciphertext: Vec<u8>,
    keys: [[u8; 32]; 2],
}

fn craft() -> Crafted {
    let here = context("form");
    let place = fields("kaibiao-context/1", &[here.lot.as_bytes(), here.bidder.as_bytes(), here.part.as_bytes()]);
    let high = [1; 32];
    let ciphertext = crypt(&high, &place, 0, HIGH);
    // About 65 536 tries for two digits; a patient bidder affords many more.
    let low = (0u64..)
        .map(|guess| fields("guess", &[&guess.to_be_bytes()]))
        .find(|key: &[u8; 32]| crypt(key, &place, 0, &ciphertext) == LOW)
        .unwrap();
    Crafted { place, ciphertext, keys: [high, low] }
}

impl Crafted {
    /// A header written by hand: stanza, commitment and MAC each for the key that
    /// the attacker likes.
    fn header(&self, wrapped: &[u8; 32], to: &PublicKey, committed: &[u8; 32], signed: &[u8; 32]) -> Vec<u8> {
        let point = sm2::PublicKey::from_sec1_bytes(&to.to_bytes()).unwrap();
        let body = EncryptingKey::new_with_mode(point, Mode::C1C3C2).encrypt(&mut rng(1), wrapped).unwrap();
        let commitment: [u8; 32] = derive(committed, &self.place, "commitment");
        let text = format!(
            "kaibiao-seal/1\ncontext {}\n-> sm2 {} {}\ncommitment {}\n",
            hex::encode(self.place),
            to.key_id(),
            hex::encode(body),
            hex::encode(commitment)
        );
        let key: [u8; 32] = derive(signed, &self.place, "header mac");
        format!("{text}mac {}\n", hex::encode(mac(&key, &[text.as_bytes()]))).into_bytes()
    }

    fn chunk(&self, tagged: &[u8; 32]) -> Vec<u8> {
        [&self.ciphertext[..], &tag(tagged, &self.place, 0, true, &self.ciphertext)].concat()
    }
}

#[test]
fn the_cipher_alone_would_open_to_two_prices() {
    let crafted = craft();
    let [high, low] = crafted.keys;
    assert_eq!(crypt(&high, &crafted.place, 0, &crafted.ciphertext), HIGH);
    assert_eq!(crypt(&low, &crafted.place, 0, &crafted.ciphertext), LOW);
}

#[test]
fn the_commitment_refuses_the_second_price_however_the_header_is_forged() {
    let crafted = craft();
    let to = secret(1).public_key();
    let mut honest = 0;
    for committed in crafted.keys {
        for signed in crafted.keys {
            for tagged in crafted.keys {
                let pieces = [crafted.header(&committed, &to, &committed, &signed), crafted.chunk(&tagged)];
                for released in crafted.keys {
                    let key = FileKey::from_hex(&hex::encode(released)).unwrap();
                    let opened = open_pieces(pieces.iter().map(Vec::as_slice), &key, &context("form"));
                    if released != committed {
                        assert_eq!(opened, Err(OpenError::WrongKey));
                    } else if signed == committed && tagged == committed {
                        assert!(opened.is_ok());
                        honest += 1;
                    } else {
                        assert_eq!(opened, Err(OpenError::Altered));
                    }
                }
            }
        }
    }
    // The attack was built right: with one key throughout the part does open.
    assert_eq!(honest, 2);
}

#[test]
fn a_stanza_with_the_second_key_does_not_unwrap() {
    let crafted = craft();
    let [high, low] = crafted.keys;
    let to = secret(1).public_key();
    for signed in crafted.keys {
        let header = Header::parse(&crafted.header(&low, &to, &high, &signed)).unwrap();
        assert_eq!(unwrap(&header, &secret(1)).err(), Some(UnwrapError));
    }
    // A header for each price is another part: the signed manifest tells them apart.
    let commitment = |key| Header::parse(&crafted.header(key, &to, key, key)).unwrap().commitment();
    assert_ne!(commitment(&high), commitment(&low));
    let digest =
        |key| Digest::of_pieces(&[Digest::of(&crafted.header(key, &to, key, key)), Digest::of(&crafted.chunk(key))]);
    assert_ne!(digest(&high), digest(&low));
}
