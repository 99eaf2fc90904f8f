//! `kill -9` of the server at random moments of a deadline rush: every acknowledged commit is there and opens, and no
//! half bid is visible.
//!
//! Each round is a lot. Some bidders have sent their pieces, some still have to; all commit at once, and after a random
//! number of answers and some random microseconds the server is killed. The next server in the same place is asked,
//! over HTTP, what every bidder of the round would ask ([`audit`]); whoever has no receipt tries again. After the last
//! round the rows are read beside the journal ([`books`]).

mod audit;
mod books;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crowd::{Bidder, Entry, Fate, Line, Outcome, Place, Registry, Rush, Served};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use seal::{PublicKey, SecretKey};

/// On each kind of database with each kind of store: more than fifty in all.
const KILLS: usize = 13;
const BIDDERS: u32 = 12;
/// One bidder in so many has not sent its pieces when the rush begins.
const LATE: usize = 4;
const LINES: usize = 8;
/// The kill comes up to 2^12 microseconds after the answer that it waited for, as often within 16 as after 256: what is
/// acknowledged too early is soon made good.
const DOUBLINGS: u64 = 13;

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn nothing_acknowledged_is_lost_on_sqlite_with_files() {
    let folder = tempfile::tempdir().unwrap();
    killed_at_random(&Place::on_sqlite(folder.path())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn nothing_acknowledged_is_lost_on_sqlite_with_a_bucket() {
    let folder = tempfile::tempdir().unwrap();
    killed_at_random(&Place::on_sqlite(folder.path()).with_bucket().await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn nothing_acknowledged_is_lost_on_postgres_with_files() {
    let folder = tempfile::tempdir().unwrap();
    killed_at_random(&on_postgres(folder.path()).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn nothing_acknowledged_is_lost_on_postgres_with_a_bucket() {
    let folder = tempfile::tempdir().unwrap();
    killed_at_random(&on_postgres(folder.path()).await.with_bucket().await.unwrap()).await;
}

async fn on_postgres(data: &Path) -> Place {
    let server = std::env::var("KAIBIAO_TEST_POSTGRES")
        .expect("KAIBIAO_TEST_POSTGRES names a server; `cargo xtask test` starts one and sets it");
    Place::on_postgres(data, &server).await.unwrap()
}

async fn killed_at_random(place: &Place) {
    let seed = seed();
    println!("KAIBIAO_KILL_SEED={seed} plays the same moments again");
    let mut chance = ChaCha20Rng::seed_from_u64(seed);
    let lots = prepare(place, seed).await;
    let mut served = start(place);
    let platform = platform_key(&place.data);
    let (mut receipts, mut in_the_middle) = (Vec::new(), 0);
    for entries in lots {
        let rush = Rush::new(entries);
        let outcomes = rush_and_kill(&mut served, &rush, &mut chance).await;
        let acknowledged = outcomes.iter().filter(|one| matches!(one.fate, Fate::Acknowledged(_))).count();
        in_the_middle += usize::from((1..rush.entries.len()).contains(&acknowledged));
        served = start(place);
        let mut line = Line::open(served.port).await.unwrap();
        receipts.extend(audit::round(&mut line, &rush.entries, &outcomes, &platform).await);
    }
    served.kill().unwrap();
    println!("{in_the_middle} of {KILLS} kills left some bidders with a receipt and some without");
    assert!(in_the_middle > KILLS / 2, "the kills come too early or too late to say anything");
    books::agree(&place.store().await.unwrap(), &receipts).await;
}

/// The entries of every round's lot.
async fn prepare(place: &Place, seed: u64) -> Vec<Vec<Entry>> {
    let registry = Registry::open(place, seed).await.unwrap();
    let mut bidders: Vec<Arc<Bidder>> = Vec::new();
    for n in 0..BIDDERS {
        bidders.push(Arc::new(registry.bidder(n).await.unwrap()));
    }
    let mut lots = Vec::new();
    for n in 0..KILLS {
        let lot = registry.lot(n).await.unwrap();
        let mut entries = Vec::new();
        for (at, bidder) in bidders.iter().enumerate() {
            let bid = Arc::new(registry.begin(bidder, lot).await.unwrap());
            entries.push(Entry { bidder: Arc::clone(bidder), bid, uploaded: at % LATE != 0 });
        }
        lots.push(entries);
    }
    let early = lots.iter().flatten().filter(|entry| entry.uploaded);
    registry.upload(early.map(|entry| &*entry.bid)).await.unwrap();
    lots
}

async fn rush_and_kill(served: &mut Served, rush: &Arc<Rush>, chance: &mut ChaCha20Rng) -> Vec<Outcome> {
    let after = chance.next_u64() as usize % rush.entries.len();
    let pause = Duration::from_micros(1 << (chance.next_u64() % DOUBLINGS));
    let lines = Line::several(served.port, LINES).await.unwrap();
    let running = Arc::clone(rush);
    let running = tokio::spawn(async move { running.run(lines).await.unwrap() });
    // Timers of the runtime are a thousand times too coarse.
    while rush.answered() < after && !running.is_finished() {
        std::thread::yield_now();
    }
    wait(pause);
    served.kill().unwrap();
    running.await.unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the clock of the test, not of what is tested")]
fn wait(pause: Duration) {
    let begun = Instant::now();
    while begun.elapsed() < pause {
        std::thread::yield_now();
    }
}

fn start(place: &Place) -> Served {
    Served::start(Path::new(env!("CARGO_BIN_EXE_kaibiao")), place).unwrap()
}

/// The key that the server made when it first started.
fn platform_key(data: &Path) -> PublicKey {
    let text = std::fs::read_to_string(data.join("platform.key")).unwrap();
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).unwrap();
    SecretKey::from_bytes(&bytes).unwrap().public_key()
}

/// Another one each time, unless one is to be played again.
fn seed() -> u64 {
    let given = std::env::var("KAIBIAO_KILL_SEED").ok();
    given.map_or_else(|| getrandom::u64().unwrap(), |text| text.parse().unwrap())
}
