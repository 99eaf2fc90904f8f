//! A simulated bidder: it holds a key and goes through the same use cases as a person, piece by piece.

use std::convert::Infallible;

use bytes::Bytes;
use domain::bid::{self as parts, OpeningForm};
use domain::guarantee::{Guarantee, IssuerKind, validity_end};
use domain::lot::Terms;
use domain::rights::{Caller, Person, Seat};
use domain::room::Row;
use domain::subject::role::SubjectRole;
use domain::subject::{Registration, Standing};
use domain::view::PartKey;
use domain::{BidId, CreditCode, Fen, LotId, Role, SubjectId, Timestamp, UserId};
use futures::stream;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use seal::{Context, Digest, Header, Manifest, PartLine, SecretKey};
use store::people;
use store::people::User;
use store::subjects::Subject;

use crate::journal::Actor;
use crate::{Error, Office};

/// Nobody can sign in with it: it is no PHC string.
const NO_PASSWORD: &str = "!";

pub struct Robot {
    pub caller: Caller,
    pub code: CreditCode,
    key: SecretKey,
}

/// What a robot bids.
pub struct Offer {
    pub price: Fen,
    pub days: u32,
    pub manager: &'static str,
}

impl Robot {
    /// The same seed always makes the same key, so that a restart finds it again.
    pub fn new(user: UserId, subject: SubjectId, code: CreditCode, seed: Digest) -> Self {
        let person =
            Person { user, role: Role::Bidder, subject: Some(subject), seat: Some(Seat::Submitter), by_key: false };
        let key = SecretKey::generate(&mut ChaCha20Rng::from_seed(seed.0));
        Self { caller: Caller { person: Some(person), address: "127.0.0.1".to_owned() }, code, key }
    }

    /// Enters a company into the subject database, approved and with its key.
    pub async fn settle(&self, office: &Office, name: &str, practice: bool, now: Timestamp) -> Result<(), Error> {
        let (person, id) = self.caller.bidder()?;
        let registration = Registration {
            code: self.code,
            name: name.to_owned(),
            legal_person: "模拟人".to_owned(),
            address: "锡林浩特市".to_owned(),
        };
        let subject = Subject {
            id,
            registration,
            standing: Standing::Approved,
            since: now,
            public_key: Some(self.key.public_key().to_string()),
            practice,
            due: None,
            roles: vec![SubjectRole::Bidder],
        };
        let tx = office.0.store.write().await?;
        office.enter_subject(&tx, &Actor::clock(), &subject, now).await?;
        let user = User {
            id: person.user,
            login: format!("robot-{}", person.user),
            role: Role::Bidder,
            subject: Some(id),
            seat: Some(Seat::Submitter),
            password: NO_PASSWORD.to_owned(),
        };
        people::insert(&*tx, &user).await?;
        Ok(tx.commit().await?)
    }

    /// Seals an offer, uploads it and commits it.
    pub async fn bid(&self, office: &Office, lot: LotId, terms: &Terms, offer: &Offer) -> Result<(), Error> {
        let bid = office.begin_bid(&self.caller, lot).await?;
        let form = OpeningForm {
            price: offer.price,
            duration_days: offer.days,
            quality: "合格".to_owned(),
            manager: offer.manager.to_owned(),
        };
        let guarantee = Guarantee {
            kind: IssuerKind::Bank,
            issuer: "模拟银行锡林浩特支行".to_owned(),
            number: format!("BH-{}", &bid.to_string()[18..]),
            amount: terms.guarantee,
            from: terms.deadline.day(),
            until: validity_end(terms),
        };
        let contents = [
            (parts::FORM.to_owned(), serde_json::to_vec(&form).map_err(Error::internal)?),
            (parts::GUARANTEE.to_owned(), serde_json::to_vec(&guarantee).map_err(Error::internal)?),
            (parts::GUARANTEE_FILE.to_owned(), paper("Guarantee")),
            (parts::document(1), paper("Bid")),
        ];
        let mut lines = Vec::new();
        for (part, content) in contents {
            lines.push(self.upload(office, lot, bid, part, &content).await?);
        }
        let manifest = Manifest { lot: lot.to_string(), bidder: self.code.to_string(), parts: lines }.to_text();
        let signature = self.key.sign(manifest.as_bytes(), &mut office.0.chance.fork());
        office.commit_bid(&self.caller, bid, &manifest, &signature.to_string()).await?;
        Ok(())
    }

    async fn upload(
        &self,
        office: &Office,
        lot: LotId,
        bid: BidId,
        part: String,
        content: &[u8],
    ) -> Result<PartLine, Error> {
        let context = Context { lot: lot.to_string(), bidder: self.code.to_string(), part: part.clone() };
        let recipients = [self.key.public_key()];
        let pieces = seal::seal_pieces(&context, &recipients, content, &mut office.0.chance.fork());
        let pieces = pieces.map_err(Error::internal)?;
        let line = PartLine::of(part, content.len() as u64, &pieces).map_err(Error::internal)?;
        for (number, piece) in (0..).zip(pieces) {
            let digest = Digest::of(&piece).to_string();
            let piece = stream::iter([Ok::<_, Infallible>(Bytes::from(piece))]);
            office.put_pieces(&self.caller, bid, &line.part, number, &[&digest], piece).await?;
        }
        Ok(line)
    }

    /// Opens its own stored headers and releases the keys, as a browser does.
    pub async fn decrypt(&self, office: &Office, lot: LotId) -> Result<(), Error> {
        let Some(bid) = office.lot(&self.caller, lot).await?.my_bid else { return Ok(()) };
        let mut keys = Vec::new();
        for part in bid.parts {
            let header = office.get_piece(&self.caller, bid.id, &part, 0).await?;
            let header = Header::parse(&header).map_err(Error::internal)?;
            let key = seal::unwrap(&header, &self.key).map_err(Error::internal)?;
            keys.push(PartKey { part, key: key.to_hex().to_string() });
        }
        office.release_keys(&self.caller, lot, keys).await
    }

    /// Confirms what was read out of its bid.
    pub async fn confirm(&self, office: &Office, lot: LotId, row: &Row) -> Result<(), Error> {
        let Some(said) = row.said() else { return Ok(()) };
        let said = seal::confirmation(&lot.to_string(), &row.bid.to_string(), &said);
        let signature = self.key.sign(said.as_bytes(), &mut office.0.chance.fork());
        office.confirm(&self.caller, lot, &signature.to_string()).await
    }
}

/// A one-page PDF with a line of text.
pub fn paper(line: &str) -> Vec<u8> {
    let stream = format!("BT /F1 24 Tf 72 720 Td ({line}) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>stream\n{stream}\nendstream", stream.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{number} 0 obj{object}endobj\n"));
    }
    let start = pdf.len();
    let size = objects.len() + 1;
    pdf.push_str(&format!("xref\n0 {size}\n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
    pdf.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::paper;

    #[test]
    fn the_paper_is_a_pdf() {
        assert_eq!(domain::pdf::check(&paper("Bid")), Ok(()));
    }
}
