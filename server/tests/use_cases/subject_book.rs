//! The subject database is searched, loaded and given out, on both databases alike.

use std::io::{Cursor, Write};

use axum::body::Body;
use axum::http::{Method, StatusCode};
use domain::Refusal;
use domain::subject::import::{Imported, LineFault, Outcome};
use domain::subject::role::SubjectRole;
use domain::subject::search::{FoundSubjects, SubjectQuery};
use domain::view::SubjectLine;
use serde_json::json;
use store::staged;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::client::Client;
use crate::on_both;

async fn load(client: &mut Client, dry: bool, text: &str) -> Result<Imported, StatusCode> {
    load_bytes(client, dry, text.as_bytes().to_vec()).await
}

async fn load_bytes(client: &mut Client, dry: bool, bytes: Vec<u8>) -> Result<Imported, StatusCode> {
    let address = format!("/api/subjects?dry={dry}&name=old.csv");
    let answer = client.send(client.request(Method::PUT, &address).body(Body::from(bytes)).unwrap()).await;
    if answer.status.is_success() { Ok(serde_json::from_slice(&answer.body).unwrap()) } else { Err(answer.status) }
}

async fn list(client: &mut Client, query: &SubjectQuery) -> Result<FoundSubjects, Refusal> {
    client.call("list_subjects", json!({ "query": query })).await
}

async fn names(client: &mut Client, query: SubjectQuery) -> Vec<String> {
    list(client, &query).await.unwrap().lines.into_iter().map(|line| line.name).collect()
}

fn text(text: &str) -> SubjectQuery {
    SubjectQuery { text: text.into(), ..SubjectQuery::default() }
}

/// A spreadsheet of these lines, as little of one as there can be (ECMA-376, part 1).
fn spreadsheet(lines: &[Vec<String>]) -> Vec<u8> {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let cell = |text: &String| format!("<c t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text));
    let row = |line: &Vec<String>| format!("<row>{}</row>", line.iter().map(cell).collect::<String>());
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let leads = |kind: &str, to: &str| {
        format!(
            "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{links}/{kind}\" Target=\"{to}\"/></Relationships>"
        )
    };
    let files = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
        ),
        ("_rels/.rels", leads("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", leads("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{links}\"><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet xmlns=\"{main}\"><sheetData>{}</sheetData></worksheet>",
                lines.iter().map(row).collect::<String>()
            ),
        ),
    ];
    let mut book = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        book.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
        book.write_all(content.as_bytes()).unwrap();
    }
    book.finish().unwrap().into_inner()
}

/// Three companies of two provinces, one of them in two roles.
const OLD: &str = "统一社会信用代码,主体名称,主体角色类型,法定代表人\n\
    91350203MA344PKP8K,厦门（草原）贸易有限公司,供应商、投标人,林一\n\
    91440300708461136T,深圳路桥集团有限公司,招标人,陈二\n\
    91211121059812484C,辽河水务ABC有限公司,,张三\n";

on_both! {
    async fn a_database_comes_in_whole_or_not_at_all(house: House) {
        let house = house.with_demo().await;
        let mut registrar = house.signed_in("registrar").await;
        let before = names(&mut registrar, text("有限公司")).await.len();
        let wrong = format!("{OLD}91211121059812484C,重复,,\n9111,错码,,\n");
        let Ok(Imported::Read { lines, loaded: false }) = load(&mut registrar, false, &wrong).await else { panic!("loaded") };
        assert_eq!(lines[3].outcome, Outcome::Wrong(LineFault::Twice(4)));
        assert!(matches!(lines[4].outcome, Outcome::Wrong(LineFault::Code(_))));
        assert_eq!(lines.iter().filter(|line| line.outcome == Outcome::New).count(), 3);
        let Ok(Imported::Read { loaded: false, .. }) = load(&mut registrar, true, OLD).await else { panic!("loaded") };
        assert_eq!(names(&mut registrar, text("有限公司")).await.len(), before, "nothing is half loaded, or loaded dry");
        let Ok(Imported::Read { loaded: true, .. }) = load(&mut registrar, false, OLD).await else { panic!("not loaded") };
        assert_eq!(names(&mut registrar, text("有限公司")).await.len(), before + 3);
        let Ok(Imported::Read { lines, loaded: false }) = load(&mut registrar, false, OLD).await else { panic!("twice") };
        assert!(lines.iter().all(|line| line.outcome == Outcome::Known));
        let other = "信用代码,名称\n91440300708461136T,另一名称\n";
        let Ok(Imported::Read { lines, .. }) = load(&mut registrar, false, other).await else { panic!("refused") };
        assert_eq!(lines[0].outcome, Outcome::Wrong(LineFault::OtherName("深圳路桥集团有限公司".into())));
        assert_eq!(load(&mut registrar, true, "名称,地址\n甲,乙\n").await, Ok(Imported::NoColumns));
        assert_eq!(load(&mut house.signed_in("supervisor").await, true, OLD).await, Err(StatusCode::FORBIDDEN));
        assert_eq!(load(&mut house.visitor(), true, OLD).await, Err(StatusCode::UNAUTHORIZED));
    }

    async fn subjects_are_found_by_all_that_they_are(house: House) {
        let house = house.with_demo().await;
        let mut registrar = house.signed_in("registrar").await;
        load(&mut registrar, false, OLD).await.unwrap();
        assert_eq!(names(&mut registrar, text("草原")).await, ["锡林郭勒草原建工有限公司", "厦门（草原）贸易有限公司"]);
        assert_eq!(names(&mut registrar, text("门草原")).await, ["厦门（草原）贸易有限公司"], "brackets are passed over");
        assert_eq!(names(&mut registrar, text("水务abc")).await, ["辽河水务ABC有限公司"]);
        assert!(names(&mut registrar, text("原草")).await.is_empty(), "the order of characters counts");
        assert!(names(&mut registrar, text("草原路桥")).await.is_empty());
        for code in ["9144030070846", "914403", "91440300", "91440300708461136t"] {
            assert_eq!(names(&mut registrar, text(code)).await, ["深圳路桥集团有限公司"], "{code}");
        }
        let of = |division: &str, role: &str, standing: &str, text: &str| SubjectQuery {
            division: division.into(), role: role.into(), standing: standing.into(), text: text.into(), ..SubjectQuery::default()
        };
        assert_eq!(names(&mut registrar, of("350000", "", "", "")).await, ["厦门（草原）贸易有限公司"]);
        assert_eq!(names(&mut registrar, of("2111", "bidder", "approved", "水务")).await, ["辽河水务ABC有限公司"]);
        assert_eq!(names(&mut registrar, of("", "supplier", "", "")).await, ["厦门（草原）贸易有限公司"]);
        assert_eq!(names(&mut registrar, of("", "tenderer", "", "91")).await, ["深圳路桥集团有限公司"]);
        assert_eq!(names(&mut registrar, of("15", "", "submitted", "")).await, ["苏尼特新能源有限公司"]);
        assert!(names(&mut registrar, of("35", "tenderer", "", "")).await.is_empty());
        assert!(list(&mut registrar, &text("草")).await.is_err(), "one character is not enough");
        assert!(list(&mut registrar, &of("1", "", "", "")).await.is_err());
        assert_eq!(list(&mut house.signed_in("caoyuan").await, &text("草原")).await, Err(Refusal::NotAllowed));
        assert!(list(&mut house.signed_in("supervisor").await, &text("草原")).await.is_ok());

        let public: Vec<SubjectLine> = house.visitor().ask("find_subjects", &[("query", "草原")]).await.unwrap();
        assert_eq!(public.len(), 2);
        let waiting: Vec<SubjectLine> = house.visitor().ask("find_subjects", &[("query", "苏尼特新能源")]).await.unwrap();
        assert!(waiting.is_empty(), "not in force");
    }

    async fn what_goes_out_comes_in_as_a_spreadsheet(house: House) {
        let house = house.with_demo().await;
        let mut registrar = house.signed_in("registrar").await;
        load(&mut registrar, false, OLD).await.unwrap();
        let csv = registrar.get("/api/subjects.csv").await.text();
        assert!(!csv.contains('"'), "no cell has a comma in it");
        let lines: Vec<Vec<String>> = csv.trim_start_matches('\u{feff}').lines()
            .map(|line| line.split(',').map(str::to_owned).collect()).collect();
        let whole = lines.len() - 1;
        let Ok(Imported::Read { lines: read, loaded: false }) = load_bytes(&mut registrar, false, spreadsheet(&lines)).await else { panic!("loaded") };
        assert_eq!((read.len(), read.iter().filter(|line| line.outcome == Outcome::Known).count()), (whole, whole));
        let mut moved = lines[0].clone();
        (moved[0], moved[1], moved[2]) = ("91350203MA344PKP8K".into(), "厦门〈草原〉&贸易".into(), "出让人、采购代理机构".into());
        let other = [lines[0].clone(), moved];
        let Ok(Imported::Read { lines: read, .. }) = load_bytes(&mut registrar, true, spreadsheet(&other)).await else { panic!("refused") };
        assert_eq!(read[0].outcome, Outcome::Wrong(LineFault::OtherName("厦门（草原）贸易有限公司".into())));
        let mut fresh = other[1].clone();
        fresh[0] = domain::CreditCode::complete("91350203MA0000001").unwrap().to_string();
        let Ok(Imported::Read { loaded: true, .. }) = load_bytes(&mut registrar, false, spreadsheet(&[lines[0].clone(), fresh])).await else { panic!("refused") };
        let query = SubjectQuery { role: "purchase_agency".into(), ..text("草原") };
        assert_eq!(names(&mut registrar, query).await, ["厦门〈草原〉&贸易"]);
        assert_eq!(load_bytes(&mut registrar, true, b"PK\x03\x04 no book".to_vec()).await, Ok(Imported::NotATable));
    }

    async fn what_was_laid_aside_is_found_by_nobody_until_all_of_it_is_entered(house: House) {
        let house = house.with_demo().await;
        let mut registrar = house.signed_in("registrar").await;
        let now = house.office.now();
        let before = names(&mut registrar, SubjectQuery::default()).await;
        let csv = registrar.get("/api/subjects.csv").await.text();
        let aside = |n: u32| {
            let code = domain::CreditCode::complete(&format!("91350203MA{n:07}")).unwrap();
            let form = domain::subject::Form { company_name: format!("厦门第{n}贸易"), ..Default::default() };
            (form.registration(code), vec![SubjectRole::Supplier])
        };
        let subjects = house.office.subjects_of((0..2500).map(aside).collect(), now);
        staged::lay_aside(&house.store, "one", &subjects, now).await.unwrap();
        // Whoever registers meanwhile has a number of its own, and is found; what lies aside is not.
        let mut other = aside(7).0;
        other.name = "捷足先登贸易".into();
        let first = house.office.subjects_of(vec![(other, vec![SubjectRole::Bidder])], now).remove(0);
        let tx = house.store.write().await.unwrap();
        store::subjects::insert(&*tx, &first).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(names(&mut registrar, text("贸易")).await, ["捷足先登贸易"]);
        assert_eq!(names(&mut registrar, text("厦门第")).await.len(), 0);
        let grown = registrar.get("/api/subjects.csv").await.text();
        assert_eq!(grown.lines().count(), csv.lines().count() + 1);

        // One of its codes has come in by another way: none of it is entered.
        let tx = house.store.write().await.unwrap();
        assert!(!staged::enter(&tx, "one").await.unwrap());
        drop(tx);
        assert_eq!(names(&mut registrar, text("厦门第")).await.len(), 0);
        // Left behind, it is swept after a day, and its words with it.
        house.office.sweep().await.unwrap();
        assert_eq!(staged::left_behind(house.store.read(), now.plus_seconds(1)).await.unwrap(), ["one"]);
        house.clock.advance_seconds(25 * 3600);
        house.office.sweep().await.unwrap();
        assert!(staged::left_behind(house.store.read(), house.office.now()).await.unwrap().is_empty());
        registrar.sign_in("registrar", office::demo::PASSWORD).await;
        assert_eq!(names(&mut registrar, SubjectQuery::default()).await.len(), before.len() + 1);

        let rest: Vec<_> = subjects.into_iter().filter(|one| one.registration.code != first.registration.code).collect();
        staged::lay_aside(&house.store, "two", &rest, now).await.unwrap();
        let tx = house.store.write().await.unwrap();
        assert!(staged::enter(&tx, "two").await.unwrap());
        tx.commit().await.unwrap();
        // Killed before what lay aside was forgotten, as the next sweep does: what was entered stays whole.
        house.clock.advance_seconds(25 * 3600);
        house.office.sweep().await.unwrap();
        assert!(staged::left_behind(house.store.read(), house.office.now()).await.unwrap().is_empty());
        registrar.sign_in("registrar", office::demo::PASSWORD).await;
        assert_eq!(names(&mut registrar, text("厦门第2499")).await, ["厦门第2499贸易"]);
        let grown = registrar.get("/api/subjects.csv").await.text();
        assert_eq!(grown.lines().count(), csv.lines().count() + 1 + 2499);
    }

    async fn pages_follow_each_other_without_a_gap(house: House) {
        let house = house.with_demo().await;
        let mut registrar = house.signed_in("registrar").await;
        load(&mut registrar, false, OLD).await.unwrap();
        let all = list(&mut registrar, &SubjectQuery::default()).await.unwrap();
        assert!(all.next.is_none());
        let csv = registrar.get("/api/subjects.csv").await;
        assert_eq!(csv.status, StatusCode::OK);
        let text = csv.text();
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines.len(), all.lines.len() + 1);
        assert!(lines[0].starts_with("统一社会信用代码,主体名称,主体角色类型,行政区域代码"));
        assert!(text.contains("91350203MA344PKP8K,厦门（草原）贸易有限公司,投标人、供应商,350203,福建省厦门市思明区,林一,"));
        assert!(!text.contains("13804790001"), "no number of a person goes out");
        assert_eq!(house.signed_in("caoyuan").await.get("/api/subjects.csv").await.status, StatusCode::FORBIDDEN);
        let Ok(Imported::Read { lines: read, .. }) = load(&mut registrar, true, &text).await else { panic!("refused") };
        assert!(read.iter().all(|line| line.outcome == Outcome::Known), "what goes out comes in again");
    }
}
