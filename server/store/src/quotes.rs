//! Quotations: sealed as they came, then what their keys opened.

use domain::{BidId, Fen, Timestamp};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};

use crate::StoreError;
use crate::entity::quote::{Entity, Model};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    pub bid: BidId,
    pub round: u32,
    pub at: Timestamp,
    /// The sealed slip as JSON.
    pub slip: String,
    /// The released key and what it opened; public only from the round's read-out on.
    pub opened: Option<(String, Fen)>,
}

/// One a round: a second of the same round does not go in.
pub async fn insert(db: &impl ConnectionTrait, quote: &Quote) -> Result<(), StoreError> {
    Entity::insert(model(quote).into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn update(db: &impl ConnectionTrait, quote: &Quote) -> Result<(), StoreError> {
    Entity::update(model(quote).into_active_model().reset_all()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn find(db: &impl ConnectionTrait, bid: BidId, round: u32) -> Result<Option<Quote>, StoreError> {
    let row = Entity::find_by_id((bid.to_string(), round.cast_signed())).one(db).await?;
    Ok(row.map(|row| Quote {
        bid,
        round,
        at: Timestamp::from_millis(row.at),
        slip: row.slip,
        opened: row.key.zip(row.price.map(Fen::new)),
    }))
}

fn model(quote: &Quote) -> Model {
    let (key, price) = quote.opened.clone().unzip();
    Model {
        bid: quote.bid.to_string(),
        round: quote.round.cast_signed(),
        at: quote.at.millis(),
        slip: quote.slip.clone(),
        key,
        price: price.map(Fen::get),
    }
}
