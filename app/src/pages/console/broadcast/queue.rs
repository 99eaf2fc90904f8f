//! Spans that wait for the line. What the line is too slow for is given up from the oldest on: so the room sees what
//! happens now, and the host's machine does not fill. What was given up is counted before the next that is sent.

use std::collections::VecDeque;
use std::rc::Rc;

/// A span is about a second.
pub const MOST: usize = 30;
/// A camera of many details makes large ones.
const MOST_BYTES: usize = 48 << 20;

#[derive(Default)]
pub struct Queue {
    waiting: VecDeque<Rc<Vec<u8>>>,
    /// The one that is being sent; it stays the same until it has arrived.
    first: Option<Next>,
    number: u32,
    /// Given up since the last was taken to be sent.
    dropped: u32,
}

/// A span that is to be sent as this number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    pub number: u32,
    /// Given up before it.
    pub dropped: u32,
    pub bytes: Rc<Vec<u8>>,
}

impl Queue {
    /// Says how many were given up for it.
    pub fn push(&mut self, span: Vec<u8>) -> u32 {
        self.waiting.push_back(Rc::new(span));
        let mut dropped = 0;
        // Without its beginning nothing of a reel can be seen.
        let oldest = usize::from(self.number == 0 && self.first.is_none());
        while self.waiting.len() > MOST || (self.waiting.len() > oldest + 1 && self.bytes() > MOST_BYTES) {
            self.waiting.remove(oldest);
            dropped += 1;
        }
        self.dropped += dropped;
        dropped
    }

    /// What is to be sent now, the same until it has arrived.
    pub fn next(&mut self) -> Option<Next> {
        if self.first.is_none() {
            let bytes = self.waiting.pop_front()?;
            let dropped = std::mem::take(&mut self.dropped);
            self.first = Some(Next { number: self.number, dropped, bytes });
        }
        self.first.clone()
    }

    /// It has arrived.
    pub fn arrived(&mut self) {
        if self.first.take().is_some() {
            self.number += 1;
        }
    }

    /// How many have not arrived.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len() + usize::from(self.first.is_some())
    }

    fn bytes(&self) -> usize {
        self.waiting.iter().map(|span| span.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(spans: u8) -> Queue {
        let mut queue = Queue::default();
        (0..spans).for_each(|span| {
            queue.push(vec![span]);
        });
        queue
    }

    /// Number, given up before it, and the span.
    fn sent(queue: &mut Queue) -> Option<(u32, u32, u8)> {
        let next = queue.next()?;
        queue.arrived();
        Some((next.number, next.dropped, next.bytes[0]))
    }

    #[test]
    fn spans_are_numbered_as_they_are_sent_and_stay_so_until_they_have_arrived() {
        let mut queue = queue(3);
        assert_eq!(queue.next(), queue.next());
        assert_eq!(queue.waiting(), 3);
        assert_eq!(
            [sent(&mut queue), sent(&mut queue), sent(&mut queue)],
            [Some((0, 0, 0)), Some((1, 0, 1)), Some((2, 0, 2))]
        );
        assert_eq!((sent(&mut queue), queue.waiting()), (None, 0));
    }

    #[test]
    fn a_slow_line_loses_the_oldest_and_says_how_many_before_which() {
        let mut queue = queue(2);
        assert_eq!(sent(&mut queue), Some((0, 0, 0)));
        let under_way = queue.next();
        let dropped: u32 = (2..2 + MOST as u8 + 5).map(|span| queue.push(vec![span])).sum();
        assert_eq!(dropped, 5);
        assert_eq!(queue.next(), under_way, "what is under way stays");
        assert_eq!(sent(&mut queue), Some((1, 0, 1)));
        assert_eq!(sent(&mut queue), Some((2, 5, 7)), "numbers have no gap");
        assert_eq!(sent(&mut queue), Some((3, 0, 8)));
    }

    #[test]
    fn the_beginning_is_never_given_up() {
        let mut queue = queue(MOST as u8 + 3);
        assert_eq!(queue.waiting(), MOST);
        assert_eq!(sent(&mut queue), Some((0, 3, 0)));
        assert_eq!(sent(&mut queue), Some((1, 0, 4)));
    }

    #[test]
    fn large_spans_fill_no_memory() {
        let mut queue = Queue::default();
        let dropped: u32 = (0..20).map(|_| queue.push(vec![0; 4 << 20])).sum();
        assert_eq!((dropped, queue.waiting()), (8, 12));
    }
}
