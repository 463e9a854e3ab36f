//! A lead as an HTML form sends it: names and values, the key among them.
//!
//! The key stands in a public page. It can only write leads, and so few a day; what a
//! stranger may write by it is what the form asks for: the fields of a [`Lead`], and
//! answers to the workspace's questions.

use super::Lead;
use crate::{company::LawfulBasis, question::AnswerKind, workspace::Workspace};
use std::collections::{BTreeMap, BTreeSet};

/// How the fields of answers begin: a question's field may be called as anything.
pub const ANSWER: &str = "answer.";
/// The field that people do not see, and machines fill in.
pub const TRAP: &str = "website";

/// What a form sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// The intake key.
    pub key: String,
    /// Who they are and what they want. Its `fields` are what they answered.
    pub lead: Lead,
    /// Somebody filled in what people do not see.
    pub is_trapped: bool,
    /// Where to go then.
    pub thanks: String,
}

impl Form {
    /// Reads names and values. What is repeated is listed; names that mean nothing are
    /// passed over.
    pub fn read(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            let lead = &mut form.lead;
            let text = match name.as_str() {
                "key" => &mut form.key,
                "thanks" => &mut form.thanks,
                "title" => &mut lead.title,
                "name" => &mut lead.name,
                "email" => &mut lead.email,
                "phone" => &mut lead.phone,
                "company" => &mut lead.company,
                "channel" => &mut lead.channel,
                "campaign" => &mut lead.campaign,
                "message" => &mut lead.message,
                "source" => &mut lead.source,
                "consent" => {
                    lead.basis = LawfulBasis::Consent;
                    continue;
                }
                TRAP => {
                    form.is_trapped = true;
                    continue;
                }
                other => match other.strip_prefix(ANSWER) {
                    Some(field) => lead.fields.entry(field.to_owned()).or_default(),
                    None => continue,
                },
            };
            if text.is_empty() {
                value.clone_into(text);
            } else {
                text.push_str(", ");
                text.push_str(value);
            }
        }
        form
    }
}

impl Lead {
    /// With answers as the workspace's questions offer them, however they are
    /// capitalised, and numbers without blanks around.
    pub fn answered(mut self, workspace: &Workspace) -> Self {
        for question in workspace.questionnaire() {
            let Some(answer) = self.fields.get_mut(&question.field) else { continue };
            let trimmed = answer.trim();
            let offered = question.options.iter().find(|option| option.to_lowercase() == trimmed.to_lowercase());
            *answer = match (question.kind, offered) {
                (AnswerKind::Choice, Some(option)) => option.clone(),
                _ => trimmed.to_owned(),
            };
        }
        self
    }

    /// Without what is no answer to a question: anybody can fill in a form.
    pub fn answers_only(mut self, workspace: &Workspace) -> Self {
        let asked: BTreeSet<&str> =
            workspace.questionnaire().into_iter().map(|question| question.field.as_str()).collect();
        let fields = std::mem::take(&mut self.fields).into_iter();
        self.fields = fields.filter(|(field, _)| asked.contains(field.as_str())).collect::<BTreeMap<_, _>>();
        self
    }
}
