//! A refusal as an HTTP answer, at the addresses that are no server functions.

use app::api::door::status;
use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::Refusal;

/// Its status and the refusal as JSON.
pub struct Refused(Refusal);

impl From<office::Error> for Refused {
    fn from(error: office::Error) -> Self {
        Self(error.into())
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (status(&self.0), Json(self.0)).into_response()
    }
}
