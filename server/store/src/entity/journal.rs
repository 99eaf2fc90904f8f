use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "journal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub at: i64,
    pub lot: Option<String>,
    /// The entry's place among the lot's room events.
    pub room_seq: Option<i64>,
    pub actor: String,
    pub address: String,
    pub act: String,
    pub subject: String,
    pub payload: String,
    pub salt: String,
    pub commitment: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
