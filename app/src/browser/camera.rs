//! What a host lets be seen and heard: camera, screen, microphone.

use js_sys::{JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DisplayMediaStreamConstraints, DomException, HtmlVideoElement, MediaDevices, MediaStream, MediaStreamConstraints,
    MediaStreamTrack,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// With the microphone.
    Camera,
    /// With the microphone, if there is one.
    Screen,
    Microphone,
}

impl Source {
    pub const ALL: [Self; 3] = [Self::Camera, Self::Screen, Self::Microphone];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::Screen => "screen",
            Self::Microphone => "microphone",
        }
    }
}

/// Why nothing is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPicture {
    /// The browser has no such thing, or not on a line without HTTPS.
    Unsupported,
    /// The person, or the machine's settings, said no.
    Refused,
    /// No such device.
    Missing,
    /// Another program uses it.
    Taken,
}

/// Enough to see a hall and read a face, and no more than a common line carries.
const PICTURE: &str = r#"{"width":{"ideal":1280},"height":{"ideal":720},"frameRate":{"ideal":24,"max":30}}"#;
/// Letters stay sharp: fewer pictures.
const SCREEN: &str = r#"{"width":{"max":1920},"height":{"max":1080},"frameRate":{"ideal":10,"max":15}}"#;

/// Its devices are on until it is dropped.
pub struct Camera(MediaStream);

impl Camera {
    /// Asks the person for it.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn open(source: Source) -> Result<Self, NoPicture> {
        let devices = devices().ok_or(NoPicture::Unsupported)?;
        match source {
            Source::Camera => user(&devices, true).await.map(Self),
            Source::Microphone => user(&devices, false).await.map(Self),
            Source::Screen => {
                let screen = Self(screen(&devices).await?);
                // A screen is worth showing without a voice.
                if let Ok(voice) = user(&devices, false).await {
                    tracks(&voice).iter().for_each(|track| screen.0.add_track(track));
                }
                Ok(screen)
            }
        }
    }

    #[must_use]
    pub fn stream(&self) -> &MediaStream {
        &self.0
    }

    /// Shows in `video` what is seen.
    pub fn show_in(&self, video: &HtmlVideoElement) {
        video.set_src_object(Some(&self.0));
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        tracks(&self.0).iter().for_each(MediaStreamTrack::stop);
    }
}

/// Whether there is a recorder here that makes what we send, and devices to record.
#[must_use]
pub fn has_recorder() -> bool {
    let window = web_sys::window().map(JsValue::from).unwrap_or_default();
    Reflect::has(&window, &JsValue::from("MediaRecorder")).unwrap_or(false) && devices().is_some()
}

fn devices() -> Option<MediaDevices> {
    let navigator = JsValue::from(web_sys::window()?.navigator());
    // Not there on a line without HTTPS.
    let devices = Reflect::get(&navigator, &JsValue::from("mediaDevices")).ok()?;
    (!devices.is_undefined()).then(|| devices.unchecked_into())
}

async fn user(devices: &MediaDevices, picture: bool) -> Result<MediaStream, NoPicture> {
    let constraints = MediaStreamConstraints::new();
    constraints.set_audio(&JsValue::TRUE);
    if picture {
        constraints.set_video(&JSON::parse(PICTURE).unwrap_or(JsValue::TRUE));
    }
    let asked = devices.get_user_media_with_constraints(&constraints).map_err(why)?;
    Ok(JsFuture::from(asked).await.map_err(why)?.unchecked_into())
}

async fn screen(devices: &MediaDevices) -> Result<MediaStream, NoPicture> {
    let can = Reflect::has(devices, &JsValue::from("getDisplayMedia")).unwrap_or(false);
    if !can {
        return Err(NoPicture::Unsupported);
    }
    let constraints = DisplayMediaStreamConstraints::new();
    constraints.set_video(&JSON::parse(SCREEN).unwrap_or(JsValue::TRUE));
    let asked = devices.get_display_media_with_constraints(&constraints).map_err(why)?;
    Ok(JsFuture::from(asked).await.map_err(why)?.unchecked_into())
}

fn tracks(stream: &MediaStream) -> Vec<MediaStreamTrack> {
    stream.get_tracks().iter().map(JsCast::unchecked_into).collect()
}

fn why(error: JsValue) -> NoPicture {
    match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("NotAllowedError" | "SecurityError") => NoPicture::Refused,
        Some("NotFoundError" | "OverconstrainedError") => NoPicture::Missing,
        Some("NotReadableError" | "AbortError") => NoPicture::Taken,
        _ => NoPicture::Unsupported,
    }
}
