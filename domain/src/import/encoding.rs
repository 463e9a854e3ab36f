//! Which characters the bytes of a file stand for.
//!
//! UTF-8 with or without a byte order mark, UTF-16 with one, and else one of
//! the two single-byte encodings in which our people's programs still write:
//! windows-1251 (Russian, Ukrainian) and windows-1252 (western Europe). The
//! two tables are written out here: a general library of encodings is larger
//! than the whole first screen of the app.

/// How a file's characters are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Cyrillic, as older Windows programs write it.
    Windows1251,
    /// Western European, as older Windows programs write it.
    Windows1252,
}

impl Encoding {
    /// Its usual name, for showing.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
            Self::Windows1251 => "windows-1251",
            Self::Windows1252 => "windows-1252",
        }
    }
}

/// The most likely encoding of `bytes`.
pub fn detect(bytes: &[u8]) -> Encoding {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => Encoding::Utf8,
        [0xff, 0xfe, ..] => Encoding::Utf16Le,
        [0xfe, 0xff, ..] => Encoding::Utf16Be,
        _ if is_mostly_utf8(bytes) => Encoding::Utf8,
        _ if has_words_of_high_bytes(bytes) => Encoding::Windows1251,
        _ => Encoding::Windows1252,
    }
}

/// The text without a byte order mark. Bytes that mean nothing become U+FFFD.
pub fn decode(bytes: &[u8], encoding: Encoding) -> String {
    let mut text = match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Encoding::Utf16Le => utf16(bytes, u16::from_le_bytes),
        Encoding::Utf16Be => utf16(bytes, u16::from_be_bytes),
        Encoding::Windows1251 => bytes.iter().map(|&b| windows_1251(b)).collect(),
        Encoding::Windows1252 => bytes.iter().map(|&b| windows_1252(b)).collect(),
    };
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    text
}

/// Valid, or valid but for a few damaged places: a file of another encoding
/// has next to no valid sequences of several bytes.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sequences, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        sequences += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || sequences > broken * 10
}

/// In a Cyrillic text letters above ASCII stand together in words; in a
/// western European one they stand alone among ASCII letters.
fn has_words_of_high_bytes(bytes: &[u8]) -> bool {
    let letter = |b: u8| b >= 0xc0 || matches!(b, 0xa5 | 0xa8 | 0xaa | 0xaf | 0xb2..=0xb4 | 0xb8 | 0xba | 0xbf);
    let (mut together, mut alone) = (0_usize, 0_usize);
    for pair in bytes.windows(2).filter(|pair| letter(pair[1])) {
        if letter(pair[0]) {
            together += 1;
        } else if pair[0].is_ascii_alphabetic() {
            alone += 1;
        }
    }
    together > alone
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

const CYRILLIC_80_TO_BF: [char; 64] = [
    'Ђ', 'Ѓ', '‚', 'ѓ', '„', '…', '†', '‡', '€', '‰', 'Љ', '‹', 'Њ', 'Ќ', 'Ћ', 'Џ', //
    'ђ', '‘', '’', '“', '”', '•', '–', '—', '\u{98}', '™', 'љ', '›', 'њ', 'ќ', 'ћ', 'џ', //
    '\u{a0}', 'Ў', 'ў', 'Ј', '¤', 'Ґ', '¦', '§', 'Ё', '©', 'Є', '«', '¬', '\u{ad}', '®', 'Ї', //
    '°', '±', 'І', 'і', 'ґ', 'µ', '¶', '·', 'ё', '№', 'є', '»', 'ј', 'Ѕ', 'ѕ', 'ї',
];

const WESTERN_80_TO_9F: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', //
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1251(byte: u8) -> char {
    match byte {
        0x00..=0x7f => char::from(byte),
        0x80..=0xbf => CYRILLIC_80_TO_BF[usize::from(byte - 0x80)],
        0xc0.. => char::from_u32(u32::from(byte - 0xc0) + u32::from('А')).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WESTERN_80_TO_9F[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_agree_with_the_standard_on_every_byte() {
        let all: Vec<u8> = (0..=255).collect();
        for (ours, standard) in
            [(Encoding::Windows1251, encoding_rs::WINDOWS_1251), (Encoding::Windows1252, encoding_rs::WINDOWS_1252)]
        {
            assert_eq!(decode(&all, ours), standard.decode_without_bom_handling(&all).0);
        }
    }

    #[test]
    fn a_text_is_recognised_in_each_encoding_it_may_come_in() {
        let russian = "ID;Название сделки;Бюджет\n1;Шкаф;5";
        let ukrainian = "№;Назва угоди;Відповідальний\n1;Ґанок;Їжак";
        let german = "Größe;Währung;Straße\n1;EUR;Königsweg";
        let cp1251 = |text| encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
        let cp1252 = |text| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
        let utf16 =
            |text: &str| [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let utf16be =
            |text: &str| [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        for (text, bytes, encoding) in [
            (russian, cp1251(russian), Encoding::Windows1251),
            (ukrainian, cp1251(ukrainian), Encoding::Windows1251),
            (german, cp1252(german), Encoding::Windows1252),
            (german, german.into(), Encoding::Utf8),
            (russian, format!("\u{feff}{russian}").into(), Encoding::Utf8),
            (ukrainian, utf16(ukrainian), Encoding::Utf16Le),
            (russian, utf16be(russian), Encoding::Utf16Be),
        ] {
            assert_eq!(detect(&bytes), encoding, "{text}");
            assert_eq!(decode(&bytes, encoding), text);
        }
    }

    #[test]
    fn one_damaged_byte_does_not_turn_a_utf8_file_into_another_language() {
        let mut bytes = "Название сделки;Ответственный".to_owned().into_bytes();
        bytes.push(0xd0);
        assert_eq!(detect(&bytes), Encoding::Utf8);
    }
}
