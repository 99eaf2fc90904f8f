//! Openings played by hand, with real keys, seals and signatures.

use domain::bid::OpeningForm;
use domain::draw::{self, Outcome};
use domain::guarantee::{Guarantee, IssuerKind};
use domain::lot::{Clauses, Rules, Terms};
use domain::quote::{self, Procedure, Quotation, Rounds};
use domain::room::{Announced, Cause, Event, FailedDecrypt, Line, Quoted, Room, RoundEvent, Row, Ruling};
use domain::{BidId, CreditCode, Fen, LotId, ObjectionId, Timestamp};
use ledger::draw::{Urn, committed};
use ledger::{Receipt, ReceiptFacts, RecordFacts, SignedRecord};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use seal::{Context, Digest, FileKey, Header, Manifest, PartLine, SecretKey, Slip, seal_pieces, unwrap};

use crate::{Content, Opened, SealedBid, SealedQuote, Told, issue};

pub const PDF: &[u8] = b"%PDF-1.7 the record";
pub const DEADLINE: Timestamp = Timestamp::from_millis(1_790_000_000_000);

const BIDDERS: [(&str, &str, i64); 3] = [
    ("锡林郭勒草原建工有限公司", "911525001000002270", 4_111_111),
    ("兴安路桥工程有限公司", "91440300708461136T", 4_222_222),
    ("达来水务建设有限公司", "91100000100003962T", 4_333_333),
];

/// One opening in the making.
pub struct Sample {
    pub platform: SecretKey,
    pub content: Content,
    pub keys: Vec<SecretKey>,
    pub rng: ChaCha20Rng,
    room: Room,
    now: Timestamp,
    lines: Vec<Line>,
}

impl Sample {
    /// Three bids, all read out, coefficients drawn, an objection, two confirmations.
    pub fn good() -> Self {
        let mut made = Self::begun("下浮系数K：0.95 0.96 0.97\n权重C：30% 40%");
        made.three_bids();
        made.until_the_read_out(3);
        made.until_the_close();
        made
    }

    /// The third bidder has not decrypted, and nothing is drawn.
    pub fn one_out() -> Self {
        let mut made = Self::begun("");
        made.three_bids();
        made.until_the_read_out(2);
        made.until_the_close();
        made
    }

    /// Two rounds of quotation. In the first the second bidder asks for more than before; in the second it does not release
    /// its key, and the third hands nothing in.
    pub fn with_rounds() -> Self {
        let mut made = Self::begun("");
        made.content.terms.procedure = Procedure::Negotiation;
        made.content.terms.rounds = Some(Rounds { count: 2, seconds: 120, falling: true });
        made.three_bids();
        made.until_the_read_out(3);
        made.round(1, &[(0, 4_011_111), (1, 4_222_223), (2, 4_033_333)], 3);
        made.round(2, &[(0, 3_911_111), (1, 3_922_222)], 1);
        made.until_the_close();
        made
    }

    /// Nobody decrypts.
    pub fn all_out() -> Self {
        let mut made = Self::begun("");
        made.three_bids();
        made.until_the_read_out(0);
        made.until_the_close();
        made
    }

    /// Two bids are not enough.
    pub fn failed() -> Self {
        let mut made = Self::begun("");
        made.now = DEADLINE;
        made.tell(Event::TooFewBids { bids: 2 });
        made.print();
        made
    }

    pub fn file(&mut self) -> String {
        issue(&self.content, &self.platform, &mut self.rng)
    }

    fn begun(draws: &str) -> Self {
        let mut rng = ChaCha20Rng::from_seed([7; 32]);
        let platform = SecretKey::generate(&mut rng);
        let terms = Terms {
            code: "XM-2026-071".into(),
            title: "浑善达克防沙林带".into(),
            tenderer: "某旗林业和草原局".into(),
            ceiling: Fen::from_yuan(5_000_000),
            guarantee: Fen::from_yuan(60_000),
            validity_days: 90,
            deadline: DEADLINE,
            decrypt_seconds: 600,
            objection_seconds: 300,
            draws: draw::parse(draws).unwrap(),
            rules: Rules {
                sign_in_seconds: 5,
                strict_sign_in: true,
                confirm_seconds: Some(200),
                restore: true,
                clauses: Clauses { sign_in: "投标人须知 5.2.1".into(), ..Clauses::default() },
            },
            procedure: Procedure::Tender,
            rounds: None,
            project: String::new(),
            practice: false,
        };
        let lot = LotId::new(DEADLINE.plus_days(-20), 1);
        let content = Content { lot, terms, entries: Vec::new(), bids: Vec::new(), record: None };
        let (room, now) = (Room::default(), DEADLINE.plus_days(-2));
        let mut made = Self { platform, content, keys: Vec::new(), rng, room, now, lines: Vec::new() };
        made.tell(Event::Postponed { from: DEADLINE.plus_days(-1), until: DEADLINE, reason: "澄清".into() });
        made
    }

    /// A second later this happens.
    pub fn tell(&mut self, event: Event) {
        self.now = self.now.plus_seconds(1);
        let seq = self.content.entries.len() as u64 + 1;
        let commitment = Digest::of(format!("entry {seq}").as_bytes());
        let told = Told { seq, at: self.now, event, commitment };
        self.room = std::mem::take(&mut self.room).apply(&told.entry()).unwrap();
        self.content.entries.push(told);
    }

    fn three_bids(&mut self) {
        for n in 0..BIDDERS.len() {
            let key = SecretKey::generate(&mut self.rng);
            let bid = self.bid(n, &key);
            self.content.bids.push(bid);
            self.keys.push(key);
        }
    }

    fn bid(&mut self, n: usize, key: &SecretKey) -> SealedBid {
        let (name, code, yuan) = BIDDERS[n];
        let line = Line {
            bid: BidId::new(DEADLINE, 32 * n as u128),
            form: form(yuan),
            guarantee: guarantee(n),
            key: String::new(),
        };
        let plain = [
            ("form", serde_json::to_vec(&line.form).unwrap()),
            ("guarantee", serde_json::to_vec(&line.guarantee).unwrap()),
            ("document-1", b"confidential".to_vec()),
        ];
        let (mut parts, mut opened) = (Vec::new(), Vec::new());
        for (part, plaintext) in plain {
            let context = Context { lot: self.content.lot.to_string(), bidder: code.to_owned(), part: part.to_owned() };
            let pieces = seal_pieces(&context, &[key.public_key()], &plaintext, &mut self.rng).unwrap();
            parts.push(PartLine::of(part.to_owned(), plaintext.len() as u64, &pieces).unwrap());
            let file_key: FileKey = unwrap(&Header::parse(&pieces[0]).unwrap(), key).unwrap();
            let [header, chunk] = &pieces[..] else { panic!("a small part has two pieces") };
            let header = String::from_utf8(header.clone()).unwrap();
            opened.push(Opened { part: part.to_owned(), key: file_key, header, chunk: hex::encode(chunk) });
        }
        opened.truncate(2);
        self.lines.push(Line { key: opened[0].key.to_hex().to_string(), ..line.clone() });
        let manifest = Manifest { lot: self.content.lot.to_string(), bidder: code.to_owned(), parts };
        let signature = key.sign(manifest.to_text().as_bytes(), &mut self.rng);
        let facts = ReceiptFacts {
            lot: self.content.lot.to_string(),
            lot_title: self.content.terms.title.clone(),
            bidder: code.to_owned(),
            bidder_name: name.to_owned(),
            bid: line.bid.to_string(),
            manifest_digest: manifest.digest(),
            parts: manifest.parts.iter().map(Into::into).collect(),
            committed_at: DEADLINE.plus_seconds(n as i64 - 60).millis(),
            seq: 100 + n as u64,
            entry_commitment: Digest::of(name.as_bytes()),
        };
        let receipt = Receipt::issue(facts, &self.platform, &mut self.rng);
        SealedBid {
            bid: line.bid,
            manifest: manifest.to_text(),
            signature,
            key: key.public_key(),
            receipt,
            opened,
            quotes: Vec::new(),
        }
    }

    /// The first so many decrypt.
    fn until_the_read_out(&mut self, decrypt: usize) {
        self.now = DEADLINE;
        self.tell(Event::DeadlinePassed { bids: 3 });
        let until = self.now.plus_seconds(5);
        // At the same moment.
        self.now = self.now.plus_seconds(-1);
        self.tell(Event::SignInOpened { until, strict: true });
        self.tell(Event::SealsChecked { differing: Vec::new() });
        let announce = |(bid, (name, code, _)): (&SealedBid, (&str, &str, i64))| Announced {
            bid: bid.bid,
            name: name.to_owned(),
            code: CreditCode::parse(code).unwrap(),
            committed: Timestamp::from_millis(bid.receipt.facts.committed_at),
            digest: bid.receipt.facts.manifest_digest.to_string(),
            signed_in: Some(DEADLINE.plus_millis(500)),
        };
        let bidders = self.content.bids.iter().zip(BIDDERS).map(announce).collect();
        self.now = until;
        self.tell(Event::BiddersAnnounced { bidders });
        let until = self.now.plus_seconds(60);
        self.tell(Event::Adjourned { until, reason: "线路故障".into() });
        self.now = until.plus_seconds(-1);
        self.tell(Event::Resumed);
        let (lot, secret, draws) = (self.content.lot.to_string(), Digest([9; 32]), self.content.terms.draws.clone());
        if !draws.is_empty() {
            self.tell(Event::DrawBegun { draws: draws.clone(), digest: committed(&lot, &secret).to_string() });
        }
        if let Some(Rounds { count, .. }) = self.content.terms.rounds {
            self.tell(Event::Round(RoundEvent::Planned { rounds: count }));
        }
        let until = self.now.plus_seconds(1 + 600);
        self.tell(Event::DecryptStarted { until });
        for n in 0..decrypt {
            self.tell(Event::Decrypted { bid: self.lines[n].bid });
        }
        if decrypt < 3 {
            self.now = until;
        }
        let failed = self.lines[decrypt..].iter().map(|line| FailedDecrypt { bid: line.bid, cause: Cause::Bidder });
        let failed = failed.collect();
        self.tell(Event::DecryptEnded { failed });
        self.content.bids[decrypt..].iter_mut().for_each(|bid| bid.opened.clear());
        self.lines.truncate(decrypt);
        self.tell(Event::ReadOut { lines: self.lines.clone() });
        if !draws.is_empty() {
            let bids: Vec<String> = self.lines.iter().map(|line| line.bid.to_string()).collect();
            let keys = bids.iter().zip(&self.lines).map(|(bid, line)| (bid.as_str(), line.key.as_str()));
            let mut urn = Urn::new(&lot, &secret, keys);
            let values = draws.iter().map(|draw| draw.values[urn.draw(draw.values.len() as u64)].clone()).collect();
            self.tell(Event::Drawn(Outcome { secret: secret.to_string(), values }));
        }
    }

    /// These quote; the first so many of them release their keys.
    fn round(&mut self, round: u32, prices: &[(usize, i64)], released: usize) {
        let until = self.now.plus_seconds(1 + 120);
        self.tell(Event::Round(RoundEvent::Started { round, until }));
        let quotes: Vec<Quoted> = prices.iter().map(|(n, yuan)| self.quote(round, *n, *yuan)).collect();
        if prices.len() < self.keys.len() {
            self.now = until;
        }
        let until = self.now.plus_seconds(1 + 600);
        self.tell(Event::Round(RoundEvent::Ended { round, quotes: prices.len() as u32, until }));
        for quoted in &quotes[..released] {
            self.tell(Event::Decrypted { bid: quoted.bid });
        }
        if released < quotes.len() {
            self.now = until;
        }
        let blamed = |quoted: &Quoted| FailedDecrypt { bid: quoted.bid, cause: Cause::Bidder };
        let failed = quotes[released..].iter().map(blamed).collect();
        self.tell(Event::Round(RoundEvent::Opened { round, failed }));
        for (n, _) in &prices[released..] {
            self.content.bids[*n].quotes.last_mut().unwrap().opened = None;
        }
        self.tell(Event::Round(RoundEvent::ReadOut { round, quotes: quotes[..released].to_vec() }));
    }

    /// Seals a quotation and hands it in.
    fn quote(&mut self, round: u32, n: usize, yuan: i64) -> Quoted {
        let (lot, bidder, part) = (self.content.lot.to_string(), BIDDERS[n].1.to_owned(), quote::part(round));
        let quotation = Quotation { price: Fen::from_yuan(yuan) };
        let text = quotation.to_text();
        let context = Context { lot, bidder, part: part.clone() };
        let slip = Slip::seal(&context, &self.keys[n], text.as_bytes(), &mut self.rng).unwrap();
        let [header, chunk] = <[Vec<u8>; 2]>::try_from(slip.pieces().unwrap()).unwrap();
        let key: FileKey = unwrap(&Header::parse(&header).unwrap(), &self.keys[n]).unwrap();
        let last = self.room.rows[n].price().unwrap();
        let quoted = Quoted {
            bid: self.content.bids[n].bid,
            price: quotation.price,
            key: key.to_hex().to_string(),
            above: quotation.above(&self.content.terms, last),
        };
        let digest = Digest::of(slip.manifest.as_bytes()).to_string();
        let header = String::from_utf8(header).unwrap();
        let opened = Some(Opened { part, key, header, chunk: hex::encode(chunk) });
        let signature = slip.signature.parse().unwrap();
        self.content.bids[n].quotes.push(SealedQuote { manifest: slip.manifest, signature, opened });
        self.tell(Event::Round(RoundEvent::Quoted { bid: quoted.bid, digest }));
        quoted
    }

    fn until_the_close(&mut self) {
        let until = self.now.plus_seconds(1 + 300);
        let confirm_until = Some(self.now.plus_seconds(1 + 200));
        self.tell(Event::ObjectionsOpened { until, confirm_until });
        let (bid, objection) = (self.content.bids[0].bid, ObjectionId::new(self.now, 5));
        self.tell(Event::ObjectionRaised { objection, bid, text: "报价大写有误".into() });
        let answer =
            Event::ObjectionAnswered { objection, text: "以大写为准".into(), ruling: Ruling::Upheld, until: None };
        self.tell(answer);
        for line in self.lines.clone().iter().take(2) {
            let said = self.room.row(line.bid).and_then(Row::said).unwrap();
            let said = seal::confirmation(&self.content.lot.to_string(), &line.bid.to_string(), &said);
            let n = self.content.bids.iter().position(|bid| bid.bid == line.bid).unwrap();
            let signature = self.keys[n].sign(said.as_bytes(), &mut self.rng).to_string();
            self.tell(Event::Confirmed { bid: line.bid, signature });
        }
        self.now = until;
        self.tell(Event::Closed);
        self.print();
    }

    fn print(&mut self) {
        let facts = RecordFacts {
            lot: self.content.lot.to_string(),
            lot_title: self.content.terms.title.clone(),
            closed_at: self.now.millis(),
            seq: 200,
            entry_commitment: self.content.entries.last().unwrap().commitment,
            document: Digest::of(PDF),
        };
        self.content.record = Some(SignedRecord::issue(facts, &self.platform, &mut self.rng));
    }
}

fn form(yuan: i64) -> OpeningForm {
    OpeningForm {
        price: Fen::from_yuan(yuan), duration_days: 180, quality: "合格".into(), manager: "巴特尔".into()
    }
}

fn guarantee(n: usize) -> Guarantee {
    Guarantee {
        kind: IssuerKind::Bank,
        issuer: "某银行".into(),
        number: format!("BH-{n}"),
        amount: Fen::from_yuan(60_000),
        from: DEADLINE.day(),
        until: DEADLINE.day().plus(90),
    }
}
