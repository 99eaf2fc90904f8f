//! Long work: one job for the sealing worker, a fresh `Worker` a job, ended with it; and a leash, so that work ends with the
//! page that started it.

use futures::channel::mpsc::{self, UnboundedReceiver, UnboundedSender};
use futures::future::{AbortHandle, Abortable, Either, select};
use futures::{FutureExt, StreamExt};
use gloo_timers::future::TimeoutFuture;
use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use seal::job::{Failure, GO_ON, HOLD, Job, Report};
use send_wrapper::SendWrapper;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, MessageEvent, Worker, WorkerOptions, WorkerType};

/// A slow line may take this long to bring the worker's module.
const LONGEST_LOAD: u32 = 60_000;

/// Runs `job`. Dropping the future ends the worker.
///
/// # Errors
/// What the worker reports; `Network` when its module does not come, `Internal` when it can not run.
pub async fn run(job: Job) -> Result<Report, Failure> {
    run_long(job, &[], None, |_| {}).await
}

/// Whether the worker can be had here: it is loaded, has begun, and is ended again.
pub async fn starts() -> bool {
    match Bench::new() {
        Some(mut bench) => bench.ready().await.is_ok(),
        None => false,
    }
}

/// How a long job gets on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// `done` of `total` bytes are stored; `part` is at work.
    Progress { part: String, done: u64, total: u64 },
    /// The server does not answer just now; it is tried again.
    LineDown,
}

/// The same for a job that takes its time, with the files it refers to by their place. By a `hand` the worker can be
/// held up.
///
/// # Errors
/// As [`run`].
pub async fn run_long(
    job: Job,
    files: &[File],
    hand: Option<Hand>,
    on_news: impl Fn(News) + 'static,
) -> Result<Report, Failure> {
    let mut bench = Bench::new().ok_or(Failure::Internal)?;
    bench.ready().await?;
    if let Some(hand) = hand {
        hand.lay_on(&bench.worker);
    }
    bench.post(&job, files)?;
    drop(job);
    loop {
        match bench.next().await? {
            Report::Ready => {}
            Report::Progress { part, done, total } => on_news(News::Progress { part, done, total }),
            Report::LineDown => on_news(News::LineDown),
            Report::Failed(failure) => return Err(failure),
            result => return Ok(result),
        }
    }
}

/// A hand on a worker that is at work.
#[derive(Clone, Copy)]
pub struct Hand(StoredValue<Option<SendWrapper<Worker>>>);

impl Hand {
    /// Belongs to the component that makes it.
    #[must_use]
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    fn lay_on(self, worker: &Worker) {
        let _left = self.0.try_set_value(Some(SendWrapper::new(worker.clone())));
    }

    /// Holds the work up, or lets it go on. A worker that has ended hears nothing.
    pub fn hold(self, held: bool) {
        let word = JsValue::from(if held { HOLD } else { GO_ON });
        self.0.with_value(|worker| worker.as_ref().map(|worker| worker.post_message(&word)));
    }
}

impl Default for Hand {
    fn default() -> Self {
        Self::new()
    }
}

/// A worker and what it says.
struct Bench {
    worker: Worker,
    reports: UnboundedReceiver<Option<String>>,
    _listeners: [Closure<dyn FnMut(MessageEvent)>; 2],
}

impl Bench {
    fn new() -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&address()?, &options).ok()?;
        let (sender, reports) = mpsc::unbounded();
        let message = listener(sender.clone(), |event| event.data().as_string());
        // A script that does not load or throws: whatever the event says, the worker is of no more use.
        let error = listener(sender, |_| None);
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        Some(Self { worker, reports, _listeners: [message, error] })
    }

    async fn ready(&mut self) -> Result<(), Failure> {
        let first = async { self.next().await }.boxed_local();
        match select(first, TimeoutFuture::new(LONGEST_LOAD)).await {
            Either::Left((Ok(Report::Ready), _)) => Ok(()),
            Either::Left((Ok(Report::Failed(failure)) | Err(failure), _)) => Err(failure),
            Either::Left((Ok(_), _)) => Err(Failure::Internal),
            Either::Right(_) => Err(Failure::Network),
        }
    }

    fn post(&self, job: &Job, files: &[File]) -> Result<(), Failure> {
        let json = serde_json::to_string(job).map_err(|_| Failure::Internal)?;
        let message: Array = std::iter::once(JsValue::from(json)).chain(files.iter().map(JsValue::from)).collect();
        self.worker.post_message(&message).map_err(|_| Failure::Internal)
    }

    async fn next(&mut self) -> Result<Report, Failure> {
        let json = self.reports.next().await.flatten().ok_or(Failure::Internal)?;
        serde_json::from_str(&json).map_err(|_| Failure::Internal)
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn listener(
    sender: UnboundedSender<Option<String>>,
    read: impl Fn(MessageEvent) -> Option<String> + 'static,
) -> Closure<dyn FnMut(MessageEvent)> {
    Closure::new(move |event| drop(sender.unbounded_send(read(event))))
}

/// Where the worker's module lies; the document's head says it.
fn address() -> Option<String> {
    web_sys::window()?.document()?.query_selector(r#"meta[name="worker"]"#).ok()??.get_attribute("content")
}

/// Holds at most one piece of work; letting go of it, or leaving the page, ends the work.
#[derive(Clone, Copy)]
pub struct Leash(StoredValue<Option<Guard>>);

struct Guard(AbortHandle);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Leash {
    /// Belongs to the component that makes it.
    #[must_use]
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// Ends the work, if any is under way.
    pub fn let_go(self) {
        self.0.set_value(None);
    }

    /// Starts `work` in the place of what runs already.
    pub fn start(self, work: impl Future<Output = ()> + 'static) {
        let (handle, registration) = AbortHandle::new_pair();
        self.0.set_value(Some(Guard(handle)));
        spawn_local(async move {
            // Ended early is ended as well.
            let _: Result<(), _> = Abortable::new(work, registration).await;
        });
    }
}

impl Default for Leash {
    fn default() -> Self {
        Self::new()
    }
}
