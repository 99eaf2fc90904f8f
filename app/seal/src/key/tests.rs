use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use super::*;

/// Order of the curve, GB/T 32918.5-2017.
const N: &str = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";
const N_MINUS_1: &str = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122";

/// GB/T 32918.5-2017, annex A: key pair and signature of "message digest".
const SECRET: &str = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
const PUBLIC: &str = concat!(
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020",
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
);
const SIGNED: &str = concat!(
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3",
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
);

fn secret(hex: &str) -> Result<SecretKey, Malformed> {
    SecretKey::from_bytes(&text::from_hex(hex).unwrap())
}

#[test]
fn the_published_example_of_sm2_signatures_holds() {
    let key: PublicKey = PUBLIC.parse().unwrap();
    let signature: Signature = SIGNED.parse().unwrap();
    assert_eq!(secret(SECRET).unwrap().public_key(), key);
    assert!(key.verify(b"message digest", &signature));
    assert!(!key.verify(b"message digesu", &signature));
}

#[test]
fn a_signature_holds_for_its_key_and_message_only() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let (ours, theirs) = (SecretKey::generate(&mut rng), SecretKey::generate(&mut rng));
    let signature = ours.sign("投标".as_bytes(), &mut rng);
    assert!(ours.public_key().verify("投标".as_bytes(), &signature));
    assert!(!ours.public_key().verify("招标".as_bytes(), &signature));
    assert!(!theirs.public_key().verify("投标".as_bytes(), &signature));
    assert!(ours.public_key().verify(b"", &ours.sign(b"", &mut rng)));
}

#[test]
fn any_flipped_bit_of_a_signature_is_refused() {
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let key = SecretKey::generate(&mut rng);
    let bytes = key.sign(b"m", &mut rng).to_bytes();
    for bit in 0..512 {
        let mut bytes = bytes;
        bytes[bit / 8] ^= 1 << (bit % 8);
        let holds = Signature::from_bytes(&bytes).is_ok_and(|s| key.public_key().verify(b"m", &s));
        assert!(!holds, "bit {bit}");
    }
}

#[test]
fn r_and_s_outside_their_range_are_refused() {
    let zero = "0".repeat(64);
    let one = format!("{}1", "0".repeat(63));
    for (r, s) in [(&zero[..], &one[..]), (&one, &zero), (N, &one), (&one, N), (&zero, &zero)] {
        assert_eq!(format!("{r}{s}").parse::<Signature>(), Err(Malformed));
    }
    assert!(format!("{N_MINUS_1}{one}").parse::<Signature>().is_ok());
}

#[test]
fn r_plus_s_equal_to_the_order_never_verifies() {
    let one = format!("{}1", "0".repeat(63));
    let signature: Signature = format!("{N_MINUS_1}{one}").parse().unwrap();
    assert!(!secret(SECRET).unwrap().public_key().verify(b"m", &signature));
}

#[test]
fn a_point_off_the_curve_is_no_public_key() {
    let mut off = PUBLIC.to_owned();
    off.replace_range(129..130, "4");
    assert_eq!(off.parse::<PublicKey>(), Err(Malformed));
    assert_eq!(format!("04{}", "0".repeat(128)).parse::<PublicKey>(), Err(Malformed));
    assert_eq!(format!("00{}", "0".repeat(128)).parse::<PublicKey>(), Err(Malformed));
    assert_eq!(PUBLIC.to_uppercase().parse::<PublicKey>(), Err(Malformed));
    // The hybrid form, and the same point compressed.
    assert_eq!(PUBLIC.replacen("04", "07", 1).parse::<PublicKey>(), Err(Malformed));
    assert_eq!(format!("03{}", &PUBLIC[2..66]).parse::<PublicKey>(), Err(Malformed));
}

#[test]
fn a_scalar_outside_its_range_is_no_secret_key() {
    for scalar in [&"0".repeat(64)[..], N_MINUS_1, N, &"f".repeat(64)] {
        assert_eq!(secret(scalar).err(), Some(Malformed));
    }
}

#[test]
fn a_secret_key_does_not_show_itself() {
    assert_eq!(format!("{:?}", secret(SECRET).unwrap()), "SecretKey(…)");
}

#[test]
fn a_public_key_survives_its_text_and_its_json() {
    let key: PublicKey = PUBLIC.parse().unwrap();
    assert_eq!(key.to_string(), PUBLIC);
    let json = serde_json::to_string(&key).unwrap();
    assert_eq!(serde_json::from_str::<PublicKey>(&json).unwrap(), key);
}
