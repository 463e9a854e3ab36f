//! Questions that leads are asked: by staff on the deal, or on a form by the
//! intake. The answers are fields of the deal.

use crate::{ids::QuestionId, rank::Rank, record::record};
use serde::{Deserialize, Serialize};

/// How a question is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// One of the options.
    #[default]
    Choice,
    /// A number.
    Number,
    /// In their own words.
    Text,
}

impl AnswerKind {
    /// All kinds, in the order they are offered.
    pub const ALL: [AnswerKind; 3] = [Self::Choice, Self::Number, Self::Text];
}

record! {
    /// A question. The questionnaire is all that are not retired, in order.
    pub struct Question(QuestionId), changed by QuestionChange {
        /// The field of the deal that holds the answer. Written once: the
        /// question may be worded anew, its answers stay.
        field / Field: String,
        /// As it is asked.
        text / Text: String,
        /// How it is answered.
        kind / Kind: AnswerKind,
        /// What there is to choose from.
        options / Options: Vec<String>,
        /// Its place in the questionnaire.
        rank / Rank: Rank,
        /// No longer asked; answers stay.
        retired / Retired: bool,
    }
}
