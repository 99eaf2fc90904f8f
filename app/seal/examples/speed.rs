//! How fast a part is sealed and opened on this machine:
//! `cargo run --release -p seal --example speed`.

use std::time::Instant;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use seal::{CHUNK, Context, Digest, Header, Opener, Sealer, SecretKey, unwrap};

const CHUNKS: usize = 128;

fn main() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let secret = SecretKey::generate(&mut rng);
    let context = Context { lot: "lot".into(), bidder: "bidder".into(), part: "part".into() };
    let plaintext = vec![7; CHUNK];

    let (mut sealer, header) = Sealer::new(&context, &[secret.public_key()], &mut rng).expect("one recipient");
    let sealed =
        timed("seal", || (1..=CHUNKS).map(|number| sealer.seal(&plaintext, number == CHUNKS)).collect::<Vec<_>>());
    timed("digest", || sealed.iter().map(|piece| Digest::of(&piece.bytes)).collect::<Vec<_>>());

    let header = Header::parse(&header).expect("just written");
    let key = unwrap(&header, &secret).expect("the recipient");
    let mut opener = Opener::new(&header, &key, &context).expect("the same place");
    timed("open", || {
        for (index, piece) in sealed.iter().enumerate() {
            opener.open(&piece.bytes, index + 1 == CHUNKS).expect("just sealed");
        }
    });
}

#[expect(clippy::disallowed_methods, reason = "this measures")]
fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    let speed = (CHUNKS * CHUNK) as f64 / 1e6 / start.elapsed().as_secs_f64();
    println!("{what}: {speed:.0} MB/s");
    result
}
