//! Letters whose day comes: once and only once, whatever node looks, and by the clock that the house is given.

use domain::access::Account;
use domain::{Fen, Timestamp};
use serde_json::json;

use crate::access::letters;
use crate::bidder::Bidder;
use crate::client::Client;
use crate::house::House;
use crate::on_both;

/// Where the letters of this person go; it has just proved itself by signing in.
async fn named(client: &mut Client, address: &str) {
    client.call::<()>("set_email", json!({ "email": address })).await.unwrap();
}

/// Heads of the letters that were sent so far to this address and have these words in them.
async fn sent(house: &House, folder: &tempfile::TempDir, to: &str, words: &str) -> usize {
    let all = letters(house, folder.path()).await;
    all.iter().filter(|one| one.contains(&format!("To: {to}")) && one.contains(words)).count()
}

fn before(end: Timestamp, seconds: i64) -> Timestamp {
    end.plus_seconds(-seconds)
}

const DAY: i64 = 24 * 3600;

on_both! {
    async fn bidders_who_asked_are_reminded_a_day_and_an_hour_before_and_no_others(house: House) {
        let house = house.with_demo().await;
        let second = house.second_node().await;
        let folder = tempfile::tempdir().unwrap();
        let lot = house.lot(3 * DAY).await;
        let deadline = house.office.now().plus_seconds(3 * DAY);
        let mut asks = Bidder::with_key(house.signed_in("caoyuan").await, 1).await;
        let mut silent = Bidder::with_key(house.signed_in("xingan").await, 2).await;
        let mut looks_on = house.signed_in("dalai").await;
        let refused = asks.client.call::<()>("set_reminders", json!({ "wanted": true })).await;
        assert!(refused.is_err(), "there is no address yet");
        named(&mut asks.client, "a@caoyuan.example").await;
        named(&mut silent.client, "x@xingan.example").await;
        named(&mut looks_on, "d@dalai.example").await;
        for client in [&mut asks.client, &mut looks_on] {
            client.call::<()>("set_reminders", json!({ "wanted": true })).await.unwrap();
        }
        asks.bid(lot, Fen::from_yuan(4_000_000)).await;
        silent.bid(lot, Fen::from_yuan(4_100_000)).await;

        for (at, expected) in [(before(deadline, DAY + 1), 0), (before(deadline, DAY - 1), 1), (before(deadline, 3601), 1),
            (before(deadline, 3599), 2), (before(deadline, 1), 2), (deadline, 2)] {
            house.clock.set(at);
            for _ in 0..2 {
                let (one, other) = tokio::join!(house.office.remind(), second.remind());
                one.unwrap();
                other.unwrap();
            }
            assert_eq!(sent(&house, &folder, "a@caoyuan.example", "投标截止并开标").await, expected, "{at}");
        }
        let all = letters(&house, folder.path()).await;
        let reminders: Vec<&String> = all.iter().filter(|one| one.contains("投标截止并开标")).collect();
        assert_eq!(reminders.len(), 2);
        assert!(reminders.iter().all(|one| one.contains(&format!("https://kaibiao.example/lots/{lot}"))));
        assert!(reminders.iter().all(|one| !one.contains("已递交") && !one.contains("400")), "{reminders:?}");

        asks.client.sign_in("caoyuan", office::demo::PASSWORD).await;
        silent.client.sign_in("xingan", office::demo::PASSWORD).await;
        let account: Account = asks.client.ask("account", &[]).await.unwrap();
        assert!(account.reminders && account.letters.iter().all(|letter| letter.sent));
        assert_eq!(account.letters.iter().filter(|letter| letter.title == "开标时间提醒").count(), 2);
        let account: Account = silent.client.ask("account", &[]).await.unwrap();
        assert!(account.letters.iter().all(|letter| letter.title != "开标时间提醒"));
    }

    async fn a_postponed_deadline_is_told_anew_and_who_has_just_been_there_is_not(house: House) {
        let house = house.with_demo().await;
        let folder = tempfile::tempdir().unwrap();
        let lot = house.lot(3 * DAY).await;
        let deadline = house.office.now().plus_seconds(3 * DAY);
        let mut early = Bidder::with_key(house.signed_in("caoyuan").await, 1).await;
        named(&mut early.client, "a@caoyuan.example").await;
        let mut late = Bidder::with_key(house.signed_in("xingan").await, 2).await;
        named(&mut late.client, "x@xingan.example").await;
        for one in [&mut early, &mut late] {
            one.client.call::<()>("set_reminders", json!({ "wanted": true })).await.unwrap();
        }
        early.bid(lot, Fen::from_yuan(4_000_000)).await;
        house.clock.set(before(deadline, DAY - 60));
        late.client.sign_in("xingan", office::demo::PASSWORD).await;
        late.bid(lot, Fen::from_yuan(4_100_000)).await;
        house.office.remind().await.unwrap();
        assert_eq!(sent(&house, &folder, "a@caoyuan.example", "投标截止并开标").await, 1);
        assert_eq!(sent(&house, &folder, "x@xingan.example", "投标截止并开标").await, 0, "handed in after that");
        let until = deadline.plus_seconds(10 * DAY);
        let form = json!({ "deadline": until.to_local(), "reason": "补充文件" });
        house.signed_in("tenderer").await.call::<()>("postpone", json!({ "lot": lot, "form": form })).await.unwrap();
        house.office.remind().await.unwrap();
        assert_eq!(sent(&house, &folder, "a@caoyuan.example", "投标截止并开标").await, 1);
        house.clock.set(before(until, DAY - 60));
        house.office.remind().await.unwrap();
        assert_eq!(sent(&house, &folder, "a@caoyuan.example", "投标截止并开标").await, 2);
        assert_eq!(sent(&house, &folder, "x@xingan.example", "投标截止并开标").await, 1);
    }

    async fn what_ends_is_told_in_time_and_once(house: House) {
        let house = house.with_demo().await;
        let second = house.second_node().await;
        let folder = tempfile::tempdir().unwrap();
        let mut company = Bidder::with_key(house.signed_in("caoyuan").await, 1).await;
        named(&mut company.client, "a@caoyuan.example").await;
        let me: Option<domain::view::Me> = company.client.ask("me", &[]).await.unwrap();
        let id = me.unwrap().subject.unwrap().id;
        let subject = store::subjects::find(house.store.read(), id).await.unwrap().unwrap();
        let ends = store::certificates::of_subject(house.store.read(), id).await.unwrap().remove(0).until;
        let due = subject.due.unwrap();
        let dossier = store::cases::dossier(&house.store, id).await.unwrap().unwrap();
        let until: domain::Day = dossier.form.qualifications[0].until.parse().unwrap();

        let mut told = Vec::new();
        let last = until.max(ends.day()).plus(1);
        let mut today = house.office.now().day();
        while today <= last {
            house.clock.set(today.start().plus_seconds(3600));
            let (one, other) = tokio::join!(house.office.remind(), second.remind());
            for _ in 0..one.unwrap() + other.unwrap() {
                told.push(today);
            }
            // From here on every day counts; between there are years.
            let near = [ends.day(), due, until].iter().any(|end| today.plus(61) >= *end && today <= end.plus(2));
            today = today.plus(if near { 1 } else { 20 });
        }
        let words = |words: &'static str| sent(&house, &folder, "a@caoyuan.example", words);
        assert_eq!(words("须在").await, 2, "60 and 7 days before {due}: {told:?}");
        assert_eq!(words("现已逾期").await, 1);
        assert_eq!(words("到期后不能递交投标文件").await, 3, "certificate: {ends}");
        assert_eq!(words("延续后请变更登记信息").await, 2, "qualification: {until}");
    }

    async fn a_renewed_certificate_is_not_told_of_and_acts_are(house: House) {
        let house = house.with_demo().await;
        let folder = tempfile::tempdir().unwrap();
        let mut client = house.signed_in("caoyuan").await;
        named(&mut client, "a@caoyuan.example").await;
        let mut company = Bidder::with_key(client, 1).await;
        assert_eq!(sent(&house, &folder, "a@caoyuan.example", "的数字证书已签发").await, 1);
        let me: Option<domain::view::Me> = company.client.ask("me", &[]).await.unwrap();
        let id = me.unwrap().subject.unwrap().id;
        let first = store::certificates::of_subject(house.store.read(), id).await.unwrap().remove(0);
        house.clock.set(before(first.until, 50 * DAY));
        company.client.sign_in("caoyuan", office::demo::PASSWORD).await;
        // Overdue by then: whoever confirms may go on.
        company.client.ask::<()>("confirm_data", &[]).await.unwrap();
        let key = seal::SecretKey::generate(&mut company.chance());
        company.change_key(key).await;
        house.office.remind().await.unwrap();
        assert_eq!(sent(&house, &folder, "a@caoyuan.example", "到期后不能递交投标文件").await, 0);
        assert_eq!(sent(&house, &folder, "a@caoyuan.example", "的数字证书已签发").await, 2);
        let revoke = json!({ "fingerprint": first.fingerprint, "reason": "superseded" });
        company.client.call::<()>("revoke_certificate", revoke).await.unwrap();
        assert_eq!(sent(&house, &folder, "a@caoyuan.example", "的数字证书已吊销（已被取代）").await, 1);
    }
}
