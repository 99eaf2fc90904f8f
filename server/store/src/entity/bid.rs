use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bids")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub lot: String,
    pub subject: String,
    pub state: String,
    pub since: i64,
    pub manifest: Option<String>,
    pub signature: Option<String>,
    pub receipt: Option<String>,
    pub signed_in: Option<i64>,
    /// Released part keys as JSON.
    pub keys: Option<String>,
    /// The opened line as JSON; public only from the read-out on.
    pub line: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
