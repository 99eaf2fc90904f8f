//! A refusal as a notice, with the way on where there is one.

use domain::Refusal;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::frame::encoded;
use super::notice::{Notice, Tone};
use crate::api::ApiError;
use crate::text::{self, lang, t};

/// Takes a [`Refusal`] or an [`ApiError`].
#[component]
pub fn RefusalNotice(#[prop(into)] refusal: ApiError) -> impl IntoView {
    let words = text::refusal::error(lang(), &refusal);
    let way = way_on(&refusal).map(|(path, name)| view! { <p><a href=path>{name}</a></p> });
    view! { <Notice tone=Tone::Bad><p>{words}</p>{way}</Notice> }
}

fn way_on(error: &ApiError) -> Option<(String, &'static str)> {
    let ApiError::Refused(refusal) = error else { return None };
    match refusal {
        Refusal::SignInFirst => {
            let here = use_location().pathname.get_untracked();
            Some((format!("/sign-in?back={}", encoded(&here)), t("登录", "Sign in")))
        }
        Refusal::NotApproved { .. } => Some(("/my/case".to_owned(), t("查看登记", "See the registration"))),
        Refusal::NoKey => Some(("/my/key".to_owned(), t("制作密钥", "Make a key"))),
        Refusal::Restricted { .. } => Some(("/my/credit".to_owned(), t("查看信用记录", "See the credit records"))),
        Refusal::NotFound => Some(("/".to_owned(), t("回到首页", "To the front page"))),
        _ => None,
    }
}
