//! iCalendar (RFC 5545), as much of it as one event needs. The crate `icalendar` 0.17 puts the system's clock and a random
//! UID into every alarm, so that no two answers were alike, and its name into PRODID.

use domain::Timestamp;

/// Octets of a line, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

pub struct Event {
    /// The same for the same event for ever, however it moves.
    pub uid: String,
    /// Counts what people's calendars must take over.
    pub sequence: u32,
    /// When it was last changed.
    pub revised: Timestamp,
    pub start: Timestamp,
    pub seconds: u64,
    pub summary: String,
    pub description: String,
    /// Where it takes place, which is an address.
    pub place: String,
    pub alarms: Vec<Alarm>,
}

pub struct Alarm {
    pub minutes_before: u32,
    pub words: String,
}

impl Event {
    /// A calendar with this one event.
    #[must_use]
    pub fn to_calendar(&self) -> String {
        let mut lines = Lines(String::new());
        lines.add("BEGIN", "VCALENDAR");
        lines.add("VERSION", "2.0");
        lines.add("PRODID", "-//Kaibiao//Kaibiao//ZH");
        lines.add("CALSCALE", "GREGORIAN");
        lines.add("BEGIN", "VEVENT");
        lines.add("UID", &escaped(&self.uid));
        lines.add("SEQUENCE", &self.sequence.to_string());
        // Without METHOD the stamp is when the event was last changed (3.8.7.2).
        lines.add("DTSTAMP", &utc(self.revised));
        lines.add("LAST-MODIFIED", &utc(self.revised));
        lines.add("DTSTART", &utc(self.start));
        lines.add("DURATION", &format!("PT{}S", self.seconds));
        lines.add("SUMMARY", &escaped(&self.summary));
        lines.add("DESCRIPTION", &escaped(&self.description));
        lines.add("LOCATION", &escaped(&self.place));
        lines.add("URL", &self.place);
        lines.add("TRANSP", "OPAQUE");
        for alarm in &self.alarms {
            lines.add("BEGIN", "VALARM");
            lines.add("ACTION", "DISPLAY");
            lines.add("TRIGGER", &format!("-PT{}M", alarm.minutes_before));
            lines.add("DESCRIPTION", &escaped(&alarm.words));
            lines.add("END", "VALARM");
        }
        lines.add("END", "VEVENT");
        lines.add("END", "VCALENDAR");
        lines.0
    }
}

struct Lines(String);

impl Lines {
    /// Folds at the last whole character before the line is too long.
    fn add(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{value}");
        let mut length = 0;
        for letter in line.chars() {
            if length + letter.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(letter);
            length += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// A value of type TEXT (3.3.11), which holds no controls but the end of a line.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => value.extend(['\\', letter]),
            '\n' => value.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => value.push(letter),
        }
    }
    value
}

/// `20261124T013000Z`.
fn utc(at: Timestamp) -> String {
    // Shown in Beijing, eight hours ahead of UTC.
    let text = at.plus_seconds(-8 * 3600).to_local();
    let mut value: String = text.chars().filter(|letter| !matches!(letter, '-' | ':')).collect();
    value.push('Z');
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(summary: &str) -> Event {
        Event {
            uid: "01k@kaibiao".into(),
            sequence: 3,
            revised: Timestamp::parse_local("2026-11-20T16:00").unwrap(),
            start: Timestamp::parse_local("2026-11-24T07:30").unwrap(),
            seconds: 2400,
            summary: summary.into(),
            description: "一\n二".into(),
            place: "https://example.com/lots/01k/room".into(),
            alarms: vec![Alarm { minutes_before: 60, words: "一小时后".into() }],
        }
    }

    /// RFC 5545, 3.1: a line break and the blank after it never were there.
    fn unfolded(calendar: &str) -> String {
        calendar.replace("\r\n ", "")
    }

    #[test]
    fn times_are_told_in_utc_and_the_same_event_is_the_same_text() {
        let calendar = event("开标").to_calendar();
        for line in ["DTSTART:20261123T233000Z", "DTSTAMP:20261120T080000Z", "DURATION:PT2400S", "TRIGGER:-PT60M"] {
            assert!(calendar.contains(&format!("\r\n{line}\r\n")), "{line} is missing: {calendar}");
        }
        assert!(calendar.contains("\r\nSEQUENCE:3\r\n") && calendar.contains("\r\nDESCRIPTION:一\\n二\r\n"));
        assert_eq!(calendar, event("开标").to_calendar());
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_character_is_cut() {
        for shift in 0..4 {
            let summary = format!("{}{}", "a".repeat(shift), "投标截止并开标𠮷".repeat(20));
            let calendar = event(&summary).to_calendar();
            assert!(calendar.split("\r\n").all(|line| line.len() <= LINE), "{calendar}");
            assert!(calendar.split("\r\n").any(|line| line.len() > LINE - 4), "lines are filled");
            assert!(unfolded(&calendar).contains(&format!("SUMMARY:{summary}\r\n")));
        }
    }

    #[test]
    fn nothing_that_is_typed_makes_a_line_of_its_own() {
        let calendar = event("一,二;三\\四\r\nATTENDEE:mailto:a@b").to_calendar();
        assert!(unfolded(&calendar).contains("SUMMARY:一\\,二\\;三\\\\四\\nATTENDEE:mailto:a@b\r\n"));
        assert!(!calendar.contains("\nATTENDEE"));
    }
}
