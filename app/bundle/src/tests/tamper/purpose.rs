//! What a dishonest platform would do, signed by itself.

use serde_json::json;

use super::*;

fn good() -> Value {
    content_of(&Sample::good())
}

fn entries(content: &mut Value) -> &mut Vec<Value> {
    content["entries"].as_array_mut().unwrap()
}

fn at(content: &Value, event: &str) -> usize {
    let is = |entry: &Value| entry["event"] == event || entry["event"].get(event).is_some();
    content["entries"].as_array().unwrap().iter().position(is).unwrap()
}

/// As if there had never been a gap.
fn numbered(content: &mut Value) {
    entries(content).iter_mut().zip(1..).for_each(|(entry, seq)| entry["seq"] = json!(seq));
}

#[test]
fn swapped_bids_are_found() {
    let mut content = good();
    content["bids"].as_array_mut().unwrap().swap(0, 1);
    found_by(&content, &[Topic::Bids], "bids");
    let mut content = good();
    let (one, other) = (content["bids"][0]["opened"].clone(), content["bids"][1]["opened"].clone());
    content["bids"][0]["opened"] = other;
    content["bids"][1]["opened"] = one;
    found_by(&content, &[Topic::Seals], "what was opened of them");
    let mut content = good();
    let (one, other) = (content["bids"][0]["receipt"].clone(), content["bids"][1]["receipt"].clone());
    content["bids"][0]["receipt"] = other;
    content["bids"][1]["receipt"] = one;
    found_by(&content, &[Topic::Receipts], "receipts");
}

#[test]
fn a_key_of_another_bid_is_found_even_where_the_read_out_names_it() {
    let mut content = good();
    let key = content["bids"][1]["opened"][0]["key"].clone();
    content["bids"][0]["opened"][0]["key"] = key.clone();
    found_by(&content, &[Topic::Seals], "the key alone");
    let read_out = at(&content, "read_out");
    content["entries"][read_out]["event"]["read_out"]["lines"][0]["key"] = key;
    found_by(&content, &[Topic::Seals], "the key and the line");
    let guarantee = content["bids"][1]["opened"][1]["key"].clone();
    content["bids"][0]["opened"][1]["key"] = guarantee;
    found_by(&content, &[Topic::Seals], "the key of the guarantee");
}

/// The line says another price, and a form that says it too is sealed anew under a key of the platform's own.
#[test]
fn a_price_that_is_changed_everywhere_is_found_by_what_the_bidder_signed() {
    let mut made = Sample::good();
    let mut content = content_of(&made);
    let read_out = at(&content, "read_out");
    content["entries"][read_out]["event"]["read_out"]["lines"][0]["form"]["price"] = json!(399_999_900);
    found_by(&content, &[Topic::ReadOut], "the line");
    found_by(&content, &[Topic::Confirmations], "and its confirmation");

    let form = content["entries"][read_out]["event"]["read_out"]["lines"][0]["form"].to_string();
    let mut manifest = seal::Manifest::parse(&made.content.bids[0].manifest).unwrap();
    let context = seal::Context { lot: manifest.lot.clone(), bidder: manifest.bidder.clone(), part: "form".into() };
    let to = [made.platform.public_key()];
    let pieces = seal::seal_pieces(&context, &to, form.as_bytes(), &mut made.rng).unwrap();
    let key = seal::unwrap(&seal::Header::parse(&pieces[0]).unwrap(), &made.platform).unwrap();
    let opened = &mut content["bids"][0]["opened"][0];
    *opened = json!({ "part": "form", "key": &key, "header": str::from_utf8(&pieces[0]).unwrap(), "chunk": hex::encode(&pieces[1]) });
    content["entries"][read_out]["event"]["read_out"]["lines"][0]["key"] = json!(&key);
    found_by(&content, &[Topic::Seals], "the sealed form");

    manifest.parts[0] = seal::PartLine::of("form".into(), form.len() as u64, &pieces).unwrap();
    content["bids"][0]["manifest"] = json!(manifest.to_text());
    let announced = at(&content, "bidders_announced");
    content["entries"][announced]["event"]["bidders_announced"]["bidders"][0]["digest"] = json!(manifest.digest());
    found_by(&content, &[Topic::Bids], "the manifest");
}

#[test]
fn a_bid_that_is_left_out_is_found() {
    let mut content = good();
    content["bids"].as_array_mut().unwrap().pop();
    found_by(&content, &[Topic::Bids], "in the bids");
    let announced = at(&content, "bidders_announced");
    content["entries"][announced]["event"]["bidders_announced"]["bidders"].as_array_mut().unwrap().pop();
    found_by(&content, &[Topic::Course], "in the announcement too");
    let mut content = good();
    let read_out = at(&content, "read_out");
    content["entries"][read_out]["event"]["read_out"]["lines"].as_array_mut().unwrap().pop();
    found_by(&content, &[Topic::Course], "in the read-out");
}

#[test]
fn an_entry_that_is_left_out_or_moved_is_found() {
    for n in 0..good()["entries"].as_array().unwrap().len() {
        let mut content = good();
        entries(&mut content).remove(n);
        found_by(&content, &[Topic::Course], &format!("entry {n} left out"));
    }
    for event in [
        "deadline_passed",
        "sign_in_opened",
        "bidders_announced",
        "adjourned",
        "resumed",
        "draw_begun",
        "decrypt_started",
        "decrypted",
        "decrypt_ended",
        "read_out",
        "drawn",
        "objections_opened",
        "objection_answered",
        "closed",
    ] {
        let mut content = good();
        let n = at(&content, event);
        entries(&mut content).remove(n);
        numbered(&mut content);
        found_by(&content, &[Topic::Course, Topic::Drawing], &format!("{event} left out, and the rest numbered anew"));
    }
    let read_out = at(&good(), "read_out");
    for n in 1..read_out {
        let mut content = good();
        entries(&mut content).swap(n, n + 1);
        found_by(&content, &[Topic::Course], &format!("entries {n} and {} in the other order", n + 1));
    }
}

fn with_rounds() -> Value {
    content_of(&Sample::with_rounds())
}

fn read_out_of_round(content: &mut Value, number: u32) -> &mut Value {
    let told = entries(content).iter_mut().filter_map(|entry| entry.pointer_mut("/event/round/read_out"));
    told.into_iter().find(|told| told["round"] == number).unwrap()
}

#[test]
fn a_quotation_that_is_another_is_found() {
    let mut content = with_rounds();
    read_out_of_round(&mut content, 1)["quotes"][0]["price"] = json!(399_999_900);
    found_by(&content, &[Topic::Quotations], "another price");
    let mut content = with_rounds();
    read_out_of_round(&mut content, 1)["quotes"][1]["above"] = Value::Null;
    found_by(&content, &[Topic::Quotations], "that it is above the last one is not told");
    let mut content = with_rounds();
    let quotes = content["bids"][0]["quotes"].as_array_mut().unwrap();
    quotes.swap(0, 1);
    found_by(&content, &[Topic::Quotations], "of another round");
    let mut content = with_rounds();
    content["bids"][0]["quotes"] = content["bids"][2]["quotes"].clone();
    found_by(&content, &[Topic::Quotations], "of another bidder");
    let mut content = with_rounds();
    let key = content["bids"][2]["quotes"][0]["opened"]["key"].clone();
    content["bids"][0]["quotes"][0]["opened"]["key"] = key.clone();
    read_out_of_round(&mut content, 1)["quotes"][0]["key"] = key;
    found_by(&content, &[Topic::Quotations], "under another key, told as well");
}

#[test]
fn a_quotation_that_is_left_out_or_told_without_its_key_is_found() {
    for (bid, round) in [(0, 1), (1, 1), (2, 0)] {
        let mut content = with_rounds();
        content["bids"][bid]["quotes"].as_array_mut().unwrap().remove(round);
        found_by(&content, &[Topic::Quotations], "left out");
    }
    let mut content = with_rounds();
    content["bids"][0]["quotes"][0]["opened"] = Value::Null;
    found_by(&content, &[Topic::Quotations], "read out, and not in it");
    let mut content = with_rounds();
    content["bids"][1]["quotes"][1]["opened"] = content["bids"][1]["quotes"][0]["opened"].clone();
    found_by(&content, &[Topic::Quotations], "in it, and not read out");
    let mut content = good();
    content["bids"][0]["quotes"] = with_rounds()["bids"][0]["quotes"].clone();
    found_by(&content, &[Topic::Quotations], "where there were no rounds");
}

#[test]
fn what_came_too_late_is_found() {
    let good = good();
    let until = |event: &str| good["entries"][at(&good, event)]["event"][event]["until"].as_i64().unwrap();
    for (event, window) in [("decrypted", "decrypt_started"), ("confirmed", "objections_opened")] {
        let mut content = good.clone();
        let n = at(&content, event);
        for entry in &mut entries(&mut content)[n..] {
            let late = entry["at"].as_i64().unwrap().max(until(window));
            entry["at"] = json!(late);
        }
        found_by(&content, &[Topic::Course], &format!("{event} after its window"));
    }
    let mut made = Sample::good();
    let mut receipt = made.content.bids[0].receipt.facts.clone();
    receipt.committed_at = super::super::sample::DEADLINE.millis();
    made.content.bids[0].receipt = ledger::Receipt::issue(receipt.clone(), &made.platform, &mut made.rng);
    let mut content = content_of(&made);
    let announced = at(&content, "bidders_announced");
    content["entries"][announced]["event"]["bidders_announced"]["bidders"][0]["committed"] =
        json!(receipt.committed_at);
    found_by(&content, &[Topic::Receipts], "committed at the deadline");
}

#[test]
fn what_stayed_sealed_must_not_be_in_it() {
    let (made, whole) = (Sample::one_out(), Sample::good());
    let mut content = content_of(&made);
    content["bids"][2]["opened"] = content_of(&whole)["bids"][2]["opened"].clone();
    found_by(&content, &[Topic::Seals], "a bid that is out");
    let mut content = content_of(&Sample::failed());
    content["bids"] = content_of(&whole)["bids"].clone();
    found_by(&content, &[Topic::Bids], "bids of an opening that failed");
}

#[test]
fn who_is_out_must_be_told_and_no_other() {
    let mut content = content_of(&Sample::one_out());
    let ended = at(&content, "decrypt_ended");
    content["entries"][ended]["event"]["decrypt_ended"]["failed"] = json!([]);
    found_by(&content, &[Topic::Course], "nobody is out");
    let mut content = content_of(&Sample::one_out());
    let checked = at(&content, "seals_checked");
    let bid = content["bids"][2]["bid"].clone();
    content["entries"][checked]["event"]["seals_checked"]["differing"] = json!([bid]);
    found_by(&content, &[Topic::Course], "the bidder is blamed for what the platform lost");
}

#[test]
fn an_opening_that_is_not_over_has_no_bundle() {
    let mut content = good();
    entries(&mut content).pop();
    found_by(&content, &[Topic::Course], "not closed");
    entries(&mut content).clear();
    found_by(&content, &[Topic::Course], "nothing happened");
}
