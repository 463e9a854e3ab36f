//! What is known of a lead only afterwards, and must not give points.
//!
//! A field that was filled in once the outcome was clear tells the past apart
//! perfectly and says nothing of a new lead. Two nets catch such fields. Their
//! **names**: a judgement of ours ("Lead Quality", tags, another program's
//! score), a state that is written over as long as the lead lives ("Last notable
//! activity"), or the closing itself ("Lost reason"). And their **figures**:
//! one field that alone tells winners from losers better than fields known in
//! advance ever do, or an answer that nearly always, or nearly never, was won.
//! Neither net is sure: the person sees what was left out and why, and can take
//! it in.

use super::{
    bands::{Bands, Level},
    source::{Source, Values},
};
use crate::statistics::{
    proportion::{Sample, wilson},
    roc::auc_of_counts,
};

/// Why a source was left out.
#[derive(Clone, Debug, PartialEq)]
pub enum LeftOut {
    /// By its name somebody's judgement, or another program's score of it.
    Judgement,
    /// By its name a state that is written over until the end.
    WrittenOver,
    /// By its name something about the closing.
    Closing,
    /// Every lead has another number: it names the lead.
    Number,
    /// Alone it tells apart too well to have been known before: the area under
    /// its ROC curve.
    TooTelling(f64),
}

/// Why a source that gives points should be looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// What it is about.
    pub source: Source,
    /// The answers, or bounds, that nearly decide the outcome; empty is none, or
    /// any that is rare.
    pub answer: String,
    /// Leads that gave them.
    pub cases: u64,
    /// Of them, those with a good outcome.
    pub good: u64,
}

/// From this area on a single source is too good to have been known before.
pub const TOO_TELLING: f64 = 0.9;
/// Doubtful is an answer whose share is surely (95 %) below or above these, and
/// that misses it ten times more rarely than all leads do.
const NEARLY_NONE: f64 = 0.02;
const NEARLY_ALL: f64 = 0.95;
const RARER: f64 = 10.0;

/// Beginnings of words, in English, Russian and Ukrainian.
const JUDGEMENTS: &[&str] = &[
    "tag",
    "quality",
    "grade",
    "score",
    "scoring",
    "index",
    "rating",
    "тег",
    "метк",
    "мітк",
    "качеств",
    "якіст",
    "якост",
    "оценк",
    "оцінк",
    "скоринг",
    "скоринґ",
    "балл",
    "бал",
    "индекс",
    "індекс",
    "рейтинг",
];
const CLOSINGS: &[&str] = &[
    "won",
    "lost",
    "loss",
    "clos",
    "convert",
    "conversion",
    "outcome",
    "result",
    "reason",
    "reject",
    "disqualified",
    "churn",
    "invoice",
    "paid",
    "contract",
    "refund",
    "note",
    "comment",
    "закры",
    "закри",
    "причин",
    "отказ",
    "відмов",
    "договор",
    "договір",
    "оплат",
    "итог",
    "підсум",
    "результат",
    "выигр",
    "вигра",
    "проигр",
    "програн",
    "счет",
    "счёт",
    "рахун",
    "комментар",
    "коментар",
    "замет",
    "нотатк",
    "примеч",
    "приміт",
];
/// Alone, or beside the word for the record: of a person they may say more
/// ("marital status").
const STATES: &[&str] =
    &["status", "stage", "profile", "level", "статус", "этап", "етап", "стади", "стаді", "профил", "профіл"];
const RECORDS: &[&str] = &["lead", "deal", "opportunity", "prospect", "лид", "лід", "сделк", "угод"];
const LAST: &[&str] = &["last", "latest", "последн", "останн"];
const NAMES: &[&str] = &["name", "имя", "ім", "фамил", "прізвищ"];

/// What a field's name says of when it is known.
pub(super) fn by_name(name: &str) -> Option<LeftOut> {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is = |word: &str, stems: &[&str]| stems.iter().any(|stem| begins(word, stem));
    let any = |stems: &[&str]| words.iter().any(|word| is(word, stems));
    if words.first().is_some_and(|word| is(word, LAST)) && !any(NAMES) {
        Some(LeftOut::WrittenOver)
    } else if any(JUDGEMENTS) || (any(STATES) && words.iter().all(|word| is(word, STATES) || is(word, RECORDS))) {
        Some(LeftOut::Judgement)
    } else if any(CLOSINGS) {
        Some(LeftOut::Closing)
    } else {
        None
    }
}

/// English stems take an ending, not another word: "tag" is not "tagline".
fn begins(word: &str, stem: &str) -> bool {
    let Some(rest) = word.strip_prefix(stem) else { return false };
    !stem.is_ascii() || matches!(rest, "" | "s" | "e" | "es" | "d" | "ed" | "ing" | "ion")
}

/// What a source's answers say of when they were known.
pub(super) fn by_figures(values: &Values, bands: &Bands, good: &[bool]) -> Option<LeftOut> {
    if names_the_lead(values) {
        return Some(LeftOut::Number);
    }
    let counts = counts(bands, good);
    let mut by_share: Vec<(u64, u64)> = counts.iter().map(|&(good, all)| (good, all - good)).collect();
    crate::sort::sort_by(&mut by_share, |a, b| share(*a).total_cmp(&share(*b)));
    let area = auc_of_counts(by_share)?.area;
    (area >= TOO_TELLING).then_some(LeftOut::TooTelling(area))
}

fn share((good, bad): (u64, u64)) -> f64 {
    good as f64 / (good + bad).max(1) as f64
}

/// Whole numbers of which no two leads have the same.
fn names_the_lead(values: &Values) -> bool {
    let Values::Numbers(numbers) = values else { return false };
    let mut known: Vec<i64> = numbers.iter().filter(|n| n.is_finite()).map(|n| *n as i64).collect();
    let whole = numbers.iter().filter(|n| n.is_finite()).all(|n| n.fract() == 0.0);
    let all = known.len();
    known.sort_unstable();
    known.dedup();
    whole && known.len() == all
}

/// Good and all cases of each level.
fn counts(bands: &Bands, good: &[bool]) -> Vec<(u64, u64)> {
    let mut counts = vec![(0, 0); bands.levels.len()];
    for (level, good) in bands.of.iter().zip(good) {
        let (of_good, all) = &mut counts[usize::from(*level)];
        *of_good += u64::from(*good);
        *all += 1;
    }
    counts
}

/// Levels that nearly decide the outcome.
pub(super) fn doubts(source: &Source, values: &Values, bands: &Bands, good: &[bool]) -> Vec<Doubt> {
    let usual = good.iter().filter(|good| **good).count() as f64 / good.len().max(1) as f64;
    let none = NEARLY_NONE.min(usual / RARER);
    let all = NEARLY_ALL.max(1.0 - (1.0 - usual) / RARER);
    let counted = bands.levels.iter().zip(counts(bands, good));
    let doubtful = counted.filter_map(|(level, (good, cases))| {
        let share = wilson(Sample::new(cases, good).ok()?, 0.95);
        let decides = share.high < none || share.low > all;
        decides.then(|| Doubt { source: source.clone(), answer: level.called(values), cases, good })
    });
    doubtful.collect()
}

impl Level {
    /// The answers, or the bounds; empty is no answer.
    fn called(&self, values: &Values) -> String {
        match (self, values) {
            (Self::Words(words), Values::Words { names, .. }) => {
                let names =
                    words.iter().filter_map(|word| names.get((*word as usize).checked_sub(1)?).map(String::as_str));
                names.collect::<Vec<_>>().join(" / ")
            }
            (Self::Range(from, below), _) => {
                let bounds = [from.map(|n| format!("≥ {n}")), below.map(|n| format!("< {n}"))];
                bounds.into_iter().flatten().collect::<Vec<_>>().join(", ")
            }
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_judgement_a_last_state_and_the_closing_are_known_by_their_names() {
        for name in [
            "Tags",
            "tag",
            "Lead Quality",
            "Lead Profile",
            "Asymmetrique Activity Index",
            "Lead score",
            "Теги",
            "Качество лида",
            "Статус",
        ] {
            assert_eq!(by_name(name), Some(LeftOut::Judgement), "{name}");
        }
        for name in ["Last Notable Activity", "last_activity_date", "Последнее действие", "Остання дія"]
        {
            assert_eq!(by_name(name), Some(LeftOut::WrittenOver), "{name}");
        }
        for name in [
            "Lost reason",
            "Close date",
            "Converted",
            "Причина отказа",
            "Результат",
            "Import note",
            "Нотатка про імпорт",
        ] {
            assert_eq!(by_name(name), Some(LeftOut::Closing), "{name}");
        }
    }

    #[test]
    fn what_a_lead_says_of_itself_is_no_hindsight() {
        for name in [
            "Last name",
            "Marital status",
            "What is your current occupation",
            "Total Time Spent on Website",
            "City",
            "I agree to pay the amount through cheque",
            "Profile of the company",
            "Vintage",
            "Tagline",
            "Rooms",
            "Wonder",
            "Что для вас важно",
            "Площа",
        ] {
            assert_eq!(by_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_field_that_tells_nearly_all_apart_was_not_known_before() {
        let good: Vec<bool> = (0..200).map(|case| case % 2 == 0).collect();
        let of = |slips: usize| (0..200).map(|case| 1 + u32::from((case % 2 == 0) != (case < slips))).collect();
        let left_out = |slips| {
            let values = Values::Words { names: vec!["a".into(), "b".into()], of: of(slips) };
            let all: Vec<u32> = (0..200).collect();
            by_figures(&values, &Bands::new(&values, &good, &all).unwrap(), &good)
        };
        assert!(matches!(left_out(10), Some(LeftOut::TooTelling(area)) if area > 0.94));
        assert_eq!(left_out(50), None);
    }

    #[test]
    fn a_number_that_no_two_leads_share_names_the_lead() {
        let values = Values::Numbers((0..100).map(|n| f64::from(660_000 + n)).collect());
        assert!(names_the_lead(&values));
        let values = Values::Numbers((0..100).map(|n| f64::from(n / 2)).collect());
        assert!(!names_the_lead(&values));
    }
}
