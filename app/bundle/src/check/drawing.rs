//! A drawing of coefficients (抽取系数), reckoned again.

use domain::LotId;
use domain::draw::{Draw, Drawing, Outcome};
use domain::room::{Line, Room};
use ledger::draw::{Urn, committed};

use super::report::{Fault, Place, Reason, Verdict};
use crate::content::Content;

/// What holds of a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The secret is the one that was told of before.
    pub secret: bool,
    pub values: Vec<bool>,
}

impl Drawn {
    #[must_use]
    pub fn all(&self) -> bool {
        self.secret && self.values.iter().all(|holds| *holds)
    }
}

/// Reckons everything again. `lines` as they were read out.
#[must_use]
pub fn drawn(lot: LotId, drawing: &Drawing, outcome: &Outcome, lines: &[&Line]) -> Drawn {
    let Ok(secret) = outcome.secret.parse() else {
        return Drawn { secret: false, values: vec![false; outcome.values.len()] };
    };
    let lot = lot.to_string();
    let bids: Vec<String> = lines.iter().map(|line| line.bid.to_string()).collect();
    let keys = bids.iter().zip(lines).map(|(bid, line)| (bid.as_str(), line.key.as_str()));
    let mut urn = Urn::new(&lot, &secret, keys);
    let holds = |(draw, value): (&Draw, &String)| {
        let n = draw.values.len() as u64;
        n > 0 && draw.values.get(urn.draw(n)) == Some(value)
    };
    let values = drawing.draws.iter().zip(&outcome.values).map(holds).collect();
    Drawn { secret: committed(&lot, &secret).to_string() == drawing.digest, values }
}

/// Whether what the lot's terms ask for was drawn as it must come out.
pub fn check(content: &Content, room: &Room) -> Verdict {
    let lines: Vec<&Line> = room.rows.iter().filter_map(|row| row.line.as_ref()).collect();
    let Some(drawing) = &room.drawing else { return nothing(content.terms.draws.is_empty()) };
    let Some(outcome) = &drawing.outcome else { return nothing(lines.is_empty()) };
    let drawn = drawn(content.lot, drawing, outcome, &lines);
    let secret = (!drawn.secret).then(|| Place::Whole.wrong(Fault::OtherSecret));
    let other = drawing.draws.iter().zip(&drawn.values).filter(|(_, holds)| !**holds);
    let other = other.map(|(draw, _)| Place::Draw(draw.name.clone()).wrong(Fault::OtherValue));
    Verdict::of(secret.into_iter().chain(other).collect())
}

/// Nothing was drawn, which is right only where there was nothing to draw.
fn nothing(right: bool) -> Verdict {
    match right {
        true => Verdict::NotChecked(Reason::NothingDrawn),
        false => Verdict::Wrong(vec![Place::Whole.wrong(Fault::NotDrawn)]),
    }
}

#[cfg(test)]
mod tests {
    use domain::bid::OpeningForm;
    use domain::draw::parse;
    use domain::guarantee::{Guarantee, IssuerKind};
    use domain::{BidId, Fen, Timestamp};
    use seal::Digest;

    use super::*;

    const AT: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn line(n: u128, key: &str) -> Line {
        let day = AT.day();
        let form =
            OpeningForm { price: Fen::from_yuan(1), duration_days: 1, quality: "合格".into(), manager: "甲".into() };
        let guarantee = Guarantee {
            kind: IssuerKind::Bank,
            issuer: "银行".into(),
            number: "1".into(),
            amount: Fen::from_yuan(1),
            from: day,
            until: day,
        };
        Line { bid: BidId::new(AT, n), form, guarantee, key: key.into() }
    }

    #[test]
    fn a_drawing_holds_only_as_it_was_drawn() {
        let (lot, secret) = (LotId::new(AT, 1), Digest([9; 32]));
        let draws = parse("K：1 2 3 4 5 6 7\nC：a b c d e f g").unwrap();
        let lines = [line(1, "01"), line(2, "02"), line(3, "03")];
        let lines = lines.each_ref();
        let bids = lines.map(|line| line.bid.to_string());
        let mut urn = Urn::new(&lot.to_string(), &secret, bids.iter().map(String::as_str).zip(["01", "02", "03"]));
        let values: Vec<String> = draws.iter().map(|draw| draw.values[urn.draw(7)].clone()).collect();
        let outcome = Outcome { secret: secret.to_string(), values };
        let drawing = Drawing { draws, digest: committed(&lot.to_string(), &secret).to_string(), outcome: None };
        assert!(drawn(lot, &drawing, &outcome, &lines).all());

        let other = Outcome { secret: Digest([8; 32]).to_string(), ..outcome.clone() };
        assert!(!drawn(lot, &drawing, &other, &lines).secret, "another secret than the one told of");
        let next = drawing.draws[0].values.iter().find(|value| **value != outcome.values[0]).unwrap().clone();
        let steered = Outcome { values: vec![next, outcome.values[1].clone()], ..outcome.clone() };
        assert_eq!(drawn(lot, &drawing, &steered, &lines).values, [false, true]);
        assert!(!drawn(lot, &drawing, &outcome, &lines[..2]).all(), "a bid was left out");
        assert!(!drawn(LotId::new(AT, 2), &drawing, &outcome, &lines).all(), "of another lot");
        let garbled = Outcome { secret: "zz".into(), ..outcome };
        assert!(!drawn(lot, &drawing, &garbled, &lines).all());
    }
}
