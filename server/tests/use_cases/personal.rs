//! What is said of persons: encrypted where it lies, masked for others, shown for a purpose, and every look on record.

use axum::http::StatusCode;
use domain::help::HelpReason;
use domain::journal::Act;
use domain::rights::Role;
use domain::subject::Form;
use domain::subject::form::Contact;
use domain::subject::item::{Item, Spot};
use domain::subject::look::{LONGEST_PURPOSE, Look, Looks, Sought};
use domain::subject::search::{FoundSubjects, SubjectQuery};
use domain::subject::view::{Desk, Filed};
use domain::view::{Me, RoomView};
use domain::{Fault, Field, Refusal};
use seal::Digest;
use serde_json::json;
use store::cases::{self, Case};
use store::{StoreError, journal, subjects};

use crate::client::Client;
use crate::colleagues::colleague;
use crate::house::{House, KEYS};
use crate::on_both;
use crate::opening::decrypting;
use crate::registration::{claimed, code, form, in_force, my_file, registered, rule, send, taken};

const ID: &str = "11010519491231002X";
const PHONE: &str = "13900000000";
const ROTATED: &str = "second 00112233445566778899aabbccddeeff\nfirst 0123456789abcdeffedcba9876543210";

/// What is kept must hold none of it: numbers, name of the contact, account, a scan.
fn lies_readable(house: &House) -> Vec<&'static str> {
    let (dump, files) = (house.dump(), house.everything_kept());
    let mut found: Vec<&str> = [ID, PHONE, "李四", "1234567890", "13804790001", "lisi@example.cn"].into();
    found.retain(|text| dump.contains(text) || files.windows(text.len()).any(|bytes| bytes == text.as_bytes()));
    // Its scan was encoded anew; what follows the name of its kind is the same in each.
    found.extend(files.windows(8).any(|bytes| bytes == b"\x89PNG\r\n\x1a\n").then_some("a scan"));
    found
}

/// What the company of these tests types, with an address for letters.
fn typed() -> Form {
    let contact = Contact { email: "lisi@example.cn".into(), ..form(code(0)).contacts[0].clone() };
    Form { contacts: vec![contact], ..form(code(0)) }
}

async fn reveal(client: &mut Client, sought: &Sought, purpose: &str) -> Result<String, Refusal> {
    client.call("reveal", json!({ "sought": sought, "purpose": purpose })).await
}

async fn looks(client: &mut Client, n: u8) -> Result<Looks, Refusal> {
    client.ask("looks", &[("code", code(n).as_str())]).await
}

fn of_case(case: &str, item: Item) -> Sought {
    Sought::Case { case: case.to_owned(), spot: item.into(), in_force: false }
}

async fn newest_case(house: &House) -> Case {
    let subject = subjects::find_by_code(house.store.read(), code(0)).await.unwrap().unwrap();
    cases::newest_of(&house.store, subject.id).await.unwrap().unwrap()
}

on_both! {
    async fn nothing_that_is_said_of_a_person_lies_readable(house: House) {
        let house = house.with_demo().await;
        let mut company = registered(&house, 0, "zhangsan").await;
        assert_eq!(lies_readable(&house), [""; 0]);
        let mut registrar = house.signed_in("registrar").await;
        let case = claimed(&mut registrar, 0).await;
        rule(&mut registrar, &case, json!("approve")).await.unwrap();
        house.clock.advance_seconds(60);
        assert_eq!(send(&mut company, &typed()).await, Filed::InForce);
        assert_eq!(lies_readable(&house), [""; 0]);
        assert_eq!(my_file(&mut company).await.in_force, Some(typed()));
    }

    async fn what_lies_in_one_row_opens_in_no_other(house: House) {
        let house = house.with_demo().await;
        let mut first = in_force(&house, 0, "zhangsan").await;
        let mut second = in_force(&house, 1, "lisi").await;
        let swaps = ["dossiers", "cases"].map(|table| {
            format!("UPDATE {table} SET form = (SELECT other.form FROM {table} AS other WHERE other.form <> {table}.form LIMIT 1)")
        });
        house.store.tamper(&swaps[0]).await.unwrap();
        for company in [&mut first, &mut second] {
            assert_eq!(company.ask::<serde_json::Value>("my_file", &[]).await.unwrap_err(), Refusal::Trouble);
        }
        house.store.tamper(&swaps[1]).await.unwrap();
        let mut registrar = house.signed_in("registrar").await;
        let case = registrar.ask::<String>("find_case", &[("code", code(0).as_str())]).await;
        assert_eq!(case.unwrap_err(), Refusal::Trouble);
        // Plain text in the place of what is sealed is taken no more than another row's.
        house.store.tamper("UPDATE dossiers SET form = '{}'").await.unwrap();
        assert_eq!(first.ask::<serde_json::Value>("my_file", &[]).await.unwrap_err(), Refusal::Trouble);
    }

    async fn numbers_can_not_be_tried_against_what_the_journal_keeps_of_a_form(house: House) {
        let house = house.with_demo().await;
        registered(&house, 0, "zhangsan").await;
        let case = newest_case(&house).await;
        let entries = journal::about(house.store.read(), code(0).as_str(), Act::SubjectRegistered.name()).await.unwrap();
        let text = serde_json::to_string(&case.form).unwrap();
        let unsalted = [Digest::of(text.as_bytes()), Digest::of_fields("kaibiao-form/1", [&b""[..], text.as_bytes()])];
        assert!(unsalted.iter().all(|digest| !entries[0].payload.contains(&digest.to_string())));
        let salted = Digest::of_fields("kaibiao-form/1", [case.salt.as_bytes(), text.as_bytes()]).to_string();
        assert!(entries[0].payload.contains(&salted), "whoever has the case can still show that it is this form");
        assert!(!house.dump().contains(&case.salt));
    }

    async fn lists_and_the_queue_open_nothing(house: House) {
        let house = house.with_demo().await;
        registered(&house, 0, "zhangsan").await;
        let mut registrar = house.signed_in("registrar").await;
        let before = house.opened();
        let desk: Desk = registrar.ask("desk", &[]).await.unwrap();
        let query = SubjectQuery { text: "有限公司".into(), ..SubjectQuery::default() };
        let found: FoundSubjects = registrar.call("list_subjects", json!({ "query": query })).await.unwrap();
        assert_eq!((desk.lines.len(), found.lines.len() > 4), (2, true));
        house.visitor().ask::<serde_json::Value>("find_subjects", &[("query", "草原")]).await.unwrap();
        assert_eq!(registrar.get("/api/subjects.csv").await.status, StatusCode::OK);
        house.office.ask_outside().await.unwrap();
        let asked = house.opened();
        house.office.ask_outside().await.unwrap();
        assert_eq!(house.opened(), asked, "nothing was due");
        let mut other = house.signed_in("registrar").await;
        other.ask::<Desk>("desk", &[]).await.unwrap();
        assert_eq!((asked - before, house.opened()), (desk.lines.len(), asked), "one form a case that was asked about");
    }

    async fn what_older_releases_kept_plain_is_taken_over_and_keys_are_replaced(house: House) {
        let house = house.with_demo().await;
        let mut company = registered(&house, 0, "zhangsan").await;
        let scan = format!("/api/attachments/{}", my_file(&mut company).await.scans[0].id);
        let bytes = company.get(&scan).await.body;
        let plain = serde_json::to_string(&typed()).unwrap();
        house.store.tamper(&format!("UPDATE drafts SET form = '{plain}'")).await.unwrap();
        house.store.tamper(&format!("UPDATE cases SET form = '{plain}' WHERE code = '{}'", code(0))).await.unwrap();
        house.store.tamper("UPDATE attachments SET sealed_by = ''").await.unwrap();
        house.blobs.put_attachment(scan.rsplit('/').next().unwrap(), bytes.clone()).await.unwrap();
        assert_ne!(lies_readable(&house), [""; 0]);

        let house = house.restarted(KEYS).await;
        assert_eq!(house.office.reseal_files().await.unwrap(), 1);
        assert_eq!(lies_readable(&house), [""; 0]);
        assert_eq!(my_file(&mut house_client(&house).await).await.draft, typed());
        assert_eq!(newest_case(&house).await.form, typed());

        let house = house.restarted(ROTATED).await;
        let early = house.connect("second 00112233445566778899aabbccddeeff").await.err().unwrap();
        assert!(matches!(early, StoreError::KeyMissing { name } if name == "first"), "a scan lies under it");
        assert_eq!(house.office.reseal_files().await.unwrap(), 1);
        let house = house.restarted("second 00112233445566778899aabbccddeeff").await;
        let mut company = house_client(&house).await;
        assert_eq!(my_file(&mut company).await.draft, typed());
        assert_eq!(company.get(&scan).await.body, bytes);
    }

    async fn a_key_that_is_missing_or_another_is_told_at_the_start(house: House) {
        let missing = house.connect("other 00112233445566778899aabbccddeeff").await.err().unwrap();
        assert!(matches!(missing, StoreError::KeyMissing { name } if name == "first"));
        let wrong = house.connect("first 00112233445566778899aabbccddeeff").await.err().unwrap();
        assert!(matches!(wrong, StoreError::KeyWrong { name } if name == "first"));
        house.connect(KEYS).await.unwrap();
    }

    async fn a_number_is_masked_and_shown_for_a_purpose_and_the_company_reads_who_looked(house: House) {
        let house = house.with_demo().await;
        let mut company = registered(&house, 0, "zhangsan").await;
        let mut registrar = house.signed_in("registrar").await;
        let case: String = registrar.ask("find_case", &[("code", code(0).as_str())]).await.unwrap();
        let phone = of_case(&case, Item::ContactPhone);
        let early = reveal(&mut registrar, &phone, "核对").await.unwrap_err();
        assert_eq!(early, Refusal::NotAllowed, "not on the registrar's desk");

        let view = claimed(&mut registrar, 0).await;
        assert_eq!((&view.form, view.may_look), (&form(code(0)).masked(), true));
        let page = registrar.get(&format!("/review/{case}")).await.text();
        assert!(page.contains("139****0000") && page.contains("110***********002X"));
        assert!(!page.contains(PHONE) && !page.contains(ID));

        for (purpose, fault) in [("  ", Fault::Empty), (&"字".repeat(101), Fault::TooLong { max: LONGEST_PURPOSE })] {
            let refused = reveal(&mut registrar, &phone, purpose).await.unwrap_err();
            assert_eq!(refused, Refusal::field(Field::Reason, fault));
        }
        assert_eq!(reveal(&mut registrar, &phone, "电话核实").await.unwrap(), PHONE);
        house.clock.advance_seconds(5);
        assert_eq!(reveal(&mut registrar, &of_case(&case, Item::LegalPersonId), "核对证件").await.unwrap(), ID);
        let unmasked = reveal(&mut registrar, &of_case(&case, Item::Address), "核对").await.unwrap_err();
        assert_eq!(unmasked, Refusal::NotFound);
        let mut second = house.second_registrar().await;
        assert_eq!(reveal(&mut second, &phone, "核对").await.unwrap_err(), Refusal::NotAllowed);

        let of = |item: Item, purpose: &str| Look { role: Role::Registrar, entry: item.into(), purpose: purpose.into() };
        let expected = [of(Item::LegalPersonId, "核对证件"), of(Item::ContactPhone, "电话核实")];
        for client in [&mut company, &mut house.signed_in("supervisor").await] {
            let told = looks(client, 0).await.unwrap();
            assert_eq!(told.lines.iter().map(|line| &line.look).collect::<Vec<_>>(), [&expected[0], &expected[1]]);
            assert!(told.lines.iter().all(|line| line.who == "registrar"));
            assert_eq!(told.lines[0].at.since(told.lines[1].at), 5000);
        }
        assert_eq!(looks(&mut house.signed_in("caoyuan").await, 0).await.unwrap_err(), Refusal::NotAllowed);
        let page = company.get(&format!("/looks/{}", code(0))).await.text();
        assert!(page.contains("电话核实") && page.contains("手机号码"), "{page}");
        let rows = journal::from(house.store.read(), 0, 10_000).await.unwrap();
        assert!(rows.iter().all(|row| !row.payload.contains(PHONE) && !row.payload.contains(ID)));
    }

    async fn a_change_under_the_same_mask_is_seen_and_both_values_are_shown(house: House) {
        let house = house.with_demo().await;
        let mut company = in_force(&house, 0, "zhangsan").await;
        let mut changed = form(code(0));
        changed.contacts[0].phone = "13911110000".into();
        changed.address = "锡林浩特市2号".into();
        send(&mut company, &changed).await;
        let mut registrar = house.signed_in("registrar").await;
        let view = claimed(&mut registrar, 0).await;
        assert_eq!(view.form.contacts, view.in_force.as_ref().unwrap().contacts, "alike under their masks");
        assert_eq!(view.differs, [Spot::from(Item::Address), Spot::from(Item::ContactPhone)]);
        let mut seen = Vec::new();
        for in_force in [true, false] {
            let sought = Sought::Case { case: view.line.case.clone(), spot: Item::ContactPhone.into(), in_force };
            seen.push(reveal(&mut registrar, &sought, "核对").await.unwrap());
        }
        assert_eq!(seen, [PHONE, "13911110000"]);
    }

    async fn whoever_only_reads_along_sees_masks(house: House) {
        let house = house.with_demo().await;
        let mut administrator = house.signed_in("caoyuan").await;
        let mut viewer = colleague(&house, &mut administrator, "narisu", "viewer").await;
        let mut submitter = colleague(&house, &mut administrator, "qiqige", "submitter").await;
        let clear = my_file(&mut administrator).await;
        assert_eq!(clear.in_force.as_ref().unwrap().legal.id_number, ID);
        assert_eq!(my_file(&mut submitter).await.in_force, clear.in_force);
        let masked = my_file(&mut viewer).await;
        assert_eq!(masked.in_force, clear.in_force.map(Form::masked));
        assert_eq!(masked.draft, clear.draft.masked());
        let me: Me = viewer.ask::<Option<Me>>("me", &[]).await.unwrap().unwrap();
        let told: Looks = viewer.ask("looks", &[("code", me.subject.unwrap().code.as_str())]).await.unwrap();
        assert_eq!(told.lines, []);
        assert!(!viewer.get("/my/case").await.text().contains(ID));
    }

    async fn the_host_is_shown_the_telephone_of_whoever_called_for_help(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = decrypting(&house).await;
        let caller = &mut bidders[1].client;
        caller.call::<()>("call_for_help", json!({ "lot": lot, "reason": HelpReason::Key, "words": "" })).await.unwrap();
        let room: RoomView = tenderer.ask("room", &[("lot", &lot.to_string())]).await.unwrap();
        let sought = Sought::Help { lot, call: room.helps[0].id };
        assert_eq!(reveal(&mut tenderer, &sought, "协助解密").await.unwrap(), "13804790001");
        for mut other in [house.another_tenderer().await, house.signed_in("supervisor").await] {
            assert_eq!(reveal(&mut other, &sought, "核对").await.unwrap_err(), Refusal::NotAllowed);
        }
        let me: Me = caller.ask::<Option<Me>>("me", &[]).await.unwrap().unwrap();
        let told: Looks = caller.ask("looks", &[("code", me.subject.unwrap().code.as_str())]).await.unwrap();
        let look = Look { role: Role::Tenderer, entry: Item::ContactPhone.into(), purpose: "协助解密".into() };
        assert_eq!((told.lines.len(), told.lines[0].who.as_str(), &told.lines[0].look), (1, "tenderer", &look));
    }

    async fn a_registrar_that_sees_an_identity_card_is_on_record(house: House) {
        let house = house.with_demo().await;
        let mut company = house.visitor();
        let account = json!({ "login": "zhangsan", "password": "long enough 1", "password_again": "long enough 1" });
        company.call::<Me>("open_account", json!({ "code": code(0), "account": account })).await.unwrap();
        let card = taken(&mut company, Item::LegalPersonScan).await;
        let licence = taken(&mut company, Item::LicenceScan).await;
        assert_eq!(send(&mut company, &form(code(0))).await, Filed::Submitted);
        let mut registrar = house.signed_in("registrar").await;
        for scan in [&licence, &card, &card] {
            assert_eq!(registrar.get(&format!("/api/attachments/{}", scan.id)).await.status, StatusCode::OK);
        }
        assert_eq!(company.get(&format!("/api/attachments/{}", card.id)).await.status, StatusCode::OK);
        let told = looks(&mut company, 0).await.unwrap();
        assert_eq!(told.lines.len(), 1, "the licence shows no person, and the browser asks twice");
        assert_eq!(told.lines[0].look.entry, Spot::from(Item::LegalPersonScan));
        house.clock.advance_seconds(3601);
        registrar.get(&format!("/api/attachments/{}", card.id)).await;
        assert_eq!(looks(&mut company, 0).await.unwrap().lines.len(), 2);
    }
}

/// The company of these tests at a house that was started again.
async fn house_client(house: &House) -> Client {
    let mut client = house.visitor();
    client.sign_in("zhangsan", "long enough 1").await;
    client
}
