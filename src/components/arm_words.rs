//! The arm of a running hypothesis in words, for a deal's card and its page.

use crate::words::Words;
use smarketing_domain::hypothesis::assignment::Trial;
use smarketing_locales::t_string;

/// What is said of a deal's arm.
pub struct ArmWords {
    /// The arm's name, or that somebody has to choose.
    pub arm: String,
    /// The hypothesis, the arm and what to do differently.
    pub in_full: String,
}

/// The arm of a deal in `trial` in words.
pub fn arm_words(words: Words, trial: &Trial, arm: Option<usize>) -> ArmWords {
    let i18n = words.i18n;
    let name = arm.and_then(|i| trial.arms.get(i)).cloned();
    let name = name.unwrap_or_else(|| t_string!(i18n, trial.choose_arm).to_owned());
    let (title, chosen) = (trial.title.clone(), name.clone());
    let said = t_string!(i18n, trial.arm_of, title = title, arm = chosen).to_string();
    let brief = arm.and_then(|i| trial.briefs.get(i)).map(|brief| brief.trim()).filter(|brief| !brief.is_empty());
    ArmWords { arm: name, in_full: brief.map_or(said.clone(), |brief| format!("{said}. {brief}")) }
}
