//! Addresses. Filters live in the address: a view is a link.

use smarketing_domain::{
    deal::DealKind,
    filter::Filter,
    hourglass::Part,
    ids::{DealId, HypothesisId, MeetingId, StageId, StickerId, WorkshopId},
};

/// The hourglass.
pub const HOURGLASS: &str = "/";
/// The board.
pub const BOARD: &str = "/board";
/// The board's deals as a table.
pub const BOARD_TABLE: &str = "/board/table";
/// The board's deals by the weeks in which they are expected.
pub const BOARD_CALENDAR: &str = "/board/calendar";
/// Leads offered to sales.
pub const INBOX: &str = "/inbox";
/// The lab.
pub const HYPOTHESES: &str = "/hypotheses";
/// Workshops.
pub const WORKSHOPS: &str = "/workshop";
/// The meeting.
pub const MEETING: &str = "/meeting";
/// Conversion over time.
pub const CONVERSION: &str = "/conversion";
/// What the coming weeks may bring.
pub const FORECAST: &str = "/forecast";
/// What channels cost and bring.
pub const MONEY: &str = "/money";
/// The board and the hourglass of any day.
pub const TIME: &str = "/time";
/// Lenses on the same deals.
pub const LENSES: &str = "/lenses";
/// Deals as a list.
pub const DEALS: &str = "/deals";
/// Deleted deals.
pub const TRASH: &str = "/trash";
/// One's own changes.
pub const CHANGES: &str = "/changes";
/// Settings.
pub const SETTINGS: &str = "/settings";
/// The importer.
pub const IMPORT: &str = "/settings/import";
/// Signing in.
pub const LOGIN: &str = "/login";

/// The place of the rail that an address belongs to: pages that are opened from
/// the hourglass or the lab stand there. An address of no place is its own.
pub fn place(path: &str) -> &str {
    let first = path.get(1..).and_then(|rest| rest.find('/')).map_or(path, |end| &path[..=end]);
    match first {
        CONVERSION | FORECAST | MONEY | LENSES | MEETING | TIME => HOURGLASS,
        WORKSHOPS => HYPOTHESES,
        other => other,
    }
}

/// A deal's page.
pub fn deal(id: DealId) -> String {
    format!("{DEALS}/{id}")
}

/// A hypothesis' page.
pub fn hypothesis(id: HypothesisId) -> String {
    format!("{HYPOTHESES}/{id}")
}

/// A meeting's minutes.
pub fn meeting(id: MeetingId) -> String {
    format!("{MEETING}?of={id}")
}

/// A workshop's canvas.
pub fn workshop(id: WorkshopId) -> String {
    format!("{WORKSHOPS}/{id}")
}

/// A workshop's canvas with one of its stickers in view.
pub fn sticker(workshop: WorkshopId, id: StickerId) -> String {
    format!("{WORKSHOPS}/{workshop}?at={id}")
}

/// The name of a part in an address.
pub fn part_name(part: Part) -> &'static str {
    match part {
        Part::Standing => "standing",
        Part::Entered => "entered",
        Part::Passed => "passed",
        Part::Lost => "lost",
        Part::Waiting => "waiting",
    }
}

/// The part with this name.
pub fn part(name: &str) -> Option<Part> {
    [Part::Standing, Part::Entered, Part::Passed, Part::Lost, Part::Waiting].into_iter().find(|p| part_name(*p) == name)
}

/// The list of the deals behind a number of the hourglass; `query` is the
/// filter and period of the page it was clicked on.
pub fn deals_behind(stage: StageId, part: Part, query: &str) -> String {
    let rest = if query.is_empty() { String::new() } else { format!("&{query}") };
    format!("{DEALS}?stage={stage}&part={}{rest}", part_name(part))
}

/// A filter as a query string: `owner=…&channel=…&text=…`.
pub fn filter_query(filter: &Filter) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut push = |name: &str, value: String| parts.push(format!("{name}={}", encode(&value)));
    if let Some(owner) = filter.owner {
        push("owner", owner.to_string());
    }
    if let Some(channel) = &filter.channel {
        push("channel", channel.clone());
    }
    if let Some(kind) = filter.kind {
        push("kind", kind_name(kind));
    }
    if let Some(import) = filter.import {
        push("import", import.to_string());
    }
    if !filter.text.is_empty() {
        push("text", filter.text.clone());
    }
    parts.join("&")
}

/// The filter that an address asks for; what cannot be read is left out.
pub fn filter(get: impl Fn(&str) -> Option<String>) -> Filter {
    Filter {
        owner: get("owner").and_then(|v| v.parse().ok()),
        channel: get("channel").filter(|v| !v.is_empty()),
        kind: get("kind").and_then(|name| kind(&name)),
        import: get("import").and_then(|v| v.parse().ok()),
        text: get("text").unwrap_or_default(),
    }
}

/// The name of a kind in an address.
pub fn kind_name(kind: DealKind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The kind with this name.
pub fn kind(name: &str) -> Option<DealKind> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// Percent-encodes what has a meaning in a query string.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_stands_at_a_place_of_the_rail() {
        assert_eq!(place("/"), HOURGLASS);
        assert_eq!(place("/forecast"), HOURGLASS);
        assert_eq!(place("/settings/import"), SETTINGS);
        assert_eq!(place("/workshop/0195"), HYPOTHESES);
        assert_eq!(place(BOARD_TABLE), BOARD);
        assert_eq!(place("/boards"), "/boards");
        assert_eq!(place(""), "");
    }

    #[test]
    fn a_filter_comes_back_from_its_address() {
        let filter_in = Filter {
            channel: Some("Шоурум & co".into()),
            kind: Some(DealKind::WinBack),
            text: "oak 3%".into(),
            ..Filter::default()
        };
        let query = filter_query(&filter_in);
        assert!(query.is_ascii() && !query.contains(' '));
        let pairs: Vec<(String, String)> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), decode(value)))
            .collect();
        let get = |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        assert_eq!(filter(get), filter_in);
    }

    fn decode(text: &str) -> String {
        let bytes = text.as_bytes();
        let mut out = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] == b'%' {
                out.push(u8::from_str_radix(&text[at + 1..at + 3], 16).unwrap());
                at += 3;
            } else {
                out.push(bytes[at]);
                at += 1;
            }
        }
        String::from_utf8(out).unwrap()
    }
}
