//! Plays WebM in a `<video>` as it is given, segment by segment.

use js_sys::{Reflect, Uint8Array};
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, MediaSource, SourceBuffer, Url};

use super::events::first_of;

/// Seconds by which a picture may miss the place it is looked for.
const NEAR: f64 = 0.25;

/// Why a film does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFilm {
    /// The browser cannot play this.
    Unsupported,
    /// It could, and stopped.
    Broken,
}

/// Runs until it is dropped.
pub struct Film {
    source: MediaSource,
    buffer: SourceBuffer,
    video: HtmlVideoElement,
    address: String,
}

/// Whether the browser plays a stream of this kind.
#[must_use]
pub fn plays(kind: &str) -> bool {
    let window = web_sys::window().map(JsValue::from).unwrap_or_default();
    Reflect::has(&window, &JsValue::from("MediaSource")).unwrap_or(false) && MediaSource::is_type_supported(kind)
}

impl Film {
    /// A film in `video` that begins with these bytes.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn begin(video: &HtmlVideoElement, beginning: &[u8]) -> Result<Self, NoFilm> {
        let kind = domain::webm::kind(beginning).filter(|kind| plays(kind)).ok_or(NoFilm::Unsupported)?;
        let source = MediaSource::new().map_err(|_| NoFilm::Unsupported)?;
        let address = Url::create_object_url_with_source(&source).map_err(|_| NoFilm::Unsupported)?;
        video.set_src(&address);
        first_of(&source, &["sourceopen"]).await;
        let buffer = source.add_source_buffer(&kind).map_err(|_| NoFilm::Unsupported)?;
        let film = Self { source, buffer, video: video.clone(), address };
        film.append(beginning).await?;
        Ok(film)
    }

    /// How long all of it is, in seconds, where that is known. Less than what is at hand is not taken.
    pub fn set_length(&self, seconds: f64) {
        drop(Reflect::set(&self.source, &JsValue::from("duration"), &JsValue::from(seconds)));
    }

    /// # Errors
    /// `Broken` when the browser does not take it: the film is over.
    pub async fn append(&self, bytes: &[u8]) -> Result<(), NoFilm> {
        let bytes = Uint8Array::from(bytes);
        self.buffer.append_buffer_with_array_buffer_view(&bytes).map_err(|_| NoFilm::Broken)?;
        match first_of(&self.buffer, &["error", "updateend"]).await {
            "updateend" => Ok(()),
            _ => Err(NoFilm::Broken),
        }
    }

    /// Forgets all that lies before this second.
    pub async fn forget_before(&self, second: f64) {
        if self.ranges().first().is_some_and(|(start, _)| *start < second) && self.buffer.remove(0.0, second).is_ok() {
            first_of(&self.buffer, &["updateend"]).await;
        }
    }

    /// What is at hand, as spans of seconds.
    #[must_use]
    pub fn ranges(&self) -> Vec<(f64, f64)> {
        let Ok(ranges) = self.buffer.buffered() else { return Vec::new() };
        (0..ranges.length()).filter_map(|at| Some((ranges.start(at).ok()?, ranges.end(at).ok()?))).collect()
    }

    /// The second that is shown.
    #[must_use]
    pub fn now(&self) -> f64 {
        self.video.current_time()
    }

    /// The end of what is at hand.
    #[must_use]
    pub fn end(&self) -> f64 {
        self.ranges().last().map_or(0.0, |(_, end)| *end)
    }

    /// Jumps over a hole that the picture has come to, and to the newest picture when more than `most` seconds lie before
    /// it.
    pub fn keep_up(&self, most: f64) {
        if let Some(second) = jump(&self.ranges(), self.now(), most) {
            self.video.set_current_time(second);
        }
    }
}

impl Drop for Film {
    fn drop(&mut self) {
        drop(Url::revoke_object_url(&self.address));
    }
}

/// Lets it run. A browser that wants to be asked first stays where it is.
pub fn play(video: &HtmlVideoElement) {
    if let Ok(running) = video.play() {
        spawn_local(async move { drop(JsFuture::from(running).await) });
    }
}

/// Where to go on from `now`, if not there.
fn jump(ranges: &[(f64, f64)], now: f64, most: f64) -> Option<f64> {
    let (start, end) = *ranges.last()?;
    if end - now > most {
        return Some((end - 1.0).max(start));
    }
    if ranges.iter().any(|(start, end)| *start <= now && now < *end - NEAR) {
        return None;
    }
    ranges.iter().map(|(start, _)| *start).find(|start| *start > now)
}

#[cfg(test)]
mod tests {
    use super::jump;

    #[test]
    fn who_comes_late_or_lags_is_shown_the_newest_picture() {
        assert_eq!(jump(&[(300.0, 302.0)], 0.0, 6.0), Some(301.0));
        assert_eq!(jump(&[(300.0, 300.5)], 0.0, 6.0), Some(300.0));
        assert_eq!(jump(&[(300.0, 310.0)], 305.0, 6.0), None);
        assert_eq!(jump(&[(300.0, 310.0)], 303.0, 6.0), Some(309.0));
        assert_eq!(jump(&[], 3.0, 6.0), None);
    }

    #[test]
    fn a_hole_is_passed_over() {
        let ranges = [(0.0, 4.0), (9.0, 12.0)];
        assert_eq!(jump(&ranges, 3.0, 60.0), None);
        assert_eq!(jump(&ranges, 3.9, 60.0), Some(9.0));
        assert_eq!(jump(&ranges, 6.0, 60.0), Some(9.0));
        assert_eq!(jump(&ranges, 11.9, 60.0), None, "nothing has come after it");
    }
}
