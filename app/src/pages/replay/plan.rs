//! Which segment of a reel is wanted next.

use std::collections::BTreeSet;

use domain::broadcast::Segment;

/// Milliseconds that lie ready before the picture comes to them.
const AHEAD: i64 = 15_000;

/// Milliseconds behind the picture that are kept.
pub const KEPT: i64 = 60_000;

/// The first that is wanted at this millisecond of the reel and is not there. Number 0 is its beginning and no picture.
pub fn wanted(segments: &[Segment], there: &BTreeSet<u32>, now: i64) -> Option<u32> {
    let pictures = segments.get(1..)?;
    let shown = shown(pictures, now);
    let near = pictures[shown..].iter().take_while(|one| one.start <= now + AHEAD);
    // Where a reel begins late, or after a hole, its first is wanted however far it is.
    let first = pictures.get(shown).into_iter().chain(near.skip(1));
    first.map(|one| one.number).find(|number| !there.contains(number))
}

/// What lies too far behind is forgotten.
pub fn forget(segments: &[Segment], there: &mut BTreeSet<u32>, now: i64) {
    let end = |number: &u32| segments.get(*number as usize + 1).map_or(i64::MAX, |next| next.start);
    there.retain(|number| end(number) > now - KEPT);
}

/// The segment that is shown at this millisecond.
fn shown(pictures: &[Segment], now: i64) -> usize {
    pictures.partition_point(|one| one.start <= now).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;

    use super::*;

    /// A reel whose segments begin at these seconds.
    fn reel(starts: &[i64]) -> Vec<Segment> {
        let starts = std::iter::once(0).chain(starts.iter().map(|second| second * 1000));
        let segment = |(number, start)| Segment {
            number,
            digest: String::new(),
            size: 1,
            start,
            dropped: 0,
            at: Timestamp::from_millis(0),
        };
        (0..).zip(starts).map(segment).collect()
    }

    #[test]
    fn from_the_picture_on_all_that_is_near_is_fetched_and_no_more() {
        let reel = reel(&(0..100).collect::<Vec<_>>());
        let mut there = BTreeSet::new();
        while let Some(number) = wanted(&reel, &there, 40_500) {
            there.insert(number);
        }
        assert_eq!(there, (41..=56).collect(), "seconds 40 to 55");
        forget(&reel, &mut there, 110_500);
        assert_eq!(there, (51..=56).collect());
    }

    #[test]
    fn across_a_hole_the_next_is_fetched_when_it_is_near() {
        let reel = reel(&[0, 1, 2, 60, 61]);
        let there: BTreeSet<u32> = (1..=3).collect();
        assert_eq!(wanted(&reel, &there, 2_500), None);
        assert_eq!(wanted(&reel, &there, 46_000), Some(4));
        assert_eq!(wanted(&reel, &there, 60_000), Some(4));
    }

    #[test]
    fn of_a_reel_without_pictures_nothing_is_wanted() {
        assert_eq!(wanted(&reel(&[]), &BTreeSet::new(), 0), None);
        assert_eq!(wanted(&[], &BTreeSet::new(), 0), None);
        assert_eq!(wanted(&reel(&[5]), &BTreeSet::new(), 0), Some(1));
    }
}
