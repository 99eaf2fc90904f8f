//! How the nodes on one PostgreSQL wake one another when something happened in a room. A ring may be lost, and is no more
//! than a reason to read the journal. SQLite serves one node, which needs no waking.

use domain::LotId;
use sea_orm::sqlx::postgres::PgListener;
use sea_orm::{ConnectionTrait, DbBackend, RuntimeErr, Statement};

use crate::{Store, StoreError};

const CHANNEL: &str = "kaibiao_rooms";

/// The rings of all nodes, this one among them.
pub struct Bell(PgListener);

impl Store {
    /// Tells the other nodes that something happened in the room of a lot.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ring(&self, lot: LotId) -> Result<(), StoreError> {
        if self.db.get_database_backend() == DbBackend::Postgres {
            let words = [CHANNEL.into(), lot.to_string().into()];
            let notify = "SELECT pg_notify($1, $2)";
            self.db.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, notify, words)).await?;
        }
        Ok(())
    }

    /// Takes a connection of its own. `None` where there are no other nodes.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn bell(&self) -> Result<Option<Bell>, StoreError> {
        if self.db.get_database_backend() != DbBackend::Postgres {
            return Ok(None);
        }
        let mut listener = PgListener::connect_with(self.db.get_postgres_connection_pool()).await.map_err(database)?;
        listener.listen(CHANNEL).await.map_err(database)?;
        Ok(Some(Bell(listener)))
    }
}

impl Bell {
    /// The next lot, after waiting for it.
    ///
    /// # Errors
    /// When the connection broke and could not be made again.
    pub async fn hear(&mut self) -> Result<LotId, StoreError> {
        loop {
            // Somebody else's word on our channel is passed over.
            if let Ok(lot) = self.0.recv().await.map_err(database)?.payload().parse() {
                return Ok(lot);
            }
        }
    }
}

fn database(error: sea_orm::sqlx::Error) -> StoreError {
    sea_orm::DbErr::Conn(RuntimeErr::SqlxError(error.into())).into()
}
