//! The schema, step by step, the same on both databases: ids and words as text, money and time as big integers.

use sea_orm_migration::prelude::*;

mod m0001_house;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_house::Migration)]
    }
}
