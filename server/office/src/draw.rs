//! The platform's part in drawing coefficients. Its secret follows from its key and the lot, so there is none to choose.

use domain::LotId;
use domain::draw::{Draw, Outcome};
use domain::room::{Event, Line};
use ledger::draw::{Urn, committed};
use seal::Digest;

use crate::Office;

impl Office {
    /// What binds the platform before any key is released; nothing when nothing is drawn.
    pub(crate) fn draw_begun(&self, lot: LotId, draws: &[Draw]) -> Option<Event> {
        let digest = committed(&lot.to_string(), &self.draw_secret(lot)).to_string();
        (!draws.is_empty()).then(|| Event::DrawBegun { draws: draws.to_vec(), digest })
    }

    /// What comes out, once the forms are open; nothing when none is.
    pub(crate) fn drawn(&self, lot: LotId, draws: &[Draw], lines: &[Line]) -> Option<Event> {
        if draws.is_empty() || lines.is_empty() {
            return None;
        }
        let secret = self.draw_secret(lot);
        let bids: Vec<String> = lines.iter().map(|line| line.bid.to_string()).collect();
        let keys = bids.iter().zip(lines).map(|(bid, line)| (bid.as_str(), line.key.as_str()));
        let mut urn = Urn::new(&lot.to_string(), &secret, keys);
        let values = draws.iter().map(|draw| draw.values[urn.draw(draw.values.len() as u64)].clone()).collect();
        Some(Event::Drawn(Outcome { secret: secret.to_string(), values }))
    }

    fn draw_secret(&self, lot: LotId) -> Digest {
        let key = self.0.platform.to_bytes();
        Digest::of_fields("kaibiao-draw-secret/1", [&key[..], lot.to_string().as_bytes()])
    }
}
