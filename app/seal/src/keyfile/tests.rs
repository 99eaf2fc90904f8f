use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use super::*;

fn locked(passphrase: &str) -> (SecretKey, String) {
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let secret = SecretKey::generate(&mut rng);
    let file = lock(&secret, passphrase, &mut rng);
    (secret, file)
}

#[test]
fn a_key_file_opens_with_its_passphrase_only() {
    let (secret, file) = locked("开标 passphrase");
    assert_eq!(*unlock(&file, "开标 passphrase").unwrap().to_bytes(), *secret.to_bytes());
    for wrong in ["", "开标 passphrasE", "开标 passphrase "] {
        assert_eq!(unlock(&file, wrong).err(), Some(KeyFileError::WrongPassphrase));
    }
}

#[test]
fn a_key_file_shows_its_public_key_but_not_its_secret() {
    let (secret, file) = locked("p");
    assert_eq!(public_key(&file), Some(secret.public_key()));
    assert!(!file.contains(&hex::encode(&secret.to_bytes()[..])));
}

#[test]
fn other_line_ends_and_a_byte_order_mark_do_no_harm() {
    let (_, file) = locked("p");
    let mangled = format!("\u{feff}{}\r\n", file.replace('\n', "\r\n"));
    assert!(unlock(&mangled, "p").is_ok());
}

#[test]
fn a_swapped_public_key_is_refused() {
    let (secret, file) = locked("p");
    let other = SecretKey::generate(&mut ChaCha20Rng::seed_from_u64(4)).public_key();
    let forged = file.replace(&secret.public_key().to_string(), &other.to_string());
    assert_eq!(unlock(&forged, "p").err(), Some(KeyFileError::WrongPassphrase));
}

#[test]
fn a_cost_out_of_bounds_is_refused_before_any_work() {
    let (_, file) = locked("p");
    for cost in ["8 1 1", "19455 2 1", "65536 1 1", "4294967295 3 1", "262145 3 1", "65536 17 1", "65536 3 5"] {
        let forged = file.replace("65536 3 1", cost);
        assert_ne!(forged, file);
        assert_eq!(unlock(&forged, "p").err(), Some(KeyFileError::NotAKeyFile), "{cost}");
    }
}

#[test]
fn what_is_no_key_file_is_called_so() {
    let (_, file) = locked("p");
    let cut = &file[..file.len() - 3];
    let doubled = format!("{file}{file}");
    let newer = file.replace("kaibiao-key/1", "kaibiao-key/2");
    for text in ["", "\n\n", "%PDF-1.7", "kaibiao-key/1", cut, &doubled, &newer] {
        assert_eq!(unlock(text, "p").err(), Some(KeyFileError::NotAKeyFile), "{text}");
    }
}
