//! A house of one test's own: real router, real store, fake clock, seeded chance.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use axum::Router;
use crowd::Bucket;
use domain::bid::BidState;
use domain::{Timestamp, UserId};
use office::{Ca, Chance, Clock, Cost, Filing, ManualClock, Office, PersonalKeys};
use seal::{Digest, SecretKey};
use server::pages::Assets;
use server::papers;
use store::people::{self, User};
use store::{Blobs, Place, Store, StoreError, Vault};
use tempfile::TempDir;
use tokio::sync::broadcast;

use crate::bidder::Bidder;
use crate::client::Client;

/// When every test begins: 2026-11-24 09:00 in Beijing.
pub const BEGIN: &str = "2026-11-24T09:00";

/// Most bytes of one company's waiting bids: two of the usual size.
pub const QUOTA: u64 = 5 << 20;

/// Most bytes of one lot's broadcasts.
pub const FOOTAGE: u64 = 6 << 20;

/// The keys of personal entries, the same on every node.
pub const KEYS: &str = "first 0123456789abcdeffedcba9876543210";

/// A vault that counts what it opens.
struct Counted(PersonalKeys, AtomicUsize);

impl Counted {
    fn of(keys: &str) -> Arc<Self> {
        let keys = PersonalKeys::parse(keys, Chance::from_seed([23; 32])).unwrap();
        Arc::new(Self(keys, AtomicUsize::new(0)))
    }
}

impl Vault for Counted {
    fn keys(&self) -> Vec<&str> {
        self.0.keys()
    }

    fn seal(&self, place: Place<'_>, plain: &[u8]) -> Vec<u8> {
        self.0.seal(place, plain)
    }

    fn open(&self, key: &str, place: Place<'_>, sealed: &[u8]) -> Option<Vec<u8>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.open(key, place, sealed)
    }
}

pub struct House {
    pub office: Office,
    pub clock: Arc<ManualClock>,
    pub store: Store,
    pub router: Router,
    pub blobs: Blobs,
    vault: Arc<Counted>,
    database: String,
    folder: TempDir,
}

/// Fonts are large: one press for all houses.
static PRESS: LazyLock<Option<Arc<dyn office::Press>>> = LazyLock::new(|| papers::press(None));

fn router(office: Office, site: PathBuf) -> Router {
    let address = |name: &str| format!("/pkg/{name}");
    let assets =
        Assets { site, client: "pkg/client-0".to_owned(), style: address("0.css"), worker: address("boot.js") };
    server::router::build(office, assets, false)
}

/// The same on every node; it trusts one other.
pub fn ca() -> Ca {
    let chance = Chance::from_seed([21; 32]);
    let begin = Timestamp::parse_local(BEGIN).unwrap();
    let found = |chance: &Chance| {
        let key = SecretKey::generate(&mut chance.fork());
        Ca::found(key, begin, "https://portal.test/ca/crl".to_owned(), chance).unwrap()
    };
    Ca { roots: vec![found(&Chance::from_seed([22; 32])).authority], ..found(&chance) }
}

fn node(seed: &str, store: Store, blobs: Blobs, clock: Arc<ManualClock>, filing: Filing, ca: Ca) -> Office {
    let chance = Chance::from_seed(Digest::of(seed.as_bytes()).0);
    Office::new(office::House {
        store,
        blobs,
        ca,
        clock,
        platform: SecretKey::generate(&mut chance.fork()),
        press: PRESS.clone(),
        chance,
        quota: QUOTA,
        footage: FOOTAGE,
        origin: "https://kaibiao.example".to_owned(),
        cost: Cost { memory: 64, passes: 1 },
        filing,
        bell: broadcast::channel(64).0,
    })
}

impl House {
    pub async fn on_sqlite(test: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}?mode=rwc", folder.path().join("test.db").display());
        let blobs = Blobs::local(&folder.path().join("sealed")).unwrap();
        Self::open(test, &url, blobs, folder).await
    }

    pub async fn on_postgres(test: &str) -> Self {
        let server = std::env::var("KAIBIAO_TEST_POSTGRES")
            .expect("KAIBIAO_TEST_POSTGRES names a server; `cargo xtask test` starts one and sets it");
        let folder = tempfile::tempdir().unwrap();
        let unique = Digest::of(folder.path().as_os_str().as_encoded_bytes()).to_string();
        let name = format!("kaibiao_{}", &unique[..24]);
        store::create_database(&server, &name).await.unwrap();
        let (base, _) = server.rsplit_once('/').unwrap();
        let query = server.split_once('?').map_or(String::new(), |(_, query)| format!("?{query}"));
        let blobs = Bucket::serve(folder.path()).await.unwrap().open().await.unwrap();
        Self::open(test, &format!("{base}/{name}{query}"), blobs, folder).await
    }

    async fn open(test: &str, url: &str, blobs: Blobs, folder: TempDir) -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp::parse_local(BEGIN).unwrap()));
        let vault = Counted::of(KEYS);
        let store = Store::connect(url, vault.clone()).await.unwrap();
        let office = node(test, store.clone(), blobs.clone(), clock.clone(), Filing::default(), ca());
        let site = folder.path().join("site");
        let router = router(office.clone(), site.clone());
        Self { office, clock, store, router, blobs, vault, database: url.to_owned(), folder }
    }

    /// The same house, its registrars' desk kept otherwise.
    pub fn kept(mut self, filing: Filing) -> Self {
        self.office = node("kept", self.store.clone(), self.blobs.clone(), self.clock.clone(), filing, ca());
        self.router = router(self.office.clone(), self.folder.path().join("site"));
        self
    }

    /// Another registrar than the one of the demo data.
    pub async fn second_registrar(&self) -> Client {
        let known = people::find_by_login(self.store.read(), "registrar").await.unwrap().unwrap();
        let (id, login) = (UserId::new(self.clock.now(), 2), "second".to_owned());
        people::insert(self.store.read(), &User { id, login, ..known }).await.unwrap();
        self.signed_in("second").await
    }

    /// The same database with other keys.
    pub async fn connect(&self, keys: &str) -> Result<Store, StoreError> {
        Store::connect(&self.database, Counted::of(keys)).await
    }

    /// The same house after a start with other keys.
    pub async fn restarted(mut self, keys: &str) -> Self {
        self.store = self.connect(keys).await.unwrap();
        let (store, blobs, clock) = (self.store.clone(), self.blobs.clone(), self.clock.clone());
        self.office = node(&format!("restarted with {keys}"), store, blobs, clock, Filing::default(), ca());
        self.router = router(self.office.clone(), self.folder.path().join("site"));
        self
    }

    /// How many personal entries were opened so far.
    pub fn opened(&self) -> usize {
        self.vault.1.load(Ordering::Relaxed)
    }

    /// A second node on the same database.
    pub async fn second_node(&self) -> Office {
        let store = self.connect(KEYS).await.unwrap();
        node("second", store, self.blobs.clone(), self.clock.clone(), Filing::default(), ca())
    }

    /// A node that trusts no other authority any more.
    pub fn distrustful(&self) -> Office {
        let ca = Ca { roots: Vec::new(), ..ca() };
        node("distrustful", self.store.clone(), self.blobs.clone(), self.clock.clone(), Filing::default(), ca)
    }

    /// What makes the router of a second house beside this one.
    pub fn second_router(&self) -> impl Fn() -> Router + Send + 'static {
        let (office, site) = (self.office.clone(), self.folder.path().join("site"));
        move || router(office.clone(), site.clone())
    }

    /// The router of another node.
    pub fn router_of(&self, node: Office) -> Router {
        router(node, self.folder.path().join("site"))
    }

    pub fn visitor(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// Somebody with a demo account.
    pub async fn signed_in(&self, login: &str) -> Client {
        let mut client = self.visitor();
        client.sign_in(login, office::demo::PASSWORD).await;
        client
    }

    /// A tenderer who hosts none of the lots.
    pub async fn another_tenderer(&self) -> Client {
        let tx = self.store.write().await.unwrap();
        let (now, login) = (self.office.now(), "tenderer");
        let known = people::find_by_login(&*tx, login).await.unwrap().unwrap();
        let login = format!("tenderer-{}", self.office.now().millis());
        if people::find_by_login(&*tx, &login).await.unwrap().is_none() {
            let user = User { id: UserId::new(now, 7), login: login.clone(), ..known };
            people::insert(&*tx, &user).await.unwrap();
        }
        tx.commit().await.unwrap();
        self.signed_in(&login).await
    }

    /// Loads the demo data, whose people and companies the tests use.
    pub async fn with_demo(self) -> Self {
        self.office.load_demo().await.unwrap();
        self
    }

    /// The three demo companies that may bid, each with its key registered.
    pub async fn bidders(&self) -> Vec<Bidder> {
        let mut bidders = Vec::new();
        for (login, seed) in [("caoyuan", 1), ("xingan", 2), ("dalai", 3)] {
            bidders.push(Bidder::with_key(self.signed_in(login).await, seed).await);
        }
        bidders
    }

    pub fn sealed_files(&self) -> PathBuf {
        self.folder.path().join("sealed")
    }

    /// Where pieces are written while they come.
    pub fn arriving_files(&self) -> PathBuf {
        let on_files = self.database.starts_with("sqlite:");
        self.folder.path().join(if on_files { "sealed/arriving" } else { "arriving" })
    }

    /// What whoever runs the database can read of it.
    pub fn dump(&self) -> String {
        if self.database.starts_with("sqlite:") {
            return String::from_utf8_lossy(&self.everything_kept()).into_owned();
        }
        let dump = Command::new("pg_dump").arg(&self.database).output().expect("pg_dump comes with PostgreSQL");
        assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
        String::from_utf8_lossy(&dump.stdout).into_owned()
    }

    /// Every byte that is kept: database (SQLite only) and sealed files.
    pub fn everything_kept(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    bytes.extend(std::fs::read(path).unwrap());
                }
            }
        }
        bytes
    }
}

/// When a bid was committed, if it was.
pub fn committed(state: BidState) -> bool {
    matches!(state, BidState::Committed { .. })
}

impl House {
    /// Announces a lot as the demo tenderer, with a deadline `seconds` from now.
    pub async fn lot(&self, seconds: i64) -> domain::LotId {
        self.lot_with(seconds, serde_json::json!({})).await
    }

    /// The same with other words in its form.
    pub async fn lot_with(&self, seconds: i64, other: serde_json::Value) -> domain::LotId {
        let deadline = self.office.now().plus_seconds(seconds).to_local();
        let mut form = serde_json::json!({
            "lot_code": "TEST-1", "lot_title": "测试标段", "tenderer": "测试招标人", "ceiling": "5000000",
            "guarantee_demand": "60000", "deadline": deadline, "decrypt_minutes": "10", "objection_minutes": "5",
            "rules": { "clauses": { "decrypt": "5.2", "objection": "5.3" } },
            "validity_days": "90"
        });
        form.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
        let mut tenderer = self.signed_in("tenderer").await;
        tenderer.call("announce_lot", serde_json::json!({ "form": form })).await.unwrap()
    }

    /// The lot's deadline comes, and the clock is looked at.
    pub async fn deadline(&self, lot: domain::LotId) {
        let view = self.office.lot(&domain::Caller::visitor(""), lot).await.unwrap();
        self.clock.set(view.terms.deadline);
        self.tick().await;
    }

    /// What the server does again and again.
    pub async fn tick(&self) {
        self.office.tick().await.unwrap();
        self.office.check_seals().await.unwrap();
    }

    /// Time goes by with the server there: it looks at its clock often enough.
    pub async fn pass(&self, seconds: i64) {
        let mut left = seconds * 1000;
        while left > 0 {
            self.clock.advance_millis(left.min(domain::away::AWAY));
            self.tick().await;
            left -= domain::away::AWAY;
        }
    }

    pub async fn room(&self, lot: domain::LotId) -> domain::room::Room {
        domain::room::Room::replay(&self.office.room_after(lot, 0).await.unwrap()).unwrap()
    }
}
