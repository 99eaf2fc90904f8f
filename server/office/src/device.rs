//! What a person calls its device, out of what a browser says of itself (RFC 9110 §10.1.5): a word for people, no proof.

/// Most of a name that is none of those below, in characters.
const LONGEST: usize = 60;

/// The first that is said counts: browsers also name those whose like they are.
const BROWSERS: [(&str, &str); 8] = [
    ("MicroMessenger/", "微信"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("QQBrowser/", "QQ 浏览器"),
    ("Firefox/", "Firefox"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("Windows", "Windows"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Browser and system, without versions: an update makes no other device of it. Of anything else what it says.
pub fn name(agent: &str) -> String {
    let first =
        |known: &[(&str, &'static str)]| known.iter().find(|(said, _)| agent.contains(said)).map(|(_, name)| *name);
    match (first(&BROWSERS), first(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => agent.chars().take(LONGEST).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_by_browser_and_system_whatever_the_version() {
        let linux = |version: u32| {
            format!(
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36"
            )
        };
        assert_eq!(name(&linux(130)), "Chrome · Linux");
        assert_eq!(name(&linux(131)), name(&linux(130)));
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0";
        assert_eq!(name(edge), "Edge · Windows");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
        assert_eq!(name(phone), "Safari · iPhone");
    }

    #[test]
    fn what_is_no_browser_keeps_what_it_says_of_itself_and_no_more_than_fits() {
        assert_eq!((name(""), name("curl/8.5.0")), (String::new(), "curl/8.5.0".to_owned()));
        assert_eq!(name(&"长".repeat(200)).chars().count(), LONGEST);
    }
}
