//! Whatever anybody tries in an opening, at any time and in any order: the rules agree with a small model of them, and the
//! journal that is left stands an audit.

mod audit;
mod hall;
mod model;

use std::cell::RefCell;
use std::collections::BTreeSet;

use domain::away::AWAY;
use domain::floor::{Floor, told};
use domain::opening::HostAct;
use domain::room::{Entry, Event, Room, RoundEvent, Ruling};
use domain::stage::{Stage, StageName, Window};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{TestCaseError, TestRunner};

use audit::{Audit, is_a_way};
use hall::{DEADLINE, Deed, Hall, Who, price, quoted};
use model::Model;

#[derive(Clone, Debug)]
enum Try {
    Wait(i64),
    Away(i64),
    LookAtClock,
    /// The host does what leads on.
    Next,
    Act(Who, Deed),
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![8 => Just("报价大写有误".to_owned()), 1 => Just(" ".to_owned()), 1 => Just("字".repeat(301))]
}

fn anybody() -> impl Strategy<Value = Who> {
    let others = vec![Who::OtherTenderer, Who::Supervisor, Who::Registrar, Who::Visitor];
    prop_oneof![4 => Just(Who::Host), 8 => (0..5usize).prop_map(Who::Bidder), 1 => select(others)]
}

fn of_bidder() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => Just(Deed::SignIn),
        6 => any::<bool>().prop_map(|right| Deed::Decrypt { right }),
        2 => text().prop_map(Deed::Object),
        4 => Just(Deed::Confirm),
        4 => Just(Deed::Quote),
        1 => Just(Deed::Help),
        2 => Just(Deed::Restore),
        3 => text().prop_map(Deed::Say),
    ]
}

fn of_host() -> impl Strategy<Value = Deed> {
    use HostAct::{Announce, Close, OpenObjections, ReadOut, Resume, StartDecrypt, StartRound};
    prop_oneof![
        4 => text().prop_map(|reason| Deed::Host(HostAct::Pause { reason })),
        6 => Just(Deed::Host(Resume)),
        2 => (-5..40i64, text()).prop_map(|(seconds, reason)| Deed::Postpone(seconds, reason)),
        1 => (-5..40i64, text()).prop_map(|(seconds, reason)| Deed::Adjourn(seconds, reason)),
        4 => (0..3usize, text(), ruling()).prop_map(|(n, text, ruling)| Deed::Answer(n, text, ruling)),
        1 => text().prop_map(Deed::Say),
        2 => (0..5usize, text()).prop_map(|(n, reason)| Deed::Hide(n, reason)),
        1 => any::<bool>().prop_map(Deed::Floor),
        2 => select(vec![Announce, StartDecrypt, ReadOut, StartRound, OpenObjections, Close]).prop_map(Deed::Host),
    ]
}

fn ruling() -> impl Strategy<Value = Ruling> {
    use Ruling::{CauseCorrected, DecryptAgain, Explained, Unfounded, Upheld};
    select(vec![Explained, Unfounded, Upheld, CauseCorrected, DecryptAgain, DecryptAgain])
}

/// Spans around the lengths at which something changes.
fn span() -> impl Strategy<Value = i64> {
    prop_oneof![1..2_000i64, Just(AWAY), Just(AWAY + 1), 5_000..40_000i64, Just(60_000i64)]
}

fn any_try() -> impl Strategy<Value = Try> {
    prop_oneof![
        4 => span().prop_map(Try::Wait),
        2 => span().prop_map(Try::Away),
        2 => Just(Try::LookAtClock),
        4 => Just(Try::Next),
        12 => (0..5usize, of_bidder()).prop_map(|(n, deed)| Try::Act(Who::Bidder(n), deed)),
        6 => of_host().prop_map(|deed| Try::Act(Who::Host, deed)),
        1 => text().prop_map(|words| Try::Act(Who::Supervisor, Deed::Say(words))),
        2 => (anybody(), prop_oneof![of_bidder(), of_host()]).prop_map(|(who, deed)| Try::Act(who, deed)),
    ]
}

fn rounds() -> impl Strategy<Value = u32> {
    prop_oneof![3 => Just(0), 2 => 1..3u32]
}

/// Does the tries, and checks everything after each. Gives the hall as it is at the end.
fn play(bids: usize, rounds: u32, tries: &[Try]) -> Result<Hall, TestCaseError> {
    let (mut hall, mut model, mut audit) = (Hall::new(bids, rounds), Model::new(bids, rounds), Audit::default());
    for attempt in tries {
        let before = hall.room.clone();
        match attempt {
            Try::Wait(millis) => (hall.wait(*millis), model.wait(*millis)).0,
            Try::Away(millis) => (hall.away(*millis), model.away(*millis)).0,
            Try::LookAtClock => (hall.look_at_clock(), model.look_at_clock()).0,
            Try::Next => {
                if let Some(step) = hall.room.next_step() {
                    agree(&mut hall, &mut model, Who::Host, &Deed::Host(step), &before)?;
                }
            }
            Try::Act(who, deed) => agree(&mut hall, &mut model, *who, deed, &before)?,
        }
        prop_assert_eq!(model.differs(&hall.room, hall.now), None, "after {:?}", attempt);
        prop_assert_eq!(model.hears_otherwise(&hall.floor()), None, "after {:?}", attempt);
        prop_assert_eq!(audit.hear(&hall.entries), Ok(()), "after {:?}", attempt);
    }
    let unread = hall.entries.iter().filter(|entry| !matches!(entry.event, Event::ReadOut { .. }));
    let told = serde_json::to_string(&unread.collect::<Vec<_>>()).unwrap();
    prop_assert!(!(0..4).any(|n| told.contains(&price(n).get().to_string())), "a price outside the read-out: {}", told);
    for round in 1..=rounds {
        let says = |entry: &&Entry| {
            (0..4).any(|n| serde_json::to_string(entry).unwrap().contains(&quoted(n, round).get().to_string()))
        };
        let said: Vec<&Entry> = hall.entries.iter().filter(says).collect();
        let read = said.iter().all(|entry| matches!(entry.event, Event::Round(RoundEvent::ReadOut { .. })));
        prop_assert!(read && said.len() <= 1, "a price of round {} outside its read-out: {:?}", round, said);
    }
    Ok(hall)
}

fn agree(hall: &mut Hall, model: &mut Model, who: Who, deed: &Deed, before: &Room) -> Result<(), TestCaseError> {
    let done = hall.act(who, deed);
    prop_assert_eq!(model.act(who, deed), done.is_ok(), "the rules say {:?} to {:?} by {:?}", &done, deed, who);
    if done.is_err() {
        prop_assert_eq!(&hall.room, before, "what was refused has changed something");
    }
    Ok(())
}

/// However an onlooker comes by the entries, the picture is the same.
fn replays(hall: &Hall, at: usize, back: usize) -> Result<(), TestCaseError> {
    let entries = &hall.entries;
    prop_assert_eq!(&Room::replay(entries).unwrap(), &hall.room);
    let told = told(entries.clone());
    prop_assert_eq!(&Room::replay(&told).unwrap(), &hall.room, "as it is told");
    prop_assert_eq!(Floor::of(&told), hall.floor(), "as it is told");
    let at = at.min(entries.len());
    let (early, again) = (Room::replay(&entries[..at]).unwrap(), at.saturating_sub(back));
    let late = entries[again..].iter().try_fold(early, Room::apply).unwrap();
    prop_assert_eq!(&late, &hall.room, "joined after {} of {}", at, entries.len());
    let written = serde_json::to_string(entries).unwrap();
    prop_assert_eq!(&serde_json::from_str::<Vec<Entry>>(&written).unwrap(), entries);
    Ok(())
}

proptest! {
    #[test]
    fn the_rules_and_the_model_agree_on_everything_that_is_tried(
        bids in prop_oneof![1 => 0..3usize, 9 => 3..5usize],
        rounds in rounds(),
        tries in vec(any_try(), 0..160),
        at in 0..40usize,
        back in 0..5usize,
    ) {
        replays(&play(bids, rounds, &tries)?, at, back)?;
    }

    /// A journal from elsewhere may hold anything: the reducer follows only the ways that there are. `None` is the entry
    /// that follows in an opening as it should be.
    #[test]
    fn entries_thrown_together_lead_nowhere_else(
        begin in -60..60i64,
        rounds in rounds(),
        picks in vec((option::of(0..45usize), 1..20_000i64), 0..60),
    ) {
        let proper = whole_opening(rounds).entries;
        let mut turn = proper.iter();
        let (mut room, mut at) = (Room::default(), DEADLINE.plus_seconds(begin));
        let mut taken = Vec::new();
        for (pick, millis) in picks {
            let found = pick.map_or_else(|| turn.next(), |pick| proper.get(pick % proper.len()));
            let Some(found) = found else { continue };
            at = at.plus_millis(millis);
            let entry = Entry { seq: room.seq + 1, at, event: found.event.clone() };
            let Ok(next) = room.clone().apply(&entry) else { continue };
            let stands = room.deadline(DEADLINE);
            if let Event::Postponed { from, until, .. } = entry.event {
                prop_assert!(from == stands && at < from && from < until, "postponed at {} from {} where {} stands", at, from, stands);
            }
            prop_assert!(next.stage == Stage::Scheduled || room.postponed.is_none() || at >= stands, "before the deadline");
            let (from, to) = (room.stage, next.stage);
            prop_assert!(is_a_way(from.name(), to.name()) && !from.name().is_final(), "{:?} to {:?}", from, to);
            taken.push(entry);
            let priced = next.rows.iter().any(|row| row.line.is_some());
            let read = taken.iter().any(|entry| matches!(entry.event, Event::ReadOut { .. }));
            prop_assert!(!priced || read, "a line was seen early");
            let is_read = |entry: &&Entry| matches!(entry.event, Event::Round(RoundEvent::ReadOut { .. }));
            let reads = taken.iter().filter(is_read).count();
            let most = next.rows.iter().map(|row| row.quotes.iter().filter(|quote| quote.price.is_some()).count()).max();
            prop_assert!(most.unwrap_or_default() <= reads, "a quotation was seen early");
            if let (Some(Window::Open { until: old }), Some(Window::Open { until })) = (from.window(), to.window()) {
                prop_assert!(from.name() != to.name() || until >= old, "the window became shorter");
            }
            room = next;
        }
        prop_assert_eq!(Room::replay(&taken).unwrap(), room);
    }
}

/// One in which everything happens that should.
fn whole_opening(rounds: u32) -> Hall {
    let each = |deed: fn() -> Deed| (0..3).map(move |n| Try::Act(Who::Bidder(n), deed()));
    let round = || {
        let quoted = [Try::Next].into_iter().chain(each(|| Deed::Quote));
        quoted.chain(each(|| Deed::Decrypt { right: true })).chain([Try::Next])
    };
    let tries = [
        vec![Try::Act(Who::Host, Deed::Postpone(30, "澄清".to_owned())), Try::Wait(90_000), Try::LookAtClock],
        (0..2).map(|n| Try::Act(Who::Bidder(n), Deed::SignIn)).collect(),
        vec![Try::Wait(10_000), Try::Next, Try::Next, Try::Act(Who::Bidder(2), Deed::SignIn)],
        vec![say(Who::Host, "请文明发言"), say(Who::Bidder(0), "用语不当"), say(Who::Supervisor, "请核对时限")],
        vec![Try::Act(Who::Host, Deed::Hide(1, "用语不当".to_owned()))],
        [false, true].map(|open| Try::Act(Who::Host, Deed::Floor(open))).into(),
        vec![pause(), Try::Wait(1), Try::Act(Who::Host, Deed::Host(HostAct::Resume)), Try::Away(AWAY + 1)],
        vec![Try::Act(Who::Bidder(0), Deed::Decrypt { right: false })],
        (0..3).map(|n| Try::Act(Who::Bidder(n), Deed::Decrypt { right: true })).collect(),
        vec![Try::Act(Who::Host, Deed::Adjourn(60, "午休".to_owned())), Try::Wait(60_000)],
        vec![Try::Act(Who::Host, Deed::Host(HostAct::Resume)), Try::Next],
        (0..rounds).flat_map(|_| round()).collect(),
        vec![Try::Next, Try::Act(Who::Bidder(0), Deed::Object("报价大写有误".to_owned()))],
        vec![Try::Act(Who::Host, Deed::Answer(0, "以大写为准".to_owned(), Ruling::Unfounded))],
        (0..3).map(|n| Try::Act(Who::Bidder(n), Deed::Confirm)).collect(),
        vec![Try::Next],
    ];
    play(3, rounds, &tries.concat()).expect("it is as it should be")
}

fn say(who: Who, words: &str) -> Try {
    Try::Act(who, Deed::Say(words.to_owned()))
}

fn pause() -> Try {
    Try::Act(Who::Host, Deed::Host(HostAct::Pause { reason: "线路检查".to_owned() }))
}

#[test]
fn an_opening_as_it_should_be_is_closed() {
    for rounds in 0..=3 {
        let room = whole_opening(rounds).room;
        assert_eq!((room.stage, room.round), (Stage::Closed, rounds));
        let last = (0..3).map(|n| if rounds == 0 { price(n) } else { quoted(n, rounds) });
        assert!(room.rows.iter().map(|row| row.price().unwrap()).eq(last), "the last price stands");
    }
}

/// What is tried at random gets everywhere, else the tests above would show nothing.
#[test]
fn random_tries_reach_every_stage_and_every_event() {
    let (stages, events) = (RefCell::new(BTreeSet::new()), RefCell::new(BTreeSet::new()));
    let mut runner = TestRunner::deterministic();
    let all = (prop_oneof![1 => 0..3usize, 9 => 3..5usize], rounds(), vec(any_try(), 160));
    let run = |(bids, rounds, tries): (usize, u32, Vec<Try>)| {
        let hall = play(bids, rounds, &tries)?;
        stages.borrow_mut().insert(hall.room.stage.name());
        events.borrow_mut().extend(hall.entries.iter().map(|entry| name(&entry.event)));
        Ok(())
    };
    runner.run(&all, run).unwrap();
    let stages = stages.into_inner();
    for stage in
        [StageName::Failed, StageName::Decrypting, StageName::Quoting, StageName::Objections, StageName::Closed]
    {
        assert!(stages.contains(&stage), "{stage:?} was not reached: {stages:?}");
    }
    // A ruling counts as an event of its own, and so does what happens in a round.
    assert_eq!(events.into_inner().len(), 25 + 4 + 6, "every event happened");
}

fn name(event: &Event) -> String {
    if let Event::ObjectionAnswered { ruling, .. } = event {
        return format!("{ruling:?}");
    }
    let value = serde_json::to_value(event).unwrap();
    let first = |value: &serde_json::Value| value.as_object().unwrap().keys().next().unwrap().clone();
    match value.get("round") {
        Some(event) => format!("round {}", first(event)),
        None => value.as_str().map(str::to_owned).unwrap_or_else(|| first(&value)),
    }
}
