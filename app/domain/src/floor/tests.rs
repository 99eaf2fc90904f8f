//! Who may say what, and when.

use super::*;
use crate::room::Announced;
use crate::{CreditCode, Fault};

const DEADLINE: Timestamp = Timestamp::from_millis(1_790_000_000_000);

fn bid(n: u128) -> BidId {
    BidId::new(DEADLINE, n)
}

fn bidder(n: u128) -> Speaker {
    Speaker::Bidder { bid: bid(n) }
}

/// A history with the picture of it.
#[derive(Default)]
struct Story {
    entries: Vec<Entry>,
    room: Room,
}

impl Story {
    /// Two bidders are announced at the deadline; the second has not signed in.
    fn announced() -> Self {
        let announced = |n| Announced {
            bid: bid(n),
            name: format!("投标人{n}"),
            code: CreditCode::parse("911525001000002270").unwrap(),
            committed: DEADLINE,
            digest: String::new(),
            signed_in: (n == 1).then_some(DEADLINE),
        };
        let mut story = Self::default();
        story.happens(0, Event::DeadlinePassed { bids: 3 });
        story.happens(0, Event::BiddersAnnounced { bidders: [1, 2].map(announced).into() });
        story
    }

    fn floor(&self) -> Floor {
        Floor::of(&self.entries)
    }

    fn happens(&mut self, millis: i64, event: Event) {
        let entry = Entry { seq: self.room.seq + 1, at: DEADLINE.plus_millis(millis), event };
        self.room = std::mem::take(&mut self.room).apply(&entry).expect("it follows");
        self.entries.push(entry);
    }

    fn says(&mut self, by: Speaker, words: &str, millis: i64) -> Result<(), Refusal> {
        let text = self.room.may_speak(&self.floor(), by, words, DEADLINE.plus_millis(millis))?;
        self.happens(millis, Event::Said { by, text });
        Ok(())
    }
}

#[test]
fn no_bidder_speaks_before_the_names_are_announced_or_after_the_close() {
    let mut story = Story::default();
    let early = Err(Refusal::WrongStage { stage: StageName::Scheduled });
    assert_eq!(story.says(bidder(1), "早", -9), early);
    assert_eq!(story.says(Speaker::Host, " 开标提前准备 ", -8), Ok(()));
    assert_eq!(story.says(Speaker::Supervisor, "已到场", -7), Ok(()));
    assert_eq!(story.floor().messages[0].text, "开标提前准备");
    story.happens(0, Event::DeadlinePassed { bids: 3 });
    assert_eq!(story.says(bidder(1), "早", 1), Err(Refusal::WrongStage { stage: StageName::SignIn }));
    let said = Event::Said { by: bidder(1), text: "早".into() };
    assert!(story.room.clone().after(said, DEADLINE).is_err(), "nor does the reducer follow it");

    let mut over = Story::default();
    over.happens(0, Event::TooFewBids { bids: 1 });
    for by in [Speaker::Host, Speaker::Supervisor, bidder(1)] {
        assert_eq!(over.says(by, "晚", 1), Err(Refusal::WrongStage { stage: StageName::Failed }));
    }
}

#[test]
fn who_has_signed_in_speaks_and_nobody_else() {
    let mut story = Story::announced();
    assert_eq!(story.says(bidder(2), "在", 1), Err(Refusal::NotSignedIn));
    assert_eq!(story.says(bidder(3), "在", 1), Err(Refusal::NotAllowed));
    assert_eq!(story.says(bidder(1), "在", 1), Ok(()));
    story.happens(2, Event::SignedIn { bid: bid(2) });
    assert_eq!(story.says(bidder(2), "在", 3), Ok(()));
}

#[test]
fn text_is_neither_empty_nor_without_end() {
    let mut story = Story::announced();
    assert_eq!(story.says(Speaker::Host, " \n", 1), Err(Refusal::field(Field::Message, Fault::Empty)));
    let long = Fault::TooLong { max: LONGEST_TEXT };
    assert_eq!(story.says(bidder(1), &"字".repeat(301), 1), Err(Refusal::field(Field::Message, long)));
    assert_eq!(story.says(bidder(1), &"字".repeat(300), 1), Ok(()));
}

#[test]
fn a_bidder_waits_between_messages_and_longer_after_many_while_others_do_not() {
    let mut story = Story::announced();
    story.happens(1, Event::SignedIn { bid: bid(2) });
    let step = BETWEEN;
    for n in 0..MANY as i64 {
        assert_eq!(story.says(bidder(1), "一", n * step), Ok(()), "{n}");
        let soon = story.says(bidder(1), "二", n * step + 1);
        assert!(matches!(soon, Err(Refusal::TooOften { seconds: 5 | 60 })), "{n}: {soon:?}");
    }
    let last = (MANY as i64 - 1) * step;
    assert_eq!(story.says(bidder(1), "三", last + step), Err(Refusal::TooOften { seconds: 55 }));
    assert_eq!(story.says(bidder(1), "三", last + BETWEEN_MANY - 1), Err(Refusal::TooOften { seconds: 1 }));
    assert_eq!(story.says(bidder(2), "我", last + step), Ok(()));
    for _ in 0..3 {
        assert_eq!(story.says(Speaker::Host, "请等待", last + step), Ok(()));
    }
    assert_eq!(story.says(bidder(1), "三", last + BETWEEN_MANY), Ok(()));
}

#[test]
fn the_host_closes_the_floor_to_bidders_and_opens_it_again() {
    let mut story = Story::announced();
    assert_eq!(story.room.host_may_turn_floor(&story.floor(), true), Err(Refusal::AlreadyDone));
    assert_eq!(story.room.host_may_turn_floor(&story.floor(), false), Ok(()));
    story.happens(1, Event::Floor { open: false });
    assert_eq!(story.says(bidder(1), "在", 2), Err(Refusal::FloorClosed));
    assert_eq!(story.says(Speaker::Supervisor, "请保持安静", 2), Ok(()));
    assert_eq!(story.room.host_may_turn_floor(&story.floor(), false), Err(Refusal::AlreadyDone));
    story.happens(3, Event::Floor { open: true });
    assert_eq!(story.says(bidder(1), "在", 4), Ok(()));
}

#[test]
fn what_was_hidden_is_told_without_its_words_and_only_bidders_can_be_hidden() {
    let mut story = Story::announced();
    story.says(Speaker::Host, "请文明发言", 1).unwrap();
    story.says(bidder(1), "骂人的话", 2).unwrap();
    story.says(Speaker::Supervisor, "程序有误", 3).unwrap();
    let [host, bidder, supervisor] = [0, 1, 2].map(|n| story.floor().messages[n].seq);
    let hide = |story: &Story, said, reason| story.room.host_may_hide(&story.floor(), said, reason);
    assert_eq!(hide(&story, host, "不当"), Err(Refusal::NotAllowed));
    assert_eq!(hide(&story, supervisor, "不当"), Err(Refusal::NotAllowed));
    assert_eq!(hide(&story, 99, "不当"), Err(Refusal::NotFound));
    assert_eq!(hide(&story, bidder, " "), Err(Refusal::field(Field::Reason, Fault::Empty)));
    let reason = hide(&story, bidder, " 用语不当 ").unwrap();
    story.happens(4, Event::Hidden { said: bidder, reason });
    assert_eq!(hide(&story, bidder, "不当"), Err(Refusal::AlreadyDone));

    let hidden = story.floor().messages[1].clone();
    assert_eq!((hidden.text.as_str(), hidden.hidden.unwrap().1.as_str()), ("", "用语不当"));
    let all = told(story.entries.clone());
    assert_eq!(Room::replay(&all).unwrap(), story.room, "the picture is the same");
    assert_eq!(Floor::of(&all), story.floor());
    let (told, kept) = (serde_json::to_string(&all).unwrap(), serde_json::to_string(&story.entries).unwrap());
    assert!(!told.contains("骂人的话") && kept.contains("骂人的话"));
    assert!(told.contains("请文明发言") && told.contains("程序有误") && told.contains("用语不当"));
    assert_eq!(story.floor().note().unwrap().text, "程序有误");
}
