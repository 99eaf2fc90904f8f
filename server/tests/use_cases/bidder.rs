//! A bidder with its key: does by HTTP what the browser's worker does.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use cert::said::countersigned;
use cert::{Holder, Software};
use domain::bid::OpeningForm;
use domain::certificate::Asked;
use domain::guarantee::{Guarantee, IssuerKind};
use domain::room::Room;
use domain::view::{LotView, MyBid, PartKey, RoomView};
use domain::{BidId, CreditCode, Fen, LotId, Refusal};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use seal::{Context, Digest, Header, Manifest, PartLine, SecretKey, Slip};
use serde_json::json;

use crate::client::Client;

pub struct Bidder {
    pub client: Client,
    pub code: CreditCode,
    pub name: String,
    pub key: SecretKey,
    rng: ChaCha20Rng,
}

/// A sealed bid that has not been committed yet.
pub struct Sealed {
    pub bid: BidId,
    pub manifest: Manifest,
    pub pieces: Vec<(String, Vec<Vec<u8>>)>,
}

impl Bidder {
    pub async fn with_key(mut client: Client, seed: u8) -> Self {
        let mut rng = ChaCha20Rng::from_seed([seed; 32]);
        let key = SecretKey::generate(&mut rng);
        let me: Option<domain::view::Me> = client.ask("me", &[]).await.unwrap();
        let subject = me.unwrap().subject.unwrap();
        let mut bidder = Self { client, code: subject.code, name: subject.name, key, rng };
        if subject.practice {
            let key = bidder.key.public_key().to_string();
            bidder.client.call::<()>("register_key", json!({ "public_key": key })).await.unwrap();
            return bidder;
        }
        let request = bidder.request(&bidder.key.clone());
        bidder.ask_for_certificate(&request, None).await.unwrap();
        bidder
    }

    /// A request for a certificate of this key.
    pub fn request(&mut self, key: &SecretKey) -> Vec<u8> {
        let holder = Holder { code: self.code.to_string(), name: self.name.clone() };
        cert::request::make(&holder, &mut Software::new(key, &mut self.rng)).unwrap()
    }

    /// The present key says that the request is its company's.
    pub fn countersign(&mut self, request: &[u8]) -> String {
        self.sign(&countersigned(self.code.as_str(), &Digest::of(request)))
    }

    pub async fn ask_for_certificate(&mut self, request: &[u8], by: Option<String>) -> Result<Asked, Refusal> {
        let input = json!({ "request": hex::encode(request), "countersignature": by });
        self.client.call("request_certificate", input).await
    }

    /// Another key in the place of the present one, which countersigns; gives the old one.
    pub async fn change_key(&mut self, key: SecretKey) -> SecretKey {
        let request = self.request(&key);
        let by = self.countersign(&request);
        let asked = self.ask_for_certificate(&request, Some(by)).await.unwrap();
        assert!(matches!(asked, Asked::Issued { .. }));
        std::mem::replace(&mut self.key, key)
    }

    pub async fn begin(&mut self, lot: LotId) -> Result<BidId, Refusal> {
        self.client.call("begin_bid", json!({ "lot": lot })).await
    }

    /// Begins a bid and seals it; nothing is sent.
    pub async fn seal(&mut self, lot: LotId, price: Fen) -> Sealed {
        let bid = self.begin(lot).await.unwrap();
        let mut lines = Vec::new();
        let mut pieces = Vec::new();
        for (part, content) in contents(price) {
            let context = Context { lot: lot.to_string(), bidder: self.code.to_string(), part: part.clone() };
            let to = [self.key.public_key()];
            let sealed = seal::seal_pieces(&context, &to, &content, &mut self.rng).unwrap();
            lines.push(PartLine::of(part.clone(), content.len() as u64, &sealed).unwrap());
            pieces.push((part, sealed));
        }
        let manifest = Manifest { lot: lot.to_string(), bidder: self.code.to_string(), parts: lines };
        Sealed { bid, manifest, pieces }
    }

    pub async fn send(&mut self, sealed: &Sealed) {
        for (part, pieces) in &sealed.pieces {
            for (number, piece) in pieces.iter().enumerate() {
                let digest = Digest::of(piece).to_string();
                let answer = self.put(sealed.bid, part, number, &digest, piece.clone()).await;
                assert_eq!(answer.0, StatusCode::NO_CONTENT, "{}", answer.1);
            }
        }
    }

    pub async fn put(
        &mut self,
        bid: BidId,
        part: &str,
        number: usize,
        digest: &str,
        piece: Vec<u8>,
    ) -> (StatusCode, String) {
        let request = self
            .client
            .request(Method::PUT, &format!("/api/bids/{bid}/parts/{part}/pieces/{number}"))
            .header("x-piece-sm3", digest)
            .body(Body::from(piece))
            .unwrap();
        let answer = self.client.send(request).await;
        (answer.status, answer.text())
    }

    pub async fn commit(&mut self, sealed: &Sealed) -> Result<MyBid, Refusal> {
        let manifest = sealed.manifest.to_text();
        let signature = self.sign(&manifest);
        self.commit_signed(sealed.bid, &manifest, &signature).await
    }

    /// Sealed and signed by its own key, for whatever place.
    pub fn seal_slip(&mut self, place: &Context, plaintext: &[u8]) -> Slip {
        Slip::seal(place, &self.key, plaintext, &mut self.rng).unwrap()
    }

    /// Randomness for keys that are not its own.
    pub fn chance(&self) -> ChaCha20Rng {
        ChaCha20Rng::from_seed([99; 32])
    }

    pub fn sign(&mut self, text: &str) -> String {
        self.key.sign(text.as_bytes(), &mut self.rng).to_string()
    }

    pub async fn commit_signed(&mut self, bid: BidId, manifest: &str, signature: &str) -> Result<MyBid, Refusal> {
        let input = json!({ "bid": bid, "manifest": manifest, "signature": signature });
        self.client.call("commit_bid", input).await
    }

    /// Seals, sends and commits.
    pub async fn bid(&mut self, lot: LotId, price: Fen) -> MyBid {
        let sealed = self.seal(lot, price).await;
        self.send(&sealed).await;
        self.commit(&sealed).await.unwrap()
    }

    pub async fn my_bid(&mut self, lot: LotId) -> MyBid {
        let view: LotView = self.client.ask("lot", &[("lot", &lot.to_string())]).await.unwrap();
        view.my_bid.unwrap()
    }

    /// Opens the first chunk of every part as it is stored, and hands in the signature over that.
    pub async fn rehearse(&mut self, lot: LotId) -> Result<MyBid, Refusal> {
        let bid = self.my_bid(lot).await;
        let receipt: ledger::Receipt = serde_json::from_str(&bid.receipt.unwrap()).unwrap();
        for part in receipt.facts.parts {
            let address = format!("/api/bids/{}/parts/{}/pieces", bid.id, part.part);
            let header = Header::parse(&self.client.get(&format!("{address}/0")).await.body).unwrap();
            let key = seal::unwrap(&header, &self.key).unwrap();
            let context = Context { lot: lot.to_string(), bidder: self.code.to_string(), part: part.part };
            let chunk = self.client.get(&format!("{address}/1")).await.body;
            let alone = seal::pieces_of(part.size) == Some(2);
            seal::Opener::new(&header, &key, &context).unwrap().open(&chunk, alone).unwrap();
        }
        let said = seal::rehearsal(&bid.id.to_string(), &receipt.facts.manifest_digest);
        let signature = self.sign(&said);
        self.hand_in_rehearsal(bid.id, &signature).await
    }

    pub async fn hand_in_rehearsal(&mut self, bid: BidId, signature: &str) -> Result<MyBid, Refusal> {
        self.client.call("rehearse_bid", json!({ "bid": bid, "signature": signature })).await
    }

    pub async fn enter(&mut self, lot: LotId) -> Result<(), Refusal> {
        self.client.call("enter_room", json!({ "lot": lot })).await
    }

    /// The keys of the caller's own bid, unwrapped from the headers that the server stores.
    pub async fn keys(&mut self, lot: LotId) -> Vec<PartKey> {
        let bid = self.my_bid(lot).await;
        let mut keys = Vec::new();
        for part in bid.parts {
            let path = format!("/api/bids/{}/parts/{part}/pieces/0", bid.id);
            let answer = self.client.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK);
            let key = seal::unwrap(&Header::parse(&answer.body).unwrap(), &self.key).unwrap();
            keys.push(PartKey { part, key: key.to_hex().to_string() });
        }
        keys
    }

    pub async fn release(&mut self, lot: LotId, keys: &[PartKey]) -> Result<(), Refusal> {
        self.client.call("release_keys", json!({ "lot": lot, "keys": keys })).await
    }

    pub async fn decrypt(&mut self, lot: LotId) -> Result<(), Refusal> {
        let keys = self.keys(lot).await;
        self.release(lot, &keys).await
    }

    /// Signs what was read out of its bid.
    pub async fn confirm(&mut self, lot: LotId) -> Result<(), Refusal> {
        let signature = self.confirmation(lot).await;
        self.hand_in_confirmation(lot, &signature).await
    }

    pub async fn confirmation(&mut self, lot: LotId) -> String {
        let view: RoomView = self.client.ask("room", &[("lot", &lot.to_string())]).await.unwrap();
        let bid = view.lot.my_bid.map_or_else(|| BidId::new(view.lot.now, 0), |bid| bid.id);
        let room = Room::replay(&view.entries).unwrap();
        // Without a line there is nothing to sign, and the server has to say so.
        let said = room.row(bid).and_then(|row| row.said()).unwrap_or_default();
        self.sign(&seal::confirmation(&lot.to_string(), &bid.to_string(), &said))
    }

    pub async fn hand_in_confirmation(&mut self, lot: LotId, signature: &str) -> Result<(), Refusal> {
        self.client.call("confirm", json!({ "lot": lot, "signature": signature })).await
    }
}

fn contents(price: Fen) -> [(String, Vec<u8>); 4] {
    let form = OpeningForm { price, duration_days: 200, quality: "合格".into(), manager: "保密经理".into() };
    let guarantee = Guarantee {
        kind: IssuerKind::Bank,
        issuer: "保密银行".into(),
        number: "BH-保密-1".into(),
        amount: Fen::from_yuan(60_000),
        from: "2026-11-24".parse().unwrap(),
        until: "2027-06-30".parse().unwrap(),
    };
    // Two chunks and a bit, so that more than one piece is in play.
    let document = [b"%PDF-1.4 confidential words ".repeat(90_000), b"%%EOF".to_vec()].concat();
    [
        ("form".into(), serde_json::to_vec(&form).unwrap()),
        ("guarantee".into(), serde_json::to_vec(&guarantee).unwrap()),
        ("guarantee-file".into(), b"%PDF-1.4 confidential guarantee %%EOF".to_vec()),
        ("document-1".into(), document),
    ]
}
