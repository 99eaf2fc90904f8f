use super::*;

#[test]
fn a_job_reads_as_its_page_writes_it() {
    let job = Job::SealBid {
        bid: "b".into(),
        lot: "l".into(),
        bidder: "c".into(),
        key_file: "k".into(),
        passphrase: "secret".to_owned().into(),
        parts: vec![
            PartJob { part: "form".into(), source: Source::Text("{}".into()) },
            PartJob { part: "document-1".into(), source: Source::File(0) },
        ],
    };
    let json = serde_json::to_string(&job).unwrap();
    assert!(json.starts_with("{\"seal_bid\":"), "{json}");
    assert!(json.contains("{\"file\":0}"), "{json}");
    let read: Job = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
}

#[test]
fn a_failure_is_named_inside_its_report() {
    let report = Report::Failed(Failure::Refused { status: 409, body: "{}".into() });
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(json, r#"{"failed":{"refused":{"status":409,"body":"{}"}}}"#);
    let plain = serde_json::to_string(&Report::Failed(Failure::Network)).unwrap();
    for json in [&json, &plain] {
        let read: Report = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), *json);
    }
}

#[test]
fn neither_passphrase_nor_price_shows_in_a_log() {
    let parts = vec![PartJob { part: "form".into(), source: Source::Text("12345".into()) }];
    let job = Job::SealBid {
        bid: "b".into(),
        lot: "l".into(),
        bidder: "c".into(),
        key_file: "k".into(),
        passphrase: "hush".to_owned().into(),
        parts,
    };
    let shown = format!("{job:?}");
    assert!(!shown.contains("hush") && !shown.contains("12345"), "{shown}");
}
