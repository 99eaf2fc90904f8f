use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subjects")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub code: String,
    pub name: String,
    pub legal_person: String,
    pub address: String,
    pub contact_name: String,
    pub contact_phone: String,
    pub standing: String,
    pub remark: Option<String>,
    pub since: i64,
    pub public_key: Option<String>,
    pub practice: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
