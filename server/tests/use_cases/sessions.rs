//! Signing in, staying signed in, and requests that come from elsewhere.

use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{Method, Request, StatusCode};
use domain::Refusal;
use domain::view::Me;
use tower::ServiceExt;

use crate::on_both;

on_both! {
    async fn a_wrong_password_and_an_unknown_login_get_the_same_answer(house: House) {
        let house = house.with_demo().await;
        for (login, password) in [("caoyuan", "wrong password"), ("nobody", "kaibiao-demo")] {
            let mut client = house.visitor();
            let refused = client.ask::<Me>("sign_in", &[("login", login), ("password", password)]).await;
            assert_eq!(refused.unwrap_err(), Refusal::WrongPassword);
            assert_eq!(client.ask::<Option<Me>>("me", &[]).await.unwrap(), None);
        }
    }

    async fn a_session_ends_after_a_day_or_by_signing_out(house: House) {
        let house = house.with_demo().await;
        let mut client = house.signed_in("CaoYuan").await;
        assert_eq!(client.ask::<Option<Me>>("me", &[]).await.unwrap().unwrap().login, "caoyuan");
        let mut other = client.clone();
        client.ask::<()>("sign_out", &[]).await.unwrap();
        assert_eq!(other.ask::<Option<Me>>("me", &[]).await.unwrap(), None, "the server forgot the session");

        let mut client = house.signed_in("caoyuan").await;
        house.clock.advance_seconds(12 * 3600 - 1);
        assert!(client.ask::<Option<Me>>("me", &[]).await.unwrap().is_some());
        house.clock.advance_seconds(1);
        assert_eq!(client.ask::<Option<Me>>("me", &[]).await.unwrap(), None);
    }

    async fn a_form_without_javascript_signs_in_and_is_led_back(house: House) {
        let house = house.with_demo().await;
        let request = house
            .visitor()
            .request(Method::POST, "/api/fn/sign_in")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "text/html")
            .body(Body::from("login=caoyuan&password=kaibiao-demo&back=/credit/%E5%BC%80%E6%A0%87"))
            .unwrap();
        let answer = house.visitor().send(request).await;
        assert_eq!(answer.status, StatusCode::FOUND);
        assert_eq!(answer.headers[LOCATION], "/credit/%E5%BC%80%E6%A0%87");
        let cookie = answer.headers[SET_COOKIE].to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    }

    async fn a_foreign_page_can_not_act(house: House) {
        let house = house.with_demo().await;
        for (header, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("x-none", "1")] {
            let request = Request::builder()
                .method(Method::POST)
                .uri("/api/fn/sign_in")
                .header("host", "127.0.0.1:3000")
                .header(header, value)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from("login=caoyuan&password=kaibiao-demo"))
                .unwrap();
            let answer = house.router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{header}");
            assert!(answer.headers().get(SET_COOKIE).is_none());
        }
    }
}
