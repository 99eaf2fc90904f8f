//! Records what a camera sees as WebM, in small pieces as they are made.

use futures::channel::mpsc::{self, UnboundedReceiver};
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobEvent, MediaRecorder, MediaRecorderOptions, RecordingState};

use super::camera::Camera;
use super::events::Ear;

/// VP8 is drawn fastest without help of the machine's own.
const KINDS: [&str; 3] = ["video/webm;codecs=vp8,opus", "video/webm;codecs=vp9,opus", "video/webm"];
const SOUND: &str = "audio/webm;codecs=opus";
const PICTURE_BITS: u32 = 1_500_000;
const SOUND_BITS: u32 = 64_000;

/// Milliseconds between whole pictures, at which a player can begin.
const WHOLE: f64 = 1000.0;
/// Milliseconds of a piece.
const PIECE: i32 = 250;

/// Records until it is dropped or stopped, or its devices are gone.
pub struct Recorder {
    recorder: MediaRecorder,
    _ears: [Ear; 3],
}

impl Recorder {
    /// The pieces come in order, and end with the recorder. `None` when the browser makes no WebM.
    #[must_use]
    pub fn start(camera: &Camera) -> Option<(Self, UnboundedReceiver<Blob>)> {
        let sees = camera.stream().get_video_tracks().length() > 0;
        let kind = KINDS.into_iter().find(|kind| MediaRecorder::is_type_supported(kind)).filter(|_| sees);
        let kind = kind.or_else(|| (!sees && MediaRecorder::is_type_supported(SOUND)).then_some(SOUND))?;
        let options = MediaRecorderOptions::new();
        options.set_mime_type(kind);
        options.set_video_bits_per_second(PICTURE_BITS);
        options.set_audio_bits_per_second(SOUND_BITS);
        // Where it is not known, spans are longer.
        let whole = JsValue::from("videoKeyFrameIntervalDuration");
        drop(Reflect::set(&options, &whole, &JsValue::from(WHOLE)));
        let recorder =
            MediaRecorder::new_with_media_stream_and_media_recorder_options(camera.stream(), &options).ok()?;
        let (sender, pieces) = mpsc::unbounded();
        let (ended, failed) = (sender.clone(), sender.clone());
        let ears = [
            Ear::on(&recorder, "dataavailable", move |event| {
                if let Some(piece) = event.dyn_ref::<BlobEvent>().and_then(BlobEvent::data) {
                    drop(sender.unbounded_send(piece));
                }
            }),
            Ear::on(&recorder, "stop", move |_| ended.close_channel()),
            Ear::on(&recorder, "error", move |_| failed.close_channel()),
        ];
        recorder.start_with_time_slice(PIECE).ok()?;
        Some((Self { recorder, _ears: ears }, pieces))
    }

    /// The last pieces are still given out.
    pub fn stop(&self) {
        if self.recorder.state() != RecordingState::Inactive {
            drop(self.recorder.stop());
        }
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.stop();
    }
}
