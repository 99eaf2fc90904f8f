//! Sends what a camera sees, reel after reel, until the host ends it or nothing can be sent any more.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use domain::webm::Cutter;
use domain::{LotId, Refusal};
use futures::StreamExt;
use futures::channel::mpsc::{self, UnboundedReceiver, UnboundedSender};
use futures::future::join;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Date, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::queue::Queue;
use crate::api::{ApiError, broadcast};
use crate::browser::camera::Camera;
use crate::browser::footage::{self, Unsent};
use crate::browser::recorder::Recorder;
use crate::parts::hall::Hall;

/// How it gets on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct News {
    pub reel: u32,
    /// Of all reels since the host went live.
    pub sent: u32,
    pub bytes: f64,
    pub waiting: usize,
    pub dropped: u32,
    /// Bits a second, of late.
    pub rate: f64,
    /// The server does not answer just now; it is tried again.
    pub line_down: bool,
}

/// Why it is over, where the host has not ended it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Over {
    /// The opening is over.
    Closed,
    /// The host is live from another page.
    Elsewhere,
    /// The browser does not record.
    NoRecorder,
    Refused(Refusal),
}

/// What becomes of a reel.
enum Reel {
    /// The host has ended it, or the devices are gone.
    Ended,
    /// The server has ended it.
    Lost,
}

/// Milliseconds of which the rate is told.
const OF_LATE: f64 = 5_000.0;
/// After the host has ended it, what is left is sent for so many milliseconds.
const LAST: f64 = 15_000.0;

pub struct Desk {
    hall: Hall,
    camera: Camera,
    recorder: RefCell<Option<Recorder>>,
    queue: RefCell<Queue>,
    /// When the host ended it, by this machine's clock.
    ended: Cell<Option<f64>>,
    /// When so many bytes had arrived.
    arrivals: RefCell<VecDeque<(f64, f64)>>,
    news: RwSignal<News>,
}

impl Desk {
    #[must_use]
    pub fn new(hall: Hall, camera: Camera, news: RwSignal<News>) -> Rc<Self> {
        Rc::new(Self {
            hall,
            camera,
            recorder: RefCell::default(),
            queue: RefCell::default(),
            ended: Cell::new(None),
            arrivals: RefCell::default(),
            news,
        })
    }

    /// What was recorded is still sent.
    pub fn end(&self) {
        self.ended.set(Some(Date::now()));
        if let Some(recorder) = &*self.recorder.borrow() {
            recorder.stop();
        }
    }

    /// The page is left: nothing more is sent.
    pub fn leave(&self) {
        self.end();
        self.recorder.take();
        if let Some((lot, reel)) = self.live() {
            spawn_local(async move { drop(broadcast::end(lot, reel).await) });
        }
    }

    /// The reel that is live from here.
    #[must_use]
    pub fn live(&self) -> Option<(LotId, u32)> {
        let reel = self.news.try_with_untracked(|news| news.reel)?;
        (reel > 0).then_some((self.hall.lot, reel))
    }

    /// # Errors
    /// Why it is over, where the host has not ended it.
    pub async fn run(&self) -> Result<(), Over> {
        while self.ended.get().is_none() {
            let Some(reel) = self.begin().await? else { break };
            self.tell(|news| news.reel = reel);
            match self.reel(reel).await? {
                Reel::Ended => {
                    // Where it does not arrive, the clock ends it.
                    drop(broadcast::end(self.hall.lot, reel).await);
                    return Ok(());
                }
                Reel::Lost => self.may_begin_again(reel).await?,
            }
        }
        Ok(())
    }

    /// The number of a new reel; `None` when the host has ended it before there was one.
    async fn begin(&self) -> Result<Option<u32>, Over> {
        self.queue.take();
        let mut failures = 0;
        while self.ended.get().is_none() {
            match broadcast::begin(self.hall.lot).await {
                Ok(reel) => return Ok(Some(reel)),
                Err(ApiError::Refused(Refusal::WrongStage { stage })) if stage.is_final() => return Err(Over::Closed),
                Err(ApiError::Refused(Refusal::Trouble) | ApiError::Unreachable) => self.pause(&mut failures).await,
                Err(ApiError::Refused(refusal)) => return Err(Over::Refused(refusal)),
            }
        }
        Ok(None)
    }

    /// The clock may have ended the reel after a silence; or the opening is over, or this host is live elsewhere.
    async fn may_begin_again(&self, reel: u32) -> Result<(), Over> {
        // The room's line brings what has happened.
        TimeoutFuture::new(1500).await;
        let (over, reels) = self.hall.room.with_untracked(|room| (room.stage.name().is_final(), room.reels));
        match () {
            () if over => Err(Over::Closed),
            () if reels > reel => Err(Over::Elsewhere),
            () => Ok(()),
        }
    }

    async fn reel(&self, reel: u32) -> Result<Reel, Over> {
        let (recorder, pieces) = Recorder::start(&self.camera).ok_or(Over::NoRecorder)?;
        self.recorder.replace(Some(recorder));
        let (wake, woken) = mpsc::unbounded();
        let (cut, sent) = join(self.cut(pieces, wake), self.send(reel, woken)).await;
        self.recorder.take();
        cut.and(sent)
    }

    /// Cuts what is recorded, until the recorder stops.
    async fn cut(&self, mut pieces: UnboundedReceiver<Blob>, wake: UnboundedSender<()>) -> Result<Reel, Over> {
        let mut cutter = Cutter::default();
        while let Some(piece) = pieces.next().await {
            let Ok(bytes) = JsFuture::from(piece.array_buffer()).await else { continue };
            let spans = cutter.push(&Uint8Array::new(&bytes).to_vec()).map_err(|_| Over::NoRecorder)?;
            self.queue_up(spans, &wake);
        }
        self.queue_up(cutter.finish().into_iter().collect(), &wake);
        Ok(Reel::Ended)
    }

    fn queue_up(&self, spans: Vec<Vec<u8>>, wake: &UnboundedSender<()>) {
        for span in spans {
            let dropped = self.queue.borrow_mut().push(span);
            self.tell(|news| news.dropped += dropped);
            drop(wake.unbounded_send(()));
        }
    }

    /// Sends what was cut, in order, until there is no more.
    async fn send(&self, reel: u32, mut woken: UnboundedReceiver<()>) -> Result<Reel, Over> {
        let mut failures = 0;
        while woken.next().await.is_some() {
            loop {
                let Some(next) = self.queue.borrow_mut().next() else { break };
                match footage::put(self.hall.lot, reel, next.number, next.dropped, &next.bytes).await {
                    Ok(()) => {
                        failures = 0;
                        self.queue.borrow_mut().arrived();
                        self.arrived(next.bytes.len() as f64);
                    }
                    Err(Unsent::Refused(Refusal::MovedOn | Refusal::PartMissing { .. })) => {
                        self.stop_recording();
                        return Ok(Reel::Lost);
                    }
                    // What arrives otherwise than it was sent is sent again, too.
                    Err(Unsent::Line | Unsent::Refused(Refusal::Trouble | Refusal::DigestDiffers { .. })) => {
                        if !self.goes_on() {
                            return Ok(Reel::Ended);
                        }
                        self.pause(&mut failures).await;
                    }
                    Err(Unsent::Refused(refusal)) => {
                        self.stop_recording();
                        return Err(Over::Refused(refusal));
                    }
                }
            }
        }
        Ok(Reel::Ended)
    }

    fn stop_recording(&self) {
        if let Some(recorder) = &*self.recorder.borrow() {
            recorder.stop();
        }
    }

    fn goes_on(&self) -> bool {
        self.ended.get().is_none_or(|ended| Date::now() - ended < LAST)
    }

    /// About 0.5, 1, 2, then 4 seconds.
    async fn pause(&self, failures: &mut u32) {
        self.tell(|news| news.line_down = true);
        TimeoutFuture::new((500_u32 << (*failures).min(3)).min(4000)).await;
        *failures += 1;
    }

    fn arrived(&self, bytes: f64) {
        let now = Date::now();
        let rate = {
            let mut arrivals = self.arrivals.borrow_mut();
            arrivals.push_back((now, bytes));
            while arrivals.front().is_some_and(|(at, _)| now - at > OF_LATE) {
                arrivals.pop_front();
            }
            arrivals.iter().map(|(_, bytes)| bytes).sum::<f64>() * 8000.0 / OF_LATE
        };
        self.tell(|news| {
            news.sent += 1;
            news.bytes += bytes;
            news.rate = rate;
            news.line_down = false;
        });
    }

    /// The page may be gone.
    fn tell(&self, change: impl FnOnce(&mut News)) {
        let waiting = self.queue.borrow().waiting();
        self.news.try_update(|news| {
            change(news);
            news.waiting = waiting;
        });
    }
}
