//! A company registers itself, is reviewed, mends what was returned, changes what is in force, and is confirmed each year.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use crowd::DOT;
use domain::credit_code::{CreditCodeFault, FormFault};
use domain::subject::attachment::{Attachment, AttachmentFault, Sent};
use domain::subject::case::CaseState;
use domain::subject::form::{Contact, LegalPerson};
use domain::subject::item::{Item, ItemFault, SpotRemark};
use domain::subject::view::{CaseView, Desk, Filed, MyFile};
use domain::subject::{Form, Standing};
use domain::view::Me;
use domain::{CreditCode, Fault, Field, Problem, Refusal, SubjectId};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::client::Client;
use crate::house::House;
use crate::on_both;

const CODE: &str = "91150100M0001007";

pub fn code(n: u8) -> CreditCode {
    CreditCode::complete(&format!("{CODE}{n}")).unwrap()
}

/// What a company types. The number is an example of GB 11643.
pub fn form(code: CreditCode) -> Form {
    Form {
        code: code.to_string(),
        company_name: "测试建设有限公司".into(),
        licence_from: "2012-05-18".into(),
        capital: "50000000".into(),
        region: "152502".into(),
        address: "锡林浩特市1号".into(),
        legal: LegalPerson { name: "张三".into(), id_number: "11010519491231002X".into() },
        bank_name: "某银行".into(),
        bank_account: "1234567890".into(),
        contacts: vec![Contact { name: "李四".into(), phone: "13900000000".into(), email: String::new() }],
        ..Form::default()
    }
}

async fn account(client: &mut Client, code: &str, login: &str) -> Result<Me, Refusal> {
    let account = json!({ "login": login, "password": "long enough 1", "password_again": "long enough 1" });
    client.call("open_account", json!({ "code": code, "account": account })).await
}

/// Sends a file, and what became of it.
async fn attach(client: &mut Client, item: Item, bytes: &[u8]) -> Sent {
    let address = format!("/api/attachments/of/{}?name=scan", item.name());
    let request = client.request(Method::PUT, &address).body(Body::from(bytes.to_vec())).unwrap();
    let answer = client.send(request).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    serde_json::from_str(&answer.text()).unwrap()
}

pub async fn taken(client: &mut Client, item: Item) -> Attachment {
    match attach(client, item, DOT).await {
        Sent::Taken(scan) => scan,
        Sent::Refused(fault) => panic!("{fault:?}"),
    }
}

pub async fn save(client: &mut Client, form: &Form) {
    client.call::<i64>("save_draft", json!({ "form": form })).await.unwrap();
}

pub async fn send(client: &mut Client, form: &Form) -> Filed {
    save(client, form).await;
    client.ask("file", &[]).await.unwrap()
}

pub async fn my_file(client: &mut Client) -> MyFile {
    client.ask("my_file", &[]).await.unwrap()
}

/// A company whose registration waits at the desk.
pub async fn registered(house: &House, n: u8, login: &str) -> Client {
    let mut company = house.visitor();
    account(&mut company, code(n).as_str(), login).await.unwrap();
    taken(&mut company, Item::LicenceScan).await;
    assert_eq!(send(&mut company, &form(code(n))).await, Filed::Submitted);
    company
}

/// Its newest case, on the desk of a registrar.
pub async fn claimed(registrar: &mut Client, n: u8) -> CaseView {
    let case: String = registrar.ask("find_case", &[("code", code(n).as_str())]).await.unwrap();
    registrar.ask("claim_case", &[("id", &case)]).await.unwrap()
}

pub async fn rule(registrar: &mut Client, case: &CaseView, ruling: Value) -> Result<CaseView, Refusal> {
    registrar.call("rule_case", json!({ "id": case.line.case, "ruling": ruling })).await
}

/// The same, whose registration is in force.
pub async fn in_force(house: &House, n: u8, login: &str) -> Client {
    let company = registered(house, n, login).await;
    let mut registrar = house.signed_in("registrar").await;
    let case = claimed(&mut registrar, n).await;
    rule(&mut registrar, &case, json!("approve")).await.unwrap();
    // Cases are told apart by when they were sent.
    house.clock.advance_seconds(60);
    company
}

fn remark(item: Item, words: &str) -> SpotRemark {
    SpotRemark { spot: item.into(), words: words.into() }
}

on_both! {
    async fn each_bad_code_is_refused_by_the_server_with_its_own_fault(house: House) {
        let good = code(0).to_string();
        let form = |kind, meant: &str| CreditCodeFault::Form { kind, meant: meant.to_owned() };
        let wide: String = good.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
        let last = if good.ends_with('1') { '2' } else { '1' };
        for (typed, fault) in [
            (String::new(), CreditCodeFault::Empty),
            (wide, form(FormFault::FullWidth, &good)),
            (format!("{} {}", &good[..9], &good[9..]), form(FormFault::Blank, &good)),
            (good.to_lowercase(), form(FormFault::LowerCase, &good)),
            (good[..17].to_owned(), CreditCodeFault::Length { found: 17 }),
            (format!("{}I", &good[..17]), CreditCodeFault::Character { character: 'I', position: 18 }),
            (format!("{}{last}", &good[..17]), CreditCodeFault::Check),
        ] {
            let refused = account(&mut house.visitor(), &typed, "zhangsan").await.unwrap_err();
            assert_eq!(refused, Refusal::field(Field::Code, Fault::CreditCode(fault)), "{typed}");
        }
    }

    async fn a_code_is_named_down_to_its_county_for_everybody(house: House) {
        let name: String = house.visitor().ask("division", &[("code", "152502")]).await.unwrap();
        assert_eq!(name, "内蒙古自治区锡林郭勒盟锡林浩特市");
        let refused = house.visitor().ask::<String>("division", &[("code", "990000")]).await.unwrap_err();
        assert_eq!(refused, Refusal::NotFound);
    }

    async fn a_login_can_be_taken_once_and_a_code_by_whoever_registers_it_first(house: House) {
        let mut first = house.visitor();
        account(&mut first, code(0).as_str(), "zhangsan").await.unwrap();
        let again = account(&mut house.visitor(), code(1).as_str(), "ZhangSan").await.unwrap_err();
        assert_eq!(again, Refusal::Invalid { problems: vec![Problem { field: Field::Login, fault: Fault::Taken }] });
        // A draft keeps nobody else out.
        registered(&house, 0, "lisi").await;
        let late = account(&mut house.visitor(), code(0).as_str(), "wangwu").await.unwrap_err();
        assert_eq!(late, Refusal::field(Field::Code, Fault::Taken));
        taken(&mut first, Item::LicenceScan).await;
        let Filed::Mend { problems } = send(&mut first, &form(code(0))).await else { panic!("taken twice") };
        assert_eq!((problems[0].spot.item, &problems[0].fault), (Item::Code, &ItemFault::Taken));
        assert_eq!(problems.len(), 1);
    }

    async fn what_is_typed_is_kept_whatever_it_is_and_sent_only_when_it_holds(house: House) {
        let mut company = house.visitor();
        account(&mut company, code(0).as_str(), "zhangsan").await.unwrap();
        assert_eq!(my_file(&mut company).await.draft.code, code(0).to_string());
        let half = Form { capital: "5,000".into(), legal: LegalPerson::default(), ..form(code(0)) };
        let Filed::Mend { problems } = send(&mut company, &half).await else { panic!("taken") };
        let items: Vec<Item> = problems.iter().map(|problem| problem.spot.item).collect();
        assert_eq!(items, [Item::Capital, Item::LegalPerson, Item::LegalPersonId, Item::LicenceScan]);
        let file = my_file(&mut company).await;
        assert_eq!((file.draft, file.standing), (half, None));
        let refused = company.call::<()>("register_key", json!({ "public_key": "04" })).await.unwrap_err();
        assert_eq!(refused, Refusal::NotAllowed);
    }

    async fn a_returned_case_is_mended_and_approved(house: House) {
        let house = house.with_demo().await;
        let mut company = registered(&house, 0, "zhangsan").await;
        let mut registrar = house.signed_in("registrar").await;
        house.clock.advance_seconds(3600);
        let desk: Desk = registrar.ask("desk", &[]).await.unwrap();
        let line = desk.lines.iter().find(|line| line.code == code(0).to_string()).unwrap();
        assert_eq!(desk.now.since(line.submitted), 3_600_000);

        let unclaimed = registrar.call::<CaseView>("rule_case", json!({ "id": line.case, "ruling": "approve" })).await;
        assert_eq!(unclaimed.unwrap_err(), Refusal::MovedOn);
        let case = claimed(&mut registrar, 0).await;
        assert_eq!(case.division.as_deref(), Some("内蒙古自治区呼和浩特市"));
        let silent = rule(&mut registrar, &case, json!({ "return": { "remarks": [] } })).await.unwrap_err();
        assert_eq!(silent, Refusal::field(Field::Remark, Fault::Empty));
        let remarks = [remark(Item::Address, "地址请写全"), remark(Item::LicenceScan, "请上传彩色扫描件")];
        rule(&mut registrar, &case, json!({ "return": { "remarks": remarks } })).await.unwrap();

        let file = my_file(&mut company).await;
        assert_eq!(file.standing, Some(Standing::Returned { remark: "地址请写全；请上传彩色扫描件".into() }));
        assert_eq!(file.case.unwrap().state, CaseState::Returned { remarks: remarks.to_vec() });
        let mended = Form { address: "锡林浩特市那达慕大街1号".into(), ..form(code(0)) };
        assert_eq!(send(&mut company, &mended).await, Filed::Submitted);
        let meanwhile = company.call::<i64>("save_draft", json!({ "form": mended })).await.unwrap_err();
        assert_eq!(meanwhile, Refusal::MovedOn);
        let case = claimed(&mut registrar, 0).await;
        assert_eq!(case.form.address, mended.address);
        rule(&mut registrar, &case, json!("approve")).await.unwrap();
        assert_eq!(rule(&mut registrar, &case, json!("approve")).await.unwrap_err(), Refusal::MovedOn);
        let file = my_file(&mut company).await;
        assert_eq!((file.standing, file.in_force), (Some(Standing::Approved), Some(mended)));
        let acts: Vec<&str> = file.history.iter().map(|(_, act)| act.as_str()).collect();
        assert_eq!(acts, [
            "subject.registered", "subject.case_claimed", "subject.returned", "subject.resubmitted",
            "subject.case_claimed", "subject.approved",
        ]);
    }

    async fn key_data_change_through_the_desk_and_the_old_stay_in_force(house: House) {
        let house = house.with_demo().await;
        let mut company = in_force(&house, 0, "zhangsan").await;
        let mut registrar = house.signed_in("registrar").await;
        let contact = Contact { name: "王五".into(), phone: "13800000000".into(), email: String::new() };
        let called = Form { contacts: vec![contact], ..form(code(0)) };
        assert_eq!(send(&mut company, &called).await, Filed::InForce);
        assert_eq!(my_file(&mut company).await.in_force.as_ref(), Some(&called));

        let legal = LegalPerson { name: "赵六".into(), ..called.legal.clone() };
        let changed = Form { legal, ..called.clone() };
        assert_eq!(send(&mut company, &changed).await, Filed::Submitted);
        let file = my_file(&mut company).await;
        assert_eq!((file.standing, file.in_force.as_ref()), (Some(Standing::Approved), Some(&called)));
        let case = claimed(&mut registrar, 0).await;
        assert_eq!((&case.form, &case.in_force), (&changed.clone().masked(), &Some(called.masked())));
        rule(&mut registrar, &case, json!("approve")).await.unwrap();
        assert_eq!(my_file(&mut company).await.in_force, Some(changed.clone()));
        house.clock.advance_seconds(60);

        let other = Form { code: code(1).to_string(), ..changed.clone() };
        let Filed::Mend { problems } = send(&mut company, &other).await else { panic!("another code") };
        assert_eq!(problems[0].fault, ItemFault::NotTheCode);
        assert_eq!(send(&mut company, &Form { bank_account: "99999999".into(), ..changed.clone() }).await, Filed::Submitted);
        company.ask::<()>("withdraw_change", &[]).await.unwrap();
        let file = my_file(&mut company).await;
        assert_eq!((file.draft, file.in_force), (changed.clone(), Some(changed)));
    }

    async fn data_are_confirmed_each_year_or_nothing_new_is_begun(house: House) {
        let house = house.with_demo().await;
        let mut company = in_force(&house, 0, "zhangsan").await;
        let due = my_file(&mut company).await.due.unwrap();
        assert_eq!(company.ask::<()>("confirm_data", &[]).await.unwrap_err(), Refusal::MovedOn);
        house.clock.set(due.plus(1).start());
        account_again(&mut company).await;
        let refused = company.call::<()>("register_key", json!({ "public_key": key() })).await.unwrap_err();
        assert_eq!(refused, Refusal::NotApproved { standing: Standing::Overdue });
        company.ask::<()>("confirm_data", &[]).await.unwrap();
        let file = my_file(&mut company).await;
        assert_eq!((file.standing, file.due), (Some(Standing::Approved), Some(due.plus(366))));
        let asked = json!({ "request": "", "countersignature": null });
        let refused = company.call::<Value>("request_certificate", asked).await.unwrap_err();
        assert!(matches!(refused, Refusal::Certificate { .. }), "no longer held up: {refused:?}");
    }

    async fn a_decision_holds_a_company_and_whoever_is_gone_stays_gone(house: House) {
        let house = house.with_demo().await;
        let mut company = in_force(&house, 0, "zhangsan").await;
        let mut registrar = house.signed_in("registrar").await;
        let id: SubjectId = company.ask::<Option<Me>>("me", &[]).await.unwrap().unwrap().subject.unwrap().id;
        let decided = |kind: &str| json!({ "subject": id, "form": {
            "kind": kind, "document": "锡市监〔2026〕8号", "decided": "2026-11-20", "reason": "吸收合并",
            "other": "911525001000002270",
        } });
        registrar.call::<()>("decide", decided("suspended")).await.unwrap();
        let held = company.call::<()>("register_key", json!({ "public_key": key() })).await.unwrap_err();
        assert_eq!(held, Refusal::NotApproved { standing: Standing::Suspended });
        registrar.call::<()>("decide", decided("resumed")).await.unwrap();
        registrar.call::<()>("decide", decided("merged_into")).await.unwrap();
        let file = my_file(&mut company).await;
        assert_eq!((file.standing, file.life.len()), (Some(Standing::Cancelled), 3));
        assert_eq!(registrar.call::<()>("decide", decided("resumed")).await.unwrap_err(), Refusal::MovedOn);
        let nobody = company.call::<()>("decide", decided("resumed")).await.unwrap_err();
        assert_eq!(nobody, Refusal::NotAllowed);
    }

    async fn a_merger_is_told_to_the_tenderers_of_waiting_bids_by_the_bidder_alone(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        bidders[0].bid(lot, domain::Fen::from_yuan(4_100_000)).await;
        let mut registrar = house.signed_in("registrar").await;
        let me: Me = bidders[0].client.ask::<Option<Me>>("me", &[]).await.unwrap().unwrap();
        let decision = json!({ "kind": "divided", "document": "决定1号", "decided": "2026-11-20", "reason": "分立",
            "other": "91152500100000104Y" });
        registrar.call::<()>("decide", json!({ "subject": me.subject.unwrap().id, "form": decision })).await.unwrap();
        let file = my_file(&mut bidders[0].client).await;
        assert_eq!(file.to_tell, [("TEST-1".to_owned(), "测试标段".to_owned())]);
    }

    async fn only_registrars_review_and_only_its_company_sees_a_file(house: House) {
        let house = house.with_demo().await;
        let mut company = registered(&house, 0, "zhangsan").await;
        let scan = my_file(&mut company).await.scans.remove(0);
        let address = format!("/api/attachments/{}", scan.id);
        for login in ["caoyuan", "tenderer", "supervisor"] {
            let mut client = house.signed_in(login).await;
            assert_eq!(client.ask::<Desk>("desk", &[]).await.unwrap_err(), Refusal::NotAllowed, "{login}");
            assert_eq!(client.get(&address).await.status, StatusCode::NOT_FOUND, "{login}");
        }
        assert_eq!(house.visitor().ask::<Desk>("desk", &[]).await.unwrap_err(), Refusal::SignInFirst);
        assert_eq!(house.visitor().get(&address).await.status, StatusCode::UNAUTHORIZED);
        for mut client in [company, house.signed_in("registrar").await] {
            let answer = client.get(&address).await;
            assert_eq!((answer.status, answer.headers[CONTENT_TYPE].as_bytes()), (StatusCode::OK, &b"image/png"[..]));
            assert_eq!(seal::Digest::of(&answer.body).to_string(), scan.digest);
        }
    }

    async fn what_is_no_scan_is_refused_with_its_own_fault(house: House) {
        let mut company = house.visitor();
        account(&mut company, code(0).as_str(), "zhangsan").await.unwrap();
        let large = vec![0; (domain::subject::attachment::LARGEST + 1) as usize];
        for (bytes, fault) in [
            (&b""[..], AttachmentFault::Empty),
            (b"MZ a program", AttachmentFault::UnknownKind),
            (&DOT[..40], AttachmentFault::BrokenImage),
            (b"%PDF-1.7 and no more", AttachmentFault::BrokenPdf),
            (&large, AttachmentFault::TooLarge { most: domain::subject::attachment::LARGEST }),
        ] {
            assert_eq!(attach(&mut company, Item::LicenceScan, bytes).await, Sent::Refused(fault));
        }
        assert!(my_file(&mut company).await.scans.is_empty());
    }

    async fn a_virus_scanner_is_asked_first_and_nothing_is_taken_without_its_answer(house: House) {
        let scanner = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = scanner.local_addr().unwrap().to_string();
        let house = house.kept(office::Filing { scanner: Some(address), ..Default::default() });
        let mut company = house.visitor();
        account(&mut company, code(0).as_str(), "zhangsan").await.unwrap();
        let answers = tokio::spawn(async move {
            let mut asked = Vec::new();
            for answer in ["stream: Eicar-Test-Signature FOUND\0", "stream: OK\0"] {
                asked.push(answer_one(&scanner, answer).await);
            }
            asked
        });
        let found = AttachmentFault::Virus { name: "Eicar-Test-Signature".into() };
        assert_eq!(attach(&mut company, Item::LicenceScan, DOT).await, Sent::Refused(found));
        assert!(taken(&mut company, Item::LicenceScan).await.scanned);
        assert_eq!(answers.await.unwrap(), [DOT.to_vec(), DOT.to_vec()]);
        // It is gone now.
        assert_eq!(attach(&mut company, Item::LicenceScan, DOT).await, Sent::Refused(AttachmentFault::NoScanner));
    }

    async fn four_eyes_are_two_people(house: House) {
        let house = house.with_demo().await.kept(office::Filing { four_eyes: true, ..Default::default() });
        let mut company = registered(&house, 0, "zhangsan").await;
        let mut first = house.signed_in("registrar").await;
        let mut second = house.second_registrar().await;
        let case = claimed(&mut first, 0).await;
        let early: Result<CaseView, Refusal> = second.ask("claim_case", &[("id", &case.line.case)]).await;
        assert_eq!(early.unwrap_err(), Refusal::MovedOn);
        rule(&mut first, &case, json!("approve")).await.unwrap();
        assert_eq!(my_file(&mut company).await.standing, Some(Standing::Submitted));
        let again: Result<CaseView, Refusal> = first.ask("claim_case", &[("id", &case.line.case)]).await;
        assert_eq!(again.unwrap_err(), Refusal::NotAllowed);
        let case = claimed(&mut second, 0).await;
        rule(&mut second, &case, json!("approve")).await.unwrap();
        assert_eq!(my_file(&mut company).await.standing, Some(Standing::Approved));
    }

    async fn the_journal_holds_no_numbers_of_persons(house: House) {
        let house = house.with_demo().await;
        let mut company = in_force(&house, 0, "zhangsan").await;
        let legal = LegalPerson { name: "赵六".into(), ..form(code(0)).legal };
        send(&mut company, &Form { legal, ..form(code(0)) }).await;
        let rows = store::journal::from(house.store.read(), 0, 10_000).await.unwrap();
        let ours: Vec<_> = rows.iter().filter(|row| row.subject == code(0).to_string()).collect();
        assert_eq!(ours.len(), 4, "registered, claimed, approved, change submitted");
        for number in ["11010519491231002X", "13900000000", "1234567890"] {
            assert!(ours.iter().all(|row| !row.payload.contains(number)), "{number}");
        }
    }
}

/// A year later the session is over.
async fn account_again(client: &mut Client) {
    client.sign_in("zhangsan", "long enough 1").await;
}

fn key() -> String {
    let mut chance = office::Chance::from_seed([7; 32]).fork();
    seal::SecretKey::generate(&mut chance).public_key().to_string()
}

/// A scanner's half of one conversation (clamd's INSTREAM); the file that it was asked about.
async fn answer_one(scanner: &TcpListener, answer: &str) -> Vec<u8> {
    let (mut line, _) = scanner.accept().await.unwrap();
    let mut command = [0; 10];
    line.read_exact(&mut command).await.unwrap();
    assert_eq!(&command, b"zINSTREAM\0");
    let mut file = Vec::new();
    loop {
        let size = line.read_u32().await.unwrap();
        if size == 0 {
            break;
        }
        let begin = file.len();
        file.resize(begin + size as usize, 0);
        line.read_exact(&mut file[begin..]).await.unwrap();
    }
    line.write_all(answer.as_bytes()).await.unwrap();
    file
}
