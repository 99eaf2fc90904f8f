//! The keys under which personal entries lie, by name; by which key each file is sealed; and whom to call stands in the
//! form alone: a company that has none on file, because it is older than that, gets one with what was known of it.

use domain::subject::Form;
use domain::subject::form::{Contact, LegalPerson};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut name = text("name");
        let keys = Table::create().table("personal_keys").col(name.primary_key()).col(text("proof")).to_owned();
        manager.create_table(keys).await?;
        let sealed = Table::alter().table("attachments").add_column(text("sealed_by").default("")).to_owned();
        manager.alter_table(sealed).await?;
        let db = manager.get_connection();
        keep_contacts(db).await?;
        for column in ["contact_name", "contact_phone"] {
            db.execute_unprepared(&format!("ALTER TABLE subjects DROP COLUMN {column}")).await?;
        }
        Ok(())
    }
}

/// Plain for the moment: the store takes it over before anybody reads.
async fn keep_contacts(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let sql = "SELECT id, code, name, legal_person, address, contact_name, contact_phone FROM subjects \
         WHERE NOT practice AND contact_phone <> '' AND id NOT IN (SELECT subject FROM dossiers)";
    for row in db.query_all_raw(Statement::from_string(backend, sql)).await? {
        let of = |column: &str| row.try_get::<String>("", column);
        let contact = Contact { name: of("contact_name")?, phone: of("contact_phone")?, email: String::new() };
        let form = Form {
            code: of("code")?,
            company_name: of("name")?,
            address: of("address")?,
            legal: LegalPerson { name: of("legal_person")?, id_number: String::new() },
            contacts: vec![contact],
            ..Form::default()
        };
        let form = serde_json::to_string(&form).map_err(|error| DbErr::Custom(error.to_string()))?;
        let places = if backend == DbBackend::Postgres { "$1, $2" } else { "?, ?" };
        let sql = format!("INSERT INTO dossiers (subject, form, scans, life) VALUES ({places}, '[]', '[]')");
        db.execute_raw(Statement::from_sql_and_values(backend, sql, [of("id")?.into(), form.into()])).await?;
    }
    Ok(())
}
