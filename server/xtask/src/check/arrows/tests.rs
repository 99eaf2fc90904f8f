use super::*;

fn room(name: &str, uses: &[&str]) -> Crate {
    let uses = uses.iter().map(|name| Use { name: (*name).to_owned(), optional: false }).collect();
    Crate { name: name.to_owned(), uses, ..Crate::default() }
}

fn house() -> Vec<Crate> {
    let mut app = room("app", &["domain", "seal"]);
    app.uses.extend(["office", "axum"].map(|name| Use { name: name.to_owned(), optional: true }));
    app.features.insert("ssr".into(), vec!["dep:office".into(), "dep:axum".into()]);
    app.features.insert("hydrate".into(), vec!["leptos/hydrate".into()]);
    let store = room("store", &["domain", "sea-orm"]);
    let office = room("office", &["domain", "seal", "store"]);
    vec![room("domain", &["serde"]), room("seal", &[]), app, store, office]
}

fn with(name: &str, used: &str) -> Vec<Crate> {
    let mut house = house();
    let one = house.iter_mut().find(|one| one.name == name).unwrap();
    one.uses.push(Use { name: used.to_owned(), optional: false });
    house
}

#[test]
fn the_workspace_keeps_the_arrows_of_the_design() {
    check().unwrap();
}

#[test]
fn a_house_as_designed_has_no_broken_arrow() {
    assert_eq!(broken(&house()), Vec::<String>::new());
}

#[test]
fn an_arrow_that_the_table_does_not_know_is_found() {
    assert_eq!(broken(&with("domain", "seal")), ["`domain` must not use `seal`"]);
    assert_eq!(broken(&with("store", "office")), ["`store` must not use `office`"]);
}

#[test]
fn sql_outside_the_store_is_found() {
    assert_eq!(broken(&with("office", "sea-orm")), ["`office` must not use `sea-orm`: only store may"]);
}

#[test]
fn http_below_the_server_is_found() {
    assert_eq!(broken(&with("office", "axum")), ["`office` must not use `axum`: only server, app may"]);
}

#[test]
fn pages_that_need_the_server_in_the_browser_are_found() {
    assert_eq!(broken(&with("app", "office")), ["`app` uses `office` without the feature `ssr`"]);
}

#[test]
fn a_detour_to_the_server_through_another_feature_is_found() {
    let mut house = house();
    let app = house.iter_mut().find(|one| one.name == "app").unwrap();
    app.features.insert("live".into(), vec!["dep:office".into()]);
    app.features.insert("hydrate".into(), vec!["live".into()]);
    let sentences = broken(&house);
    assert!(sentences.contains(&"feature `hydrate` of `app` switches on `office`: only `ssr` may".to_owned()));
}

#[test]
fn a_crate_that_the_design_does_not_name_is_found() {
    let mut house = house();
    house.push(room("helpers", &[]));
    assert_eq!(broken(&house), ["`helpers` is no room of the design"]);
}
