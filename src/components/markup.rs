//! HTML as text, for what there is very much of: one call of the browser draws a whole
//! card, where a view takes one for each element and leaves a mark beside each word.

/// HTML whose words are escaped. Tags can only come from the program itself.
#[derive(Default)]
pub struct Markup(String);

impl Markup {
    /// What stands in the program: tags, and attributes up to their quotation mark.
    pub fn tag(&mut self, literal: &'static str) -> &mut Self {
        self.0.push_str(literal);
        self
    }

    /// Words, wherever they come from: an element's text, or an attribute's value
    /// between double quotation marks.
    pub fn words(&mut self, words: &str) -> &mut Self {
        for letter in words.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                letter => self.0.push(letter),
            }
        }
        self
    }

    /// The text of it all.
    pub fn into_html(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_never_become_tags_nor_leave_their_attribute() {
        let mut markup = Markup::default();
        markup.tag("<a title=\"").words("\" onclick='x' <b>&").tag("\">").words("</a><script>").tag("</a>");
        assert_eq!(
            markup.into_html(),
            "<a title=\"&quot; onclick=&#39;x&#39; &lt;b&gt;&amp;\">&lt;/a&gt;&lt;script&gt;</a>"
        );
    }
}
