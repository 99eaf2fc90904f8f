//! Files that nothing refers to are swept; whatever a case or the data in force refer to never is.

use domain::subject::Form;
use domain::subject::item::Item;
use domain::subject::view::Filed;
use serde_json::json;

use crate::client::Client;
use crate::house::House;
use crate::on_both;
use crate::registration::{claimed, code, form, in_force, my_file, rule, save, send, taken};

const DAY: i64 = 24 * 3600;

/// Whether the file is there, bytes and row.
async fn is_there(house: &House, id: &str) -> bool {
    let row = store::attachments::find(house.store.read(), id).await.unwrap().is_some();
    let bytes = house.blobs.get_attachment(id).await.unwrap().is_some();
    assert_eq!(row, bytes, "{id}");
    row
}

async fn detach(client: &mut Client, id: &str) {
    client.ask::<()>("detach", &[("id", id)]).await.unwrap();
}

on_both! {
    async fn what_nothing_refers_to_goes_and_everything_else_stays(house: House) {
        let house = house.with_demo().await;
        let mut company = in_force(&house, 0, "zhangsan").await;
        let mut registrar = house.signed_in("registrar").await;
        let licence = my_file(&mut company).await.scans[0].id.clone();

        // Replaced in a draft: the old licence is in force, what was sent in between is nowhere.
        detach(&mut company, &licence).await;
        let between = taken(&mut company, Item::LicenceScan).await.id;
        detach(&mut company, &between).await;
        let newer = taken(&mut company, Item::LicenceScan).await.id;
        house.clock.advance_seconds(DAY - 60);
        house.office.sweep().await.unwrap();
        assert!(is_there(&house, &between).await, "younger than a day");
        house.clock.advance_seconds(120);
        house.office.sweep().await.unwrap();
        assert!(!is_there(&house, &between).await);
        assert!(is_there(&house, &licence).await && is_there(&house, &newer).await);

        company.sign_in("zhangsan", "long enough 1").await;
        registrar.sign_in("registrar", office::demo::PASSWORD).await;
        // At the desk, and returned, the case refers to it; approved, the data do, and the old licence is history of a case.
        assert_eq!(send(&mut company, &Form { bank_account: "99999999".into(), ..form(code(0)) }).await, Filed::Submitted);
        let case = claimed(&mut registrar, 0).await;
        let remarks = json!({ "return": { "remarks": [{ "spot": { "item": "licence_scan" }, "words": "不清晰" }] } });
        rule(&mut registrar, &case, remarks).await.unwrap();
        detach(&mut company, &newer).await;
        house.clock.advance_seconds(400 * DAY);
        house.office.sweep().await.unwrap();
        assert!(is_there(&house, &licence).await && is_there(&house, &newer).await, "a case names each");

        // An abandoned draft, of a company and of somebody who never sent one.
        let mut stranger = house.visitor();
        let account = json!({ "login": "lisi", "password": "long enough 1", "password_again": "long enough 1" });
        stranger.call::<domain::view::Me>("open_account", json!({ "code": code(1), "account": account })).await.unwrap();
        let never = taken(&mut stranger, Item::LicenceScan).await.id;
        house.clock.advance_seconds(80 * DAY);
        stranger.sign_in("lisi", "long enough 1").await;
        save(&mut stranger, &form(code(1))).await;
        house.clock.advance_seconds(80 * DAY);
        house.office.sweep().await.unwrap();
        assert!(is_there(&house, &never).await, "somebody works on it");
        house.clock.advance_seconds(11 * DAY);
        house.office.sweep().await.unwrap();
        assert!(!is_there(&house, &never).await);
        assert!(is_there(&house, &licence).await && is_there(&house, &newer).await);
        let rows = store::journal::from(house.store.read(), 0, 10_000).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.act == "attachment.swept").count(), 2);
    }
}
