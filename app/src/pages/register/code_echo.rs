//! What a credit code says while it is typed: authority and kind from its first two characters, the division by name from
//! its first eight, and whether it fits once it is whole.

use domain::credit_code::{CreditCode, CreditCodeFault, Kind};
use domain::{Fault, Lang};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::filing::division;
use crate::erase::Erase;
use crate::text::{self, lang, pick};

#[component]
pub fn CodeEcho(
    code: RwSignal<String>,
    /// Of the input.
    #[prop(into)]
    id: String,
) -> impl IntoView {
    let lang = lang();
    let digits = Memo::new(move |_| code.with(|typed| division_of(typed)));
    let place = named(digits);
    let echo = Memo::new(move |_| code.with(|typed| echo(lang, typed, place.get().as_deref())));
    let class = move || match echo.get() {
        Some((true, _)) => "field__echo is-good",
        Some((false, _)) => "field__echo is-bad",
        None => "field__echo",
    };
    view! { <output class=class for=id>{move || echo.get().map(|(_, words)| words)}</output> }.erase()
}

/// The name of the division with these six digits, once the server has told it.
pub fn named(digits: Memo<Option<String>>) -> Signal<Option<String>> {
    let name = RwSignal::new(None);
    Effect::new(move |_| {
        name.set(None);
        let Some(asked) = digits.get() else { return };
        spawn_local(async move {
            let found = division(asked.clone()).await.ok();
            // Whoever typed on asks for another.
            if digits.try_get_untracked() == Some(Some(asked)) {
                name.try_set(found);
            }
        });
    });
    name.into()
}

fn division_of(typed: &str) -> Option<String> {
    let digits: String = typed.trim().chars().skip(2).take(6).collect();
    (digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// Whether the code may still become right, and what to say of it so far.
fn echo(lang: Lang, typed: &str, place: Option<&str>) -> Option<(bool, String)> {
    let told = |begin: String| {
        let kind = kind(lang, typed);
        let division = place.map(str::to_owned).or_else(|| division_of(typed));
        let division = division.map(|name| pick(lang, format!("登记地 {name}"), format!("registered in {name}")));
        [Some(begin), kind, division].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    match CreditCode::parse(typed) {
        Ok(code) => {
            let mut words = told(pick(lang, "校验无误", "Check character fits").to_owned());
            if !code.inner_check_fits() {
                words.push_str(pick(
                    lang,
                    "。其中的主体标识码（第 9 至 17 位）未通过自身校验，少数真实代码如此，请再核对一遍",
                    ". The organisation code inside (places 9 to 17) fails its own check; a few real codes do, so compare once more",
                ));
            }
            Some((true, words))
        }
        Err(CreditCodeFault::Empty) => None,
        Err(CreditCodeFault::Length { found }) if found < 18 => {
            Some((true, told(pick(lang, format!("{found} / 18 位"), format!("{found} of 18 characters")))))
        }
        Err(fault) => Some((false, text::fault::fault(lang, &Fault::CreditCode(fault)))),
    }
}

/// Registering authority and kind, from the first two characters.
fn kind(lang: Lang, typed: &str) -> Option<String> {
    let mut first = typed.trim().chars();
    let pair = (first.next()?, first.next()?);
    let authority = match pair.0 {
        '1' => pick(lang, "机构编制", "staffing office"),
        '2' => pick(lang, "外交", "foreign affairs"),
        '3' => pick(lang, "司法行政", "justice"),
        '4' => pick(lang, "文化", "culture"),
        '5' => pick(lang, "民政", "civil affairs"),
        '6' => pick(lang, "旅游", "tourism"),
        '7' => pick(lang, "宗教", "religion"),
        '8' => pick(lang, "工会", "trade unions"),
        '9' => pick(lang, "工商（市场监管）", "market regulation"),
        'A' => pick(lang, "军队编制", "military staffing"),
        'N' => pick(lang, "农业", "agriculture"),
        'Y' => pick(lang, "其他", "other"),
        _ => return None,
    };
    let kind = Kind::ALL.iter().find(|kind| kind.pair == pair);
    let kind = kind.map_or(pick(lang, "其他类别", "other kind"), |kind| pick(lang, kind.chinese, kind.english));
    Some(format!("{authority} · {kind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_while_it_is_typed() {
        let place = Some("内蒙古自治区锡林郭勒盟");
        assert_eq!(echo(Lang::Zh, "", None), None);
        assert_eq!(echo(Lang::Zh, "9115", None), Some((true, "4 / 18 位 · 工商（市场监管） · 企业".into())));
        let whole = "校验无误 · 工商（市场监管） · 企业 · 登记地 内蒙古自治区锡林郭勒盟";
        assert_eq!(echo(Lang::Zh, "911525001000002270", place), Some((true, whole.into())));
        assert!(
            matches!(echo(Lang::Zh, "911525001000002271", place), Some((false, words)) if words.contains("校验位"))
        );
    }

    #[test]
    fn a_failing_inner_check_is_a_warning_and_no_fault() {
        let (fine, words) = echo(Lang::En, "91310000631295002H", None).unwrap();
        assert!(fine && words.contains("organisation code"));
    }

    #[test]
    fn half_a_division_is_not_asked_for() {
        assert_eq!(division_of("9115250"), None);
        assert_eq!(division_of("91152500"), Some("152500".into()));
        assert_eq!(division_of("91A52500"), None);
    }
}
