//! The browser says out loud what happens (语音播报), in Chinese, with whatever voice the machine has.

use domain::room::Entry;
use gloo_timers::future::TimeoutFuture;
use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

use super::spoken::spoken;
use crate::erase::{Erase, live};
use crate::parts::hall::Hall;
use crate::text::{lang, pick};

/// A little slower than talk, for a hall.
const RATE: f32 = 0.95;

/// Some browsers know their voices only after a while: looked for so often, with so many milliseconds between.
const LOOKS: (u32, u32) = (10, 150);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Off,
    On,
    /// The browser cannot speak.
    Mute,
    /// It can, but not Chinese.
    NoChinese,
}

#[component]
pub fn VoiceButton(hall: Hall) -> impl IntoView {
    let lang = lang();
    let state = RwSignal::new(State::Off);
    // The last entry that was spoken of.
    let heard = RwSignal::new(0_u64);
    Effect::new(move || {
        hall.entries.with(|entries| {
            if state.get() == State::On {
                say_what_is_new(hall, entries, heard);
            }
        });
    });
    // In an effect, which a server has none of.
    Effect::new(move || on_cleanup(hush));
    let press = move |_| {
        if state.get_untracked() == State::On {
            state.set(State::Off);
            hush();
            return;
        }
        heard.set(hall.room.with_untracked(|room| room.seq));
        spawn_local(async move {
            let _left = state.try_set(begin().await);
        });
    };
    let why = live(move || match state.get() {
        State::Off | State::On => None,
        State::Mute => Some(pick(lang, "本浏览器不能语音播报。", "This browser cannot speak.")),
        State::NoChinese => Some(pick(
            lang,
            "本机没有中文语音，不能语音播报。请在系统设置中安装后再试。",
            "This machine has no Chinese voice. Install one in its settings and try again.",
        )),
    });
    let name = move || match state.get() {
        State::On => pick(lang, "语音播报：开", "Voice (Chinese): on"),
        _ => pick(lang, "语音播报：关", "Voice (Chinese): off"),
    };
    view! {
        <span role="status">{why}</span>
        <button
            type="button"
            class="button button--small"
            disabled=move || !hall.alive.get()
            aria-pressed=move || if state.get() == State::On { "true" } else { "false" }
            on:click=press
        >
            {name}
        </button>
    }
    .erase()
}

fn say_what_is_new(hall: Hall, entries: &[Entry], heard: RwSignal<u64>) {
    let known = heard.get_untracked();
    for entry in entries.iter().filter(|entry| entry.seq > known) {
        heard.set(entry.seq);
        for words in hall.room.with_untracked(|room| spoken(entry, room)) {
            say(&words);
        }
    }
}

/// Says that it is on, if it can.
async fn begin() -> State {
    let Some(synthesis) = synthesis() else { return State::Mute };
    for _ in 0..LOOKS.0 {
        if chinese(&synthesis).is_some() {
            say("语音播报已开启。");
            return State::On;
        }
        TimeoutFuture::new(LOOKS.1).await;
    }
    State::NoChinese
}

/// After what is being said.
fn say(words: &str) {
    let Some(synthesis) = synthesis() else { return };
    let Ok(utterance) = SpeechSynthesisUtterance::new_with_text(words) else { return };
    utterance.set_lang("zh-CN");
    utterance.set_voice(chinese(&synthesis).as_ref());
    utterance.set_rate(RATE);
    synthesis.speak(&utterance);
}

fn hush() {
    if let Some(synthesis) = synthesis() {
        synthesis.cancel();
    }
}

fn synthesis() -> Option<SpeechSynthesis> {
    let window = web_sys::window()?;
    // Where there is none, the property is missing.
    Reflect::has(&window, &"speechSynthesis".into()).ok().filter(|has| *has)?;
    window.speech_synthesis().ok()
}

/// Mandarin; the Chinese of Hong Kong only where there is no other.
fn chinese(synthesis: &SpeechSynthesis) -> Option<SpeechSynthesisVoice> {
    let voices: Vec<SpeechSynthesisVoice> = synthesis.get_voices().iter().map(JsCast::unchecked_into).collect();
    let of = |lang: &str| voices.iter().find(|voice| voice.lang().replace('_', "-").starts_with(lang)).cloned();
    of("zh-CN").or_else(|| of("cmn")).or_else(|| of("zh"))
}
