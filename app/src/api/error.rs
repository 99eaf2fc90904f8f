//! How answers travel: as JSON, and what may come instead of a result.

use std::str::Utf8Error;

use domain::Refusal;
use leptos::server_fn::codec::Post;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::{ContentType, Decodes, Encodes, Format, FormatType};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ApiError {
    /// The use case refused, and says why.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The request did not reach the server, or its answer did not come back whole.
    #[error("the server could not be reached")]
    Unreachable,
}

impl FromServerFnError for ApiError {
    type Encoder = Text;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::Unreachable
    }
}

/// Arguments or results in the body of a POST request or of its answer.
pub type Json = Post<Text>;

/// JSON, read from text: Leptos' own is read from bytes, and the client, whose resources are read from text, would carry
/// the readers of all types twice.
pub struct Text;

#[derive(Debug, thiserror::Error)]
pub enum TextError {
    #[error("not UTF-8: {0}")]
    Utf8(#[from] Utf8Error),
    #[error("not the JSON expected: {0}")]
    Json(#[from] serde_json::Error),
}

impl ContentType for Text {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Text {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Text {
    type Error = TextError;

    fn encode(value: &T) -> Result<leptos::server_fn::Bytes, TextError> {
        Ok(serde_json::to_string(value)?.into())
    }
}

impl<T: DeserializeOwned> Decodes<T> for Text {
    type Error = TextError;

    fn decode(bytes: leptos::server_fn::Bytes) -> Result<T, TextError> {
        Ok(serde_json::from_str(std::str::from_utf8(&bytes)?)?)
    }
}
