//! The HTML of a form that turns into leads: works as a plain form, and better with
//! its script.

use smarketing_domain::{
    intake::form::{ANSWER, TRAP},
    question::AnswerKind,
};

/// The words on the form, in the language of whoever copies it.
#[derive(Clone, Copy, Debug)]
pub struct Labels {
    /// Above each field of the lead, in the order of [`FIELDS`].
    pub fields: [&'static str; 5],
    /// Beside the box.
    pub consent: &'static str,
    /// On the button.
    pub send: &'static str,
    /// The first option of a choice.
    pub choose: &'static str,
    /// What the script says then.
    pub thanks: &'static str,
    /// What it says when it did not work.
    pub failed: &'static str,
}

/// The fields of a lead on the form, in [`Labels::fields`]' order: name, type,
/// what a browser may fill in.
pub const FIELDS: [(&str, &str, &str); 5] = [
    ("name", "text", "name"),
    ("email", "email", "email"),
    ("phone", "tel", "tel"),
    ("company", "text", "organization"),
    ("message", "", ""),
];

/// A question on the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The field of the answer.
    pub field: String,
    /// As it is asked.
    pub text: String,
    /// How it is answered.
    pub kind: AnswerKind,
    /// What there is to choose from.
    pub options: Vec<String>,
}

/// What stands in the form beside its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Where it is sent.
    pub address: String,
    /// The intake key.
    pub key: String,
    /// What its leads are counted for.
    pub channel: String,
    /// Where to go then.
    pub thanks: String,
    /// With the script.
    pub with_script: bool,
}

/// The form as HTML.
pub fn snippet(given: &Given, labels: &Labels, questions: &[Asked]) -> String {
    let mut html = String::new();
    let mut line = |text: String| {
        html.push_str(&text);
        html.push('\n');
    };
    line(format!("<form action=\"{}\" method=\"post\">", escaped(&given.address)));
    for (name, value) in [("key", &given.key), ("channel", &given.channel), ("thanks", &given.thanks)] {
        if !value.is_empty() {
            line(format!("  <input type=\"hidden\" name=\"{name}\" value=\"{}\">", escaped(value)));
        }
    }
    for ((name, kind, fills), label) in FIELDS.into_iter().zip(labels.fields) {
        let label = escaped(label);
        line(match name {
            "message" => format!(
                "  <p><label>{label}<br><textarea name=\"{name}\" rows=\"4\" maxlength=\"5000\"></textarea></label></p>"
            ),
            "email" => format!(
                "  <p><label>{label}<br><input name=\"{name}\" type=\"{kind}\" autocomplete=\"{fills}\" required></label></p>"
            ),
            _ => format!(
                "  <p><label>{label}<br><input name=\"{name}\" type=\"{kind}\" autocomplete=\"{fills}\" maxlength=\"500\"></label></p>"
            ),
        });
    }
    for question in questions {
        let (name, text) = (escaped(&format!("{ANSWER}{}", question.field)), escaped(&question.text));
        line(match question.kind {
            AnswerKind::Choice => {
                let options = question
                    .options
                    .iter()
                    .fold(String::new(), |all, option| all + &format!("<option>{}</option>", escaped(option)));
                format!(
                    "  <p><label>{text}<br><select name=\"{name}\"><option value=\"\">{}</option>{options}</select></label></p>",
                    escaped(labels.choose)
                )
            }
            AnswerKind::Number => {
                format!("  <p><label>{text}<br><input name=\"{name}\" type=\"number\" step=\"any\"></label></p>")
            }
            AnswerKind::Text => format!("  <p><label>{text}<br><input name=\"{name}\" maxlength=\"500\"></label></p>"),
        });
    }
    line(format!(
        "  <p><label><input type=\"checkbox\" name=\"consent\" value=\"yes\" required> {}</label></p>",
        escaped(labels.consent)
    ));
    line(format!(
        "  <input name=\"{TRAP}\" tabindex=\"-1\" autocomplete=\"off\" aria-hidden=\"true\" style=\"position:absolute;left:-9999px\">"
    ));
    line(format!("  <p><button type=\"submit\">{}</button> <span role=\"status\"></span></p>", escaped(labels.send)));
    line("</form>".to_owned());
    if given.with_script {
        line(script(labels));
    }
    html
}

/// Sends the form that stands before it, and answers in its place.
fn script(labels: &Labels) -> String {
    let (thanks, failed) = (quoted(labels.thanks), quoted(labels.failed));
    format!(
        "<script>\n(function (form) {{\n  form.addEventListener(\"submit\", async function (event) {{\n    event.preventDefault();\n    \
         const said = form.querySelector(\"[role=status]\"), button = form.querySelector(\"button\");\n    button.disabled = true;\n    \
         try {{\n      const body = new URLSearchParams(new FormData(form));\n      \
         const answer = await fetch(form.action, {{ method: \"POST\", body, headers: {{ accept: \"application/json\" }} }});\n      \
         if (!answer.ok) throw new Error((await answer.json()).detail);\n      form.reset();\n      said.textContent = {thanks};\n    \
         }} catch (error) {{\n      said.textContent = {failed};\n      console.error(error);\n    }}\n    button.disabled = false;\n  }});\n\
         }})(document.currentScript.previousElementSibling);\n</script>"
    )
}

/// A text between tags or in an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A text in a script: JSON, in which nothing can end the script.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned()).replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABELS: Labels = Labels {
        fields: ["Name", "E-mail", "Phone", "Company", "Message"],
        consent: "I agree",
        send: "Send",
        choose: "Choose",
        thanks: "Thanks </script>",
        failed: "Failed",
    };

    fn made(with_script: bool) -> String {
        let given = Given {
            address: "https://crm.example/api/intake/form".to_owned(),
            key: "smk_a\"b".to_owned(),
            channel: String::new(),
            thanks: "https://shop.example/thanks?a=1&b=2".to_owned(),
            with_script,
        };
        let options = vec!["Up to 2,000".to_owned(), "<More>".to_owned()];
        let asked =
            Asked { field: "budget".into(), text: "How much & when?".into(), kind: AnswerKind::Choice, options };
        snippet(&given, &LABELS, &[asked])
    }

    #[test]
    fn questions_are_fields_and_nothing_becomes_markup() {
        let html = made(false);
        assert!(html.contains("<select name=\"answer.budget\">") && html.contains("<option>&lt;More&gt;</option>"));
        assert!(html.contains("How much &amp; when?") && html.contains("value=\"smk_a&quot;b\""));
        assert!(!html.contains("name=\"channel\"") && !html.contains("<script>"), "what is empty is left out");
    }

    #[test]
    fn a_script_is_ended_by_itself_only() {
        let html = made(true);
        assert_eq!(html.matches("</script>").count(), 1);
        assert!(html.trim_end().ends_with("</script>"));
    }
}
