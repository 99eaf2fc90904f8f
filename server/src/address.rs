//! Where a caller reached this portal, for what it takes with it: a calendar, a document that names its own place.

use axum::http::HeaderMap;
use axum::http::header::HOST;

/// Without a slash at the end. What is no host name is not repeated.
pub fn of(headers: &HeaderMap, https: bool) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let plain = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    format!("http{}://{}", if https { "s" } else { "" }, if plain { host } else { "localhost" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_host_name_is_repeated() {
        let reached = |host: &str, https| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, host.parse().unwrap());
            of(&headers, https)
        };
        assert_eq!(reached("kaibiao.example", true), "https://kaibiao.example");
        assert_eq!(reached("[::1]:3000", false), "http://[::1]:3000");
        for strange in ["a/b", "a\"b", "a b", "a@b", ""] {
            assert_eq!(reached(strange, false), "http://localhost", "{strange}");
        }
        assert_eq!(of(&HeaderMap::new(), false), "http://localhost");
    }
}
