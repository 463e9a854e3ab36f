//! The order in which people look names up: as their alphabet has the letters,
//! whatever their case.

/// A text as its letters stand in the alphabets of our languages; `None` for
/// an empty one. In Unicode ґ, є, і, ї and ё stand behind the alphabet.
pub fn key(text: &str) -> Option<Vec<u32>> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.chars().flat_map(char::to_lowercase).map(letter).collect())
}

fn letter(c: char) -> u32 {
    let (base, after) = match c {
        'ґ' => ('г', 1),
        'є' | 'ё' => ('е', 1),
        'і' => ('и', 1),
        'ї' => ('и', 2),
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => ('a', 1),
        'ç' | 'č' | 'ć' => ('c', 1),
        'è' | 'é' | 'ê' | 'ë' => ('e', 1),
        'ì' | 'í' | 'î' | 'ï' => ('i', 1),
        'ł' => ('l', 1),
        'ñ' | 'ń' => ('n', 1),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => ('o', 1),
        'š' | 'ś' => ('s', 1),
        'ù' | 'ú' | 'û' | 'ü' => ('u', 1),
        'ž' | 'ź' | 'ż' => ('z', 1),
        other => (other, 0),
    };
    u32::from(base) * 4 + after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_sort_as_in_the_alphabet_whatever_their_case() {
        let mut names =
            ["яблуня", "Ірпінь", "Ґрунт", "гора", "йод", "Дім", "Émile", "ебен", "Eva", "Zoe", "іва", "їжак"];
        names.sort_by_key(|name| key(name));
        let expected =
            ["Eva", "Émile", "Zoe", "гора", "Ґрунт", "Дім", "ебен", "іва", "Ірпінь", "їжак", "йод", "яблуня"];
        assert_eq!(names, expected);
        assert_eq!(key("  "), None);
    }
}
