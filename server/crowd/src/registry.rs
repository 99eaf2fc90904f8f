//! What lies in a place before the rush, made by the use cases of `office` in this process: no server runs meanwhile,
//! and every key, session and journal entry is as the server would have made it.

use std::sync::Arc;

use anyhow::Result;
use bytes::Bytes;
use cert::{Holder, Software};
use domain::lot::{Clauses, LotForm, RulesForm};
use domain::quote::RoundsInput;
use domain::rights::{Caller, Person};
use domain::room::Entry;
use domain::subject::case::Ruling;
use domain::subject::form::{Contact, LegalPerson};
use domain::subject::item::Item;
use domain::subject::role::SubjectRole;
use domain::subject::view::Filed;
use domain::subject::{AccountForm, Form, Standing};
use domain::{CreditCode, LotId, Role, SubjectId, Timestamp, UserId};
use futures::{StreamExt, TryStreamExt, stream};
use office::{Ca, Chance, Cost, Filing, House, ManualClock, Office, in_a_row};
use rand_chacha::ChaCha20Rng;
use seal::{Digest, SecretKey};
use store::blobs::RunName;
use store::people::{self, User};
use store::subjects::{self, Subject};
use store::{Blobs, Store, pieces, sessions};
use tokio::sync::broadcast;

use crate::{Bid, Bidder, Place, milliseconds};

/// Pieces that are forced to disk at the same time.
const HANDS: usize = 32;
/// The cheapest that argon2 allows: nobody here signs in with a password.
const CHEAP: Cost = Cost { memory: 8, passes: 1 };

/// A PNG of one pixel: the scan that every registration needs.
pub const DOT: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\x0aIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\xb18\xf6\x14\x00\x00\x00\x00IEND\xaeB`\x82";

/// What the `n`th company says of itself. The number is an example of GB 11643.
fn form(code: CreditCode, n: u32) -> Form {
    let contact = Contact { name: "甲某".to_owned(), phone: "13800000000".to_owned(), email: String::new() };
    Form {
        code: code.to_string(),
        company_name: format!("示例建设{n}有限公司"),
        licence_from: "2015-01-01".to_owned(),
        capital: "10000000".to_owned(),
        region: "152502".to_owned(),
        address: "锡林浩特市".to_owned(),
        legal: LegalPerson { name: "甲某".to_owned(), id_number: "11010519491231002X".to_owned() },
        bank_name: "示例银行".to_owned(),
        bank_account: "1234567890".to_owned(),
        contacts: vec![contact],
        ..Form::default()
    }
}

pub struct Registry {
    office: Office,
    store: Store,
    blobs: Blobs,
    chance: Chance,
    now: Timestamp,
}

impl Registry {
    /// Opens a place for preparing. The seed decides every key.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn open(place: &Place, seed: u64) -> Result<Self> {
        Self::open_at(place, seed, Timestamp::from_millis(milliseconds())).await
    }

    /// The same with everything done at this time, which may be past.
    ///
    /// # Errors
    /// As [`Registry::open`].
    pub async fn open_at(place: &Place, seed: u64, now: Timestamp) -> Result<Self> {
        let (store, blobs) = (place.store().await?, place.blobs().await?);
        let chance = Chance::from_seed(Digest::of(&seed.to_be_bytes()).0);
        let key = SecretKey::generate(&mut chance.fork());
        let office = Office::new(House {
            store: store.clone(),
            blobs: blobs.clone(),
            clock: Arc::new(ManualClock::at(now)),
            chance: chance.clone(),
            quota: u64::MAX,
            footage: u64::MAX,
            origin: "http://127.0.0.1".to_owned(),
            // Signs nothing: the server makes its own when it starts.
            platform: SecretKey::generate(&mut chance.fork()),
            // As the server's own, whose certificates these are not: nobody asks here.
            ca: Ca::found(key, now, "http://127.0.0.1/ca/crl".to_owned(), &chance)?,
            press: None,
            cost: CHEAP,
            filing: Filing::default(),
            bell: broadcast::channel(1).0,
        });
        Ok(Self { office, store, blobs, chance, now })
    }

    /// The use cases of this place.
    #[must_use]
    pub fn office(&self) -> Office {
        self.office.clone()
    }

    /// The database, for whoever writes beside them.
    #[must_use]
    pub fn store(&self) -> Store {
        self.store.clone()
    }

    /// A registrar, as the use cases know one who has signed in.
    #[must_use]
    pub fn registrar(&self) -> Caller {
        self.person(Role::Registrar)
    }

    /// What was told in a lot's room.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn entries(&self, lot: LotId) -> Result<Vec<Entry>> {
        Ok(self.office.room_after(lot, 0).await?)
    }

    /// The `n`th company: registered, approved, with its key and signed in.
    ///
    /// # Errors
    /// When the place has it already.
    pub async fn bidder(&self, n: u32) -> Result<Bidder> {
        let digits = format!("91152500{n:09}");
        let code = CreditCode::complete(&digits).ok_or_else(|| anyhow::anyhow!("no code begins {digits}"))?;
        let password = "not-for-signing-in".to_owned();
        let account = AccountForm { login: format!("bidder{n}"), password_again: password.clone(), password };
        let visitor = Caller::visitor("127.0.0.1");
        let (_, cookie) = self.office.open_account(&visitor, code.as_str(), &account).await?;
        let caller = self.office.caller(Some(&cookie), "127.0.0.1").await?;
        self.office.attach(&caller, Item::LicenceScan, "licence.png", Bytes::from_static(DOT)).await?;
        self.office.save_draft(&caller, &form(code, n)).await?;
        let filed = self.office.file(&caller).await?;
        anyhow::ensure!(filed == Filed::Submitted, "{digits} was not taken: {filed:?}");
        let registrar = self.person(Role::Registrar);
        let case = self.office.find_case(&registrar, code.as_str()).await?;
        self.office.claim_case(&registrar, &case).await?;
        self.office.rule_case(&registrar, &case, Ruling::Approve).await?;
        // Now it acts for its company.
        let caller = self.office.caller(Some(&cookie), "127.0.0.1").await?;
        let key = SecretKey::generate(&mut self.chance.fork());
        let holder = Holder { code: code.to_string(), name: format!("示例建设{n}有限公司") };
        let request = cert::request::make(&holder, &mut Software::new(&key, &mut self.chance.fork()))?;
        self.office.request_certificate(&caller, &hex::encode(request), None).await?;
        Ok(Bidder { caller, code, key, cookie: cookie.pair() })
    }

    /// The session cookie of the lots' tenderer, who then has an account; once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn host(&self) -> Result<String> {
        let person = self.person(Role::Tenderer).person.map(|person| person.user);
        let id = person.ok_or_else(|| anyhow::anyhow!("nobody"))?;
        let secret = hex::encode(self.chance.secret());
        let tx = self.store.write().await?;
        let (login, password) = ("host".to_owned(), "!".to_owned());
        people::insert(&*tx, &User { id, login, role: Role::Tenderer, subject: None, seat: None, password }).await?;
        let token = Digest::of(secret.as_bytes()).to_string();
        sessions::open(&*tx, sessions::begun(&token, id, self.now, self.now.plus_seconds(12 * 3600))).await?;
        tx.commit().await?;
        Ok(format!("kaibiao_session={secret}"))
    }

    /// A lot whose deadline comes in two hours.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn lot(&self, n: usize) -> Result<LotId> {
        let clauses = Clauses { decrypt: "5.2".to_owned(), objection: "5.3".to_owned(), ..Clauses::default() };
        let form = LotForm {
            lot_code: format!("RUSH-{n}"),
            lot_title: "草原公路养护工程".to_owned(),
            tenderer: "示例招标人".to_owned(),
            ceiling: "5000000".to_owned(),
            guarantee_demand: "80000".to_owned(),
            deadline: self.now.plus_seconds(7200).to_local(),
            decrypt_minutes: "10".to_owned(),
            objection_minutes: "10".to_owned(),
            validity_days: "90".to_owned(),
            draws: String::new(),
            rules: RulesForm { clauses, ..RulesForm::default() },
            project: String::new(),
            rounds: RoundsInput::default(),
        };
        Ok(self.office.announce_lot(&self.tenderer().await?, &form).await?)
    }

    /// A bid that is begun and sealed; no piece of it is there yet.
    ///
    /// # Errors
    /// When the bidder may not bid.
    pub async fn begin(&self, bidder: &Bidder, lot: LotId) -> Result<Bid> {
        let id = self.office.begin_bid(&bidder.caller, lot).await?;
        bidder.seal(id, lot, self.now.day(), &mut self.rng())
    }

    /// Lays all pieces of the bids where `put_pieces` would have laid them, many at once.
    ///
    /// # Errors
    /// When they cannot be made durable.
    pub async fn upload(&self, bids: impl IntoIterator<Item = &Bid>) -> Result<()> {
        let bids: Vec<&Bid> = bids.into_iter().collect();
        let all = bids.iter().flat_map(|bid| bid.all_pieces().map(|piece| (bid.id, piece)));
        let laid = stream::iter(all).map(|(bid, (part, number, bytes))| async move {
            let mut arriving = self.blobs.arriving().await?;
            arriving.write(bytes.clone()).await?;
            let piece = in_a_row(number, &[Digest::of(bytes)], bytes.len() as u64).remove(0);
            self.blobs.keep(&RunName { bid, part, run: &piece.run }, arriving.finish()).await?;
            anyhow::Ok((bid, part, piece))
        });
        let laid: Vec<_> = laid.buffer_unordered(HANDS).try_collect().await?;
        let tx = self.store.write().await?;
        for (bid, part, piece) in laid {
            pieces::note(&*tx, bid, part, &piece).await?;
        }
        Ok(tx.commit().await?)
    }

    /// The lots' tenderer with the body that it acts for.
    async fn tenderer(&self) -> Result<Caller> {
        let code = CreditCode::complete("11152500000000001").ok_or_else(|| anyhow::anyhow!("no code"))?;
        let tx = self.store.write().await?;
        let id = match subjects::find_by_code(&*tx, code).await? {
            Some(known) => known.id,
            None => {
                let body = self.tendering(code);
                subjects::insert(&*tx, &body).await?;
                body.id
            }
        };
        tx.commit().await?;
        let mut caller = self.person(Role::Tenderer);
        caller.person.iter_mut().for_each(|person| person.subject = Some(id));
        Ok(caller)
    }

    fn tendering(&self, code: CreditCode) -> Subject {
        let registration = Form { company_name: "示例招标人".to_owned(), ..Form::default() }.registration(code);
        Subject {
            id: SubjectId::new(self.now, Role::Tenderer as u128),
            registration,
            standing: Standing::Approved,
            since: self.now,
            public_key: None,
            practice: false,
            due: None,
            roles: vec![SubjectRole::Tenderer],
        }
    }

    fn rng(&self) -> ChaCha20Rng {
        self.chance.fork()
    }

    /// Somebody of the house, known to the office by role alone.
    fn person(&self, role: Role) -> Caller {
        let person =
            Person { user: UserId::new(self.now, role as u128), role, subject: None, seat: None, by_key: false };
        Caller { person: Some(person), address: "127.0.0.1".to_owned() }
    }
}
