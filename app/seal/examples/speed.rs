//! How fast a part is sealed and opened on this machine:
//! `cargo run --release -p seal --example speed`.

use std::time::Instant;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use seal::{CHUNK, Context, Digest, Header, Opener, Sealer, SecretKey, seal_pieces, unwrap};

const CHUNKS: usize = 128;

fn main() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let secret = SecretKey::generate(&mut rng);
    let context = Context { lot: "lot".into(), bidder: "bidder".into(), part: "part".into() };
    let plaintext = vec![7; CHUNK];

    let (mut sealer, _) = Sealer::new(&context, &[secret.public_key()], &mut rng).expect("one recipient");
    timed("seal one by one", || (0..CHUNKS).fold(Digest::of(b""), |_, _| sealer.seal(&plaintext, false).digest));
    let together = plaintext.repeat(Sealer::together());
    let groups = CHUNKS / Sealer::together();
    timed("seal", || (0..groups).fold(Digest::of(b""), |_, _| sealer.seal_whole(&together)[0].digest));

    let chunk = &plaintext[..];
    timed("digests one by one", || (0..CHUNKS).fold(Digest::of(b""), |_, _| Digest::of(chunk)));
    timed("digests", || Digest::of_each(&[chunk; CHUNKS]));

    let pieces =
        seal_pieces(&context, &[secret.public_key()], &plaintext.repeat(CHUNKS), &mut rng).expect("one recipient");
    let header = Header::parse(&pieces[0]).expect("just written");
    let key = unwrap(&header, &secret).expect("the recipient");
    let mut opener = Opener::new(&header, &key, &context).expect("the same place");
    timed("open", || {
        for (index, piece) in pieces[1..].iter().enumerate() {
            opener.open(piece, index + 1 == CHUNKS).expect("just sealed");
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
