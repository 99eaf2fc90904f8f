//! Sealed pieces on their way to the real server over real lines: slow ones, broken ones, refused ones.

use std::fs;
use std::net::Ipv4Addr;
use std::path::Path;
use std::time::Duration;

use crowd::{Bid, Bidder, Line, Place, Registry, Served};
use domain::BidId;
use seal::Digest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Requests that are under way at once.
const LINES: usize = 60;

struct House {
    place: Place,
    served: Served,
    bidder: Bidder,
    bid: Bid,
}

impl House {
    async fn open(folder: &Path, bucket: bool) -> Self {
        let place = Place::on_sqlite(folder);
        let place = if bucket { place.with_bucket().await.unwrap() } else { place };
        let registry = Registry::open(&place, 7).await.unwrap();
        let bidder = registry.bidder(1).await.unwrap();
        let bid = registry.begin(&bidder, registry.lot(1).await.unwrap()).await.unwrap();
        let served = Served::start(Path::new(env!("CARGO_BIN_EXE_kaibiao")), &place).unwrap();
        Self { place, served, bidder, bid }
    }

    /// A line on which the head of a request with this run was sent, and nothing of the run.
    async fn begin(&self, bid: BidId, first: usize, run: &Run) -> TcpStream {
        let mut line = TcpStream::connect((Ipv4Addr::LOCALHOST, self.served.port)).await.unwrap();
        let head = format!(
            "PUT /api/bids/{bid}/parts/document-1/pieces/{first} HTTP/1.1\r\nhost: here\r\nsec-fetch-site: same-origin\r\n\
             cookie: {}\r\nx-piece-sm3: {}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            self.bidder.cookie,
            run.digests,
            run.bytes.len()
        );
        line.write_all(head.as_bytes()).await.unwrap();
        line
    }

    /// How many runs are arriving.
    fn arriving(&self) -> usize {
        let folder = if self.place.bucket.is_some() { "arriving" } else { "sealed/arriving" };
        fs::read_dir(self.place.data.join(folder)).unwrap().count()
    }

    async fn until_arriving(&self, many: usize) {
        for _ in 0..100 {
            if self.arriving() == many {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{} runs are arriving, and not {many}", self.arriving());
    }

    /// Bytes of memory that the server alone has.
    fn memory(&self) -> usize {
        self.served.memory().unwrap()
    }
}

/// The whole answer: its status and what follows the head.
async fn answer(mut line: TcpStream) -> (u16, String) {
    let mut text = String::new();
    line.read_to_string(&mut text).await.unwrap();
    let status = text.get(9..12).and_then(|digits| digits.parse().ok());
    (status.unwrap_or_else(|| panic!("no answer: {text:?}")), text.split_once("\r\n\r\n").unwrap().1.to_owned())
}

struct Run {
    bytes: Vec<u8>,
    /// As the header names them.
    digests: String,
}

fn run() -> Run {
    let bytes: Vec<u8> = (0..office::TOGETHER * seal::PIECE).map(|at| (at % 251) as u8).collect();
    let digests: Vec<String> = bytes.chunks(seal::PIECE).map(|piece| Digest::of(piece).to_string()).collect();
    Run { bytes, digests: digests.join(",") }
}

/// `sends` is how many runs at most are in memory on their way to a bucket.
async fn slow_lines(bucket: bool, sends: usize) {
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(folder.path(), bucket).await;
    let run = run();
    let length = run.bytes.len();
    let (most, rest) = run.bytes.split_at(length - 1);
    let before = house.memory();
    let mut lines = Vec::new();
    for n in 0..LINES {
        let mut line = house.begin(house.bid.id, 1 + n * office::TOGETHER, &run).await;
        line.write_all(most).await.unwrap();
        lines.push(line);
    }
    house.until_arriving(LINES).await;
    let waiting = house.memory().saturating_sub(before);
    let mut most_memory = waiting;
    for mut line in lines {
        line.write_all(rest).await.unwrap();
        assert_eq!(answer(line).await.0, 204);
        most_memory = most_memory.max(house.memory().saturating_sub(before));
    }
    println!("{LINES} requests of {length} bytes: {waiting} bytes waiting, {most_memory} at most");
    // A tenth of what is on its way: the buffers of the lines.
    let lines = LINES * length / 10;
    assert!(waiting < lines, "{waiting} bytes of memory for {LINES} requests");
    assert!(most_memory < lines + sends * length, "{most_memory} bytes of memory to store {LINES} requests");
    house.until_arriving(0).await;
    let mut line = Line::open(house.served.port).await.unwrap();
    let last = LINES as u32 * office::TOGETHER as u32;
    let piece = line.get_piece(&house.bidder.cookie, house.bid.id, "document-1", last).await.unwrap();
    assert_eq!(piece.body, &run.bytes[length - seal::PIECE..]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_that_stand_still_lie_on_the_disk_and_not_in_memory() {
    slow_lines(false, 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_that_stand_still_before_a_bucket_lie_on_the_disk_and_not_in_memory() {
    slow_lines(true, 8).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_breaks_off_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(folder.path(), false).await;
    let run = run();
    let mut line = house.begin(house.bid.id, 1, &run).await;
    line.write_all(&run.bytes[..seal::PIECE + 5]).await.unwrap();
    house.until_arriving(1).await;
    drop(line);
    house.until_arriving(0).await;
    let mut line = Line::open(house.served.port).await.unwrap();
    let first = line.get_piece(&house.bidder.cookie, house.bid.id, "document-1", 1).await.unwrap();
    assert_eq!(first.status, 404, "the first piece had come whole, but was not acknowledged");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_is_heard_by_whoever_was_still_sending() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(folder.path(), false).await;
    let run = run();
    // Nobody's bid: it is refused before the first byte of it has come.
    let mut line = house.begin("01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap(), 1, &run).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    line.write_all(&run.bytes).await.expect("the server takes the rest");
    let (status, body) = answer(line).await;
    assert_eq!((status, body.contains("not_found")), (404, true), "{body}");
    assert_eq!(house.arriving(), 0);
}
