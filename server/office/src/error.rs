//! Two messages an error: a refusal for the person, the rest for the operator.

use domain::Refusal;
use domain::stage::IllegalStep;
use store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal of a room does not draw a picture: it was changed from outside.
    #[error("the journal of a room is broken: {0}")]
    BrokenRoom(#[from] IllegalStep),
    #[error("{0}")]
    Internal(String),
}

impl Error {
    pub(crate) fn internal(error: impl std::fmt::Display) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<Error> for Refusal {
    /// Tells the operator's part to the log and keeps it from the person.
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => refusal,
            trouble => {
                tracing::error!(error = %trouble, "a use case failed");
                Self::Trouble
            }
        }
    }
}
