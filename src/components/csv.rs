//! Writes a table as CSV (RFC 4180) that spreadsheets open without surprises.

/// Tells spreadsheets that the text is UTF-8.
const MARK: char = '\u{feff}';

/// The whole file: the mark, then a line for each of `lines`.
pub fn write<L, C>(lines: impl IntoIterator<Item = L>) -> String
where
    L: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    let mut out = String::from(MARK);
    for line in lines {
        for (at, text) in line.into_iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            cell(&mut out, text.as_ref());
        }
        out.push_str("\r\n");
    }
    out
}

/// One cell. A text that a spreadsheet would run as a formula gets an
/// apostrophe before it: it came from a customer, or from anybody.
fn cell(out: &mut String, text: &str) {
    let runs = text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r']);
    let quoted = text.contains(['"', ',', ';', '\n', '\r']);
    if quoted {
        out.push('"');
    }
    if runs {
        out.push('\'');
    }
    if quoted {
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[&str]) -> String {
        write([cells]).trim_start_matches(MARK).trim_end().to_owned()
    }

    #[test]
    fn cells_that_need_it_are_quoted() {
        assert_eq!(
            line(&["plain", "a,b", "say \"oak\"", "two\nlines"]),
            "plain,\"a,b\",\"say \"\"oak\"\"\",\"two\nlines\""
        );
    }

    #[test]
    fn nothing_runs_as_a_formula() {
        assert_eq!(line(&["=1+1", "+49", "-2", "@sum", " =1"]), "'=1+1,'+49,'-2,'@sum,' =1");
        assert_eq!(line(&["=cmd|' /C calc'!A0,1"]), "\"'=cmd|' /C calc'!A0,1\"");
        assert_eq!(line(&["\t=1", "a-b", "1-2"]), "'\t=1,a-b,1-2");
    }

    #[test]
    fn it_begins_with_the_mark_and_every_line_ends() {
        assert_eq!(write([["a", "b"], ["c", ""]]), "\u{feff}a,b\r\nc,\r\n");
    }
}
