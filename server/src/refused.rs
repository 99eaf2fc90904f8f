//! A refusal as an HTTP answer, for addresses that are no server functions.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Refusal;

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
        let status = match &self.0 {
            Refusal::SignInFirst | Refusal::WrongPassword => StatusCode::UNAUTHORIZED,
            Refusal::NotAllowed | Refusal::NotApproved { .. } | Refusal::Restricted { .. } => StatusCode::FORBIDDEN,
            Refusal::NotFound => StatusCode::NOT_FOUND,
            Refusal::Invalid { .. } | Refusal::DigestDiffers { .. } | Refusal::NotSealed => StatusCode::BAD_REQUEST,
            Refusal::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Refusal::Busy => StatusCode::TOO_MANY_REQUESTS,
            Refusal::Trouble => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::CONFLICT,
        };
        (status, Json(self.0)).into_response()
    }
}
