//! A forecast made elsewhere: what is said to whoever makes it, and what they answer.

use super::{Forecast, Material, Study, TooLittle, backtest::BackTest, material::Track};
use serde::{Deserialize, Serialize};

/// What is asked, in this order. Histories come in parts, so that putting one into
/// words blocks nobody.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// The material without its histories.
    Material(Material),
    /// Some of the histories.
    Tracks(Vec<Track>),
    /// That was all: begin, with this seed.
    Begin(u64),
}

/// What is answered.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Somebody listens.
    Ready,
    /// There is too little history; nothing follows.
    Refused(TooLittle),
    /// So far has it come, 0 to 1.
    Progress(f64),
    /// The forecast; its trial follows.
    Forecast(Box<Forecast>),
    /// What came of the trials; nothing follows.
    Tested(BackTest),
}

/// Somebody who makes forecasts.
#[derive(Debug, Default)]
pub struct Errand {
    material: Material,
}

impl Errand {
    /// Hears what is asked, and answers. Asked to begin it does all the work before it
    /// returns, `slice` deals of a run at a time.
    pub fn hear(&mut self, asked: Asked, slice: usize, mut answer: impl FnMut(Answer)) {
        match asked {
            Asked::Material(material) => self.material = material,
            Asked::Tracks(tracks) => self.material.tracks.extend(tracks),
            Asked::Begin(seed) => match Study::new(std::mem::take(&mut self.material), seed) {
                Err(too_little) => answer(Answer::Refused(too_little)),
                Ok(mut study) => while !advance(&mut study, slice, &mut answer) {},
            },
        }
    }
}

/// One slice of the work, and what there is to say after it; true when all is done.
pub fn advance(study: &mut Study, slice: usize, mut answer: impl FnMut(Answer)) -> bool {
    let done = study.step(slice);
    if let Some(forecast) = study.take_forecast() {
        answer(Answer::Forecast(Box::new(forecast)));
    }
    answer(if done { Answer::Tested(study.tested().clone()) } else { Answer::Progress(study.progress()) });
    done
}
