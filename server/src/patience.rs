//! Whoever asks for a page is never left waiting: what is not ready in time is given up, and asked for again.

use std::time::Duration;

use axum::extract::Request;
use axum::http::header::{REFRESH, RETRY_AFTER};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Lang;

use crate::pages;

/// From the request to the begin of the answer; a page takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// For reading only: an act that was given up here might still be done.
pub async fn in_time(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let (path, lang) = (request.uri().path().to_owned(), pages::language_of(request.headers()));
    let answer = tokio::time::timeout(PATIENCE, next.run(request)).await;
    answer.unwrap_or_else(|_| {
        tracing::error!(path, "given up: no answer after {PATIENCE:?}");
        again(lang)
    })
}

fn again(lang: Lang) -> Response {
    let words = match lang {
        Lang::Zh => "网页生成超时，两秒后自动重试。",
        Lang::En => "The page took too long. It is asked for again in two seconds.",
    };
    let headers = HeaderMap::from_iter([(REFRESH, 2.into()), (RETRY_AFTER, 2.into())]);
    (StatusCode::SERVICE_UNAVAILABLE, headers, words).into_response()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn ask(method: Method) -> Response {
        let slow = || tokio::time::sleep(PATIENCE * 2);
        let router = Router::new().route("/", get(slow).post(slow)).layer(from_fn(in_time));
        router.oneshot(Request::builder().method(method).uri("/").body(Body::empty()).unwrap()).await.unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_page_that_hangs_is_asked_for_again() {
        let answer = ask(Method::GET).await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.headers()[REFRESH], "2");
    }

    #[tokio::test(start_paused = true)]
    async fn an_act_is_never_given_up() {
        assert_eq!(ask(Method::POST).await.status(), StatusCode::OK);
    }
}
