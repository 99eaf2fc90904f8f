//! A lot for tests.

use domain::lot::Terms;
use domain::quote::Procedure;
use domain::stage::StageName;
use domain::view::LotView;
use domain::{Fen, LotId, Timestamp};

/// As a visitor sees it before its deadline.
pub fn lot(now: Timestamp, deadline: Timestamp) -> LotView {
    LotView {
        id: LotId::new(now, 1),
        terms: Terms {
            code: "SZ-2026-001".into(),
            title: "道路改造".into(),
            tenderer: "建设局".into(),
            ceiling: Fen::from_yuan(1_000_000),
            guarantee: Fen::from_yuan(20_000),
            validity_days: 90,
            deadline,
            decrypt_seconds: 600,
            objection_seconds: 600,
            draws: Vec::new(),
            rules: domain::lot::Rules::default(),
            project: String::new(),
            practice: false,
            procedure: Procedure::Tender,
            rounds: None,
        },
        stage: StageName::Scheduled,
        postponed: Vec::new(),
        hosted_by_me: false,
        my_bid: None,
        now,
    }
}
