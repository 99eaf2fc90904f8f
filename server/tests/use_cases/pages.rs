//! Every reading page is whole without JavaScript, in both languages, under a strict policy.

use axum::body::Body;
use axum::http::header::{CONTENT_SECURITY_POLICY, LOCATION};
use axum::http::{Method, StatusCode};
use domain::view::LotList;

use crate::on_both;

on_both! {
    async fn reading_pages_are_whole_without_javascript(house: House) {
        let house = house.with_demo().await;
        let mut visitor = house.visitor();
        let LotList { lots, .. } = visitor.ask("lots", &[]).await.unwrap();
        let held = lots.iter().find(|lot| lot.terms.code == "XM-2026-041").unwrap().id;
        let open = lots.iter().find(|lot| lot.terms.code == "XM-2026-057").unwrap().id;
        for (path, shown) in [
            ("/".to_owned(), "模拟开标"),
            ("/lots".to_owned(), "G303 线锡林浩特段路面养护工程"),
            (format!("/lots/{open}"), "5,000,000.00"),
            (format!("/lots/{held}/room"), "北疆建设集团有限公司"),
            (format!("/lots/{held}/record"), "8,499,776.50"),
            (format!("/lots/{held}/screen"), "8,499,776.50"),
            ("/credit/911525001000002270".to_owned(), "锡林郭勒草原建工有限公司"),
            ("/credit?q=%E7%99%BD%E9%9F%B3".to_owned(), "白音市政工程有限公司"),
        ] {
            let page = visitor.get(&path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(page.text().contains(shown), "{path} lacks {shown}");
        }
    }

    async fn a_restriction_is_shown_to_everybody_while_it_lasts(house: House) {
        let house = house.with_demo().await;
        let mut restricted = house.signed_in("baiyin").await;
        let me: Option<domain::view::Me> = restricted.ask("me", &[]).await.unwrap();
        let code = me.unwrap().subject.unwrap().code;
        let page = house.visitor().get(&format!("/credit/{code}")).await.text();
        for shown in ["锡建罚〔2026〕17号", "锡林郭勒盟住房和城乡建设局", "串通投标"] {
            assert!(page.contains(shown), "{shown}");
        }
    }

    async fn english_is_one_click_away_and_stays(house: House) {
        let mut visitor = house.visitor();
        let answer = visitor.get("/lang/en?back=/lots").await;
        assert_eq!(answer.headers[LOCATION], "/lots");
        let request = visitor
            .request(Method::GET, "/")
            .header("cookie", "lang=en")
            .body(Body::empty())
            .unwrap();
        let page = visitor.send(request).await.text();
        assert!(page.contains("<html lang=\"en\"") && page.contains("Practice"), "not English");
    }

    async fn pages_run_only_our_own_code(house: House) {
        let page = house.visitor().get("/").await;
        let policy = page.headers[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        let text = page.text();
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert!(policy.contains("'wasm-unsafe-eval'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        for script in text.split("<script").skip(1) {
            assert!(script.contains(nonce), "a script without the page's nonce: {script:.200}");
        }
        assert!(!text.contains("style=\""), "an inline style");
        assert_eq!(page.headers["x-content-type-options"], "nosniff");
        let second = house.visitor().get("/").await;
        assert_ne!(second.headers[CONTENT_SECURITY_POLICY].to_str().unwrap(), policy, "a nonce is used once");
    }

    async fn a_page_is_served_while_another_house_opens(house: House) {
        let second = house.second_router();
        let building = tokio::task::spawn_blocking(move || (0..40).map(|_| second()).collect::<Vec<_>>());
        while !building.is_finished() {
            assert_eq!(house.visitor().get("/").await.status, StatusCode::OK);
        }
        assert_eq!(building.await.unwrap().len(), 40);
    }

    async fn what_is_not_there_is_said_so(house: House) {
        let mut visitor = house.visitor();
        for path in ["/nowhere", "/%E5%BC%80%E6%A0%87"] {
            assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let missing = visitor.get("/lots/01arz3ndektsv4rrffq69g5fav").await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
        assert!(missing.text().contains("</html>"));
    }
}
