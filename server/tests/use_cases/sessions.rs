//! Signing in, staying signed in, and requests that come from elsewhere.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{Method, Request, StatusCode};
use domain::Refusal;
use domain::view::Me;
use futures::{StreamExt, stream};
use tower::ServiceExt;

use crate::client::Client;
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

    async fn a_session_ends_when_nobody_comes_for_a_day_after_three_in_any_case_or_by_signing_out(house: House) {
        let house = house.with_demo().await;
        let mut client = house.signed_in("CaoYuan").await;
        assert_eq!(client.ask::<Option<Me>>("me", &[]).await.unwrap().unwrap().login, "caoyuan");
        let mut other = client.clone();
        client.ask::<()>("sign_out", &[]).await.unwrap();
        assert_eq!(other.ask::<Option<Me>>("me", &[]).await.unwrap(), None, "the server forgot the session");

        let (mut client, mut left) = (house.signed_in("caoyuan").await, house.signed_in("caoyuan").await);
        for _ in 0..6 {
            house.clock.advance_seconds(12 * 3600 - 1);
            assert!(client.ask::<Option<Me>>("me", &[]).await.unwrap().is_some());
        }
        house.clock.advance_seconds(6);
        assert_eq!(client.ask::<Option<Me>>("me", &[]).await.unwrap(), None, "three days are over");
        assert_eq!(left.ask::<Option<Me>>("me", &[]).await.unwrap(), None, "nobody came for a day");
    }

    async fn nobody_fills_the_servers_memory_with_a_form(house: House) {
        let stretch = Bytes::from(vec![b'a'; 64 << 10]);
        let (sent, taken) = (Arc::new(AtomicUsize::new(0)), 100);
        let counted = Arc::clone(&sent);
        let endless = stream::iter(0..taken).map(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok::<_, Infallible>(stretch.clone())
        });
        let mut visitor = house.visitor();
        let form = |visitor: &Client| {
            let request = visitor.request(Method::POST, "/api/fn/sign_in");
            request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").header(ACCEPT, "application/json")
        };
        let told = form(&visitor).header(CONTENT_LENGTH, "1000000").body(Body::empty()).unwrap();
        let answer = visitor.send(told).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.text().contains("提交的内容过长"), "{}", answer.text());
        let untold = form(&visitor).body(Body::from_stream(endless)).unwrap();
        let answer = visitor.send(untold).await;
        assert!(!answer.status.is_success(), "{}", answer.status);
        assert!(sent.load(Ordering::Relaxed) < 6, "{} stretches of 64 KiB were read", sent.load(Ordering::Relaxed));
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
