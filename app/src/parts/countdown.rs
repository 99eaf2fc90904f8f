//! How long until a moment, by the server's clock.

use domain::{Lang, Timestamp};
use leptos::prelude::*;

use crate::browser::Clock;
use crate::erase::Erase;
use crate::text::{lang, pick, t};

/// From here on the person should hurry.
const NEAR: i64 = 5 * 60_000;

/// The time from `now`, the server's, to `until`; it runs on once the page is alive. It follows the clock in context,
/// or starts its own. `label` says what is waited for, such as 距投标截止.
#[component]
pub fn Countdown(
    until: Timestamp,
    now: Timestamp,
    #[prop(into, optional)] label: Option<String>,
    /// One line in a row of a list, without the moment itself.
    #[prop(optional)]
    compact: bool,
) -> impl IntoView {
    let language = lang();
    let left = use_context::<Clock>().unwrap_or_else(|| Clock::start(now)).until(until);
    let near = Memo::new(move |_| (1..=NEAR).contains(&left.get()));
    let over = Memo::new(move |_| left.get() == 0);
    let digits = Memo::new(move |_| remaining(language, left.get()));
    view! {
        <div
            class="countdown"
            class:countdown--compact=compact
            class:countdown--near=near
            class:countdown--over=over
            role="timer"
        >
            {label.map(|label| view! { <span class="countdown__label">{label}</span> }.erase())}
            <span class="countdown__digits">{digits}</span>
            {(!compact)
                .then(|| {
                    view! {
                        <span class="countdown__until">
                            <time datetime=until.to_local()>{until.to_string()}</time>
                            " "
                            {t("北京时间", "Beijing time")}
                        </span>
                    }.erase()
                })}
        </div>
    }
    .erase()
}

/// Days, then a clock face. The last moment before the end still shows one second.
fn remaining(lang: Lang, millis: i64) -> String {
    if millis <= 0 {
        return pick(lang, "已截止", "Over").to_owned();
    }
    let seconds = (millis + 999) / 1000;
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    let face = format!("{hours:02}:{minutes:02}:{:02}", seconds % 60);
    match days {
        0 => face,
        _ => pick(lang, format!("{days} 天 {face}"), format!("{days} d {face}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_over_exactly_at_the_moment_and_not_a_millisecond_before() {
        assert_eq!(remaining(Lang::Zh, 0), "已截止");
        assert_eq!(remaining(Lang::Zh, 1), "00:00:01");
        assert_eq!(remaining(Lang::Zh, 1000), "00:00:01");
        assert_eq!(remaining(Lang::Zh, 1001), "00:00:02");
    }

    #[test]
    fn days_are_counted_apart() {
        let millis = ((2 * 24 + 3) * 3600 + 4 * 60 + 5) * 1000;
        assert_eq!(remaining(Lang::Zh, millis), "2 天 03:04:05");
        assert_eq!(remaining(Lang::En, millis), "2 d 03:04:05");
    }
}
