//! Numbers and names as people type them into a hypothesis.

use smarketing_domain::hypothesis::HALF_DAYS_MAX;

/// Longest name that is taken from what is believed, in characters.
const NAME_MAX: usize = 60;

/// A percentage (`20`, `20 %`, `2,5`) in hundredths of a percent; `None` when
/// it is none between 0 and 100.
pub fn hundredths(text: &str) -> Option<u32> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '%').collect();
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        return None;
    }
    let value: f64 = text.replace(',', ".").parse().ok()?;
    (value <= 100.0).then(|| (value * 100.0).round() as u32)
}

/// Hundredths of a percent as one types them: `20`, `2.5`.
pub fn as_typed(hundredths: u32) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Days to the half as one types them (`2`, `0.5`, `1,5`), in halves; nothing is 0.
pub fn half_days(text: &str) -> Option<u16> {
    let text = text.trim().replace(',', ".");
    if text.is_empty() {
        return Some(0);
    }
    let is_plain = text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let halves = text.parse::<f64>().ok().filter(|_| is_plain)? * 2.0;
    (halves.fract() == 0.0 && halves <= f64::from(HALF_DAYS_MAX)).then_some(halves as u16)
}

/// Halves of a day as one types them; nothing for none.
pub fn days_as_typed(half_days: u16) -> String {
    match (half_days / 2, half_days % 2) {
        (0, 0) => String::new(),
        (days, 0) => days.to_string(),
        (days, _) => format!("{days}.5"),
    }
}

/// A whole number, with or without marks between thousands (`1 240`, `1,240`);
/// nothing is 0.
pub fn count(text: &str) -> Option<u64> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
    if text.is_empty() {
        return Some(0);
    }
    let mut groups = text.split([',', '.']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || first.len() <= 3);
    let digits = format!("{first}{}", rest.concat());
    (grouped && digits.chars().all(|c| c.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

/// A name for a hypothesis that was given none: how its belief begins, cut
/// between words.
pub fn name_from(belief: &str) -> String {
    let belief = belief.trim().trim_end_matches('.');
    let mut name = String::new();
    for word in belief.split_whitespace() {
        if !name.is_empty() && name.chars().count() + 1 + word.chars().count() > NAME_MAX {
            return format!("{}…", name.trim_end_matches([',', ';', ':']));
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    name
}

/// A clause to stand inside a sentence: without the stop that people put at its end.
pub fn clause(text: &str) -> &str {
    text.trim().trim_end_matches(['.', ';', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_in_every_locale() {
        assert_eq!(hundredths("20"), Some(2_000));
        assert_eq!(hundredths(" 20 % "), Some(2_000));
        assert_eq!(hundredths("2,5"), Some(250));
        assert_eq!(hundredths("0.015"), Some(2));
        assert_eq!(hundredths("100"), Some(10_000));
        for wrong in ["", "%", "101", "-3", "1e1", "five", "1.2.3", "."] {
            assert_eq!(hundredths(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn percentages_come_back_as_typed() {
        for (value, text) in [(2_000, "20"), (250, "2.5"), (5, "0.05"), (0, "0"), (10_000, "100")] {
            assert_eq!(as_typed(value), text);
            assert_eq!(hundredths(text), Some(value));
        }
    }

    #[test]
    fn days_are_typed_to_the_half() {
        for (text, halves) in [("", 0), ("2", 4), (" 0,5 ", 1), ("1.5", 3), (".5", 1), ("3650", 7_300)] {
            assert_eq!(half_days(text), Some(halves), "{text}");
            assert_eq!(half_days(&days_as_typed(halves)), Some(halves));
        }
        for wrong in ["-1", "0.3", "week", "1e2", "3651", "1.2.3", "."] {
            assert_eq!(half_days(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn counts_may_have_marks_between_thousands() {
        for text in ["1240", "1 240", "1\u{a0}240", "1,240", "1.240", " 1\u{202f}240 "] {
            assert_eq!(count(text), Some(1_240), "{text}");
        }
        assert_eq!(count(""), Some(0));
        for wrong in ["12,5", "1.2", "-1", "ten", "1,24,0", "1234,567", "99999999999999999999"] {
            assert_eq!(count(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_belief_gives_a_name_that_is_cut_between_words() {
        assert_eq!(name_from(" calling within an hour. "), "calling within an hour");
        let long = name_from("четыре дополнительных вопроса в форме, чтобы её отправляли только люди с проектом");
        assert!(long.ends_with('…') && long.chars().count() <= NAME_MAX + 1, "{long}");
        assert_eq!(name_from(""), "");
    }

    #[test]
    fn a_clause_has_no_stop_at_its_end() {
        assert_eq!(clause(" They wait. "), "They wait");
    }
}
