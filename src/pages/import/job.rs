//! One run of the importer: the file, its mapping, and the long work on them,
//! a slice at a time.

use crate::{prelude::*, words::Words as UiWords};
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use leptos_i18n::Locale as _;
use smarketing_domain::{
    ids::ImportId,
    import::{
        self,
        csv::{FileError, Parser},
        error::{MappingError, RowError},
        mapping::Mapping,
        plan::Origin,
        survey::{StageTotal, Survey},
        table::Table,
        words::Words,
    },
    operation::{Body, Refusal},
};
use std::rc::Rc;
use uuid::Uuid;
use wasm_bindgen_futures::JsFuture;

/// Bytes parsed, rows surveyed and changes made in one slice: each takes a few
/// milliseconds.
const BYTES: usize = 128 * 1024;
const ROWS: usize = 500;
const CHANGES: usize = 250;

/// Where the run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// No file yet.
    Choose,
    /// The file is being read.
    Reading,
    /// The person looks at the mapping.
    Mapping,
    /// Deals are being made.
    Writing,
    /// Deals are being taken back.
    Undoing,
    /// Finished.
    Done,
}

/// Why it cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The browser could not read the file.
    Unreadable,
    /// The file is none that can be imported.
    File(FileError),
    /// A change was refused.
    Refused(Refusal),
}

/// What will come of the mapping.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outlook {
    /// Rows that can be imported.
    pub accepted: usize,
    /// Rows that cannot, and why.
    pub refused: Vec<RowError>,
    /// What each stage will hold.
    pub stages: Vec<StageTotal>,
    /// Members to be made.
    pub members: usize,
    /// Companies to be made.
    pub companies: usize,
    /// Contacts to be made.
    pub contacts: usize,
}

/// A run of the importer; provided as context by the page.
#[derive(Clone, Copy)]
pub struct Job {
    state: State,
    /// Where it stands.
    pub phase: RwSignal<Phase>,
    /// How far the long work has come, 0 to 1.
    pub progress: RwSignal<f64>,
    /// The person wants it to stop.
    pub cancelled: RwSignal<bool>,
    /// Why it cannot go on.
    pub trouble: RwSignal<Option<Trouble>>,
    /// The file's name.
    pub file: RwSignal<String>,
    /// What its columns mean.
    pub mapping: RwSignal<Mapping>,
    /// What will come of the mapping, once it has been looked at.
    pub outlook: RwSignal<Option<Result<Outlook, MappingError>>>,
    /// The finished import.
    pub finished: RwSignal<Option<ImportId>>,
    table: StoredValue<Option<Rc<Table>>, LocalStorage>,
    survey: StoredValue<Option<Survey>, LocalStorage>,
    /// Counts surveys, so that an outdated one stops.
    turn: StoredValue<u32>,
}

impl Job {
    /// Nothing chosen yet.
    pub fn new(state: State) -> Self {
        Self {
            state,
            phase: RwSignal::new(Phase::Choose),
            progress: RwSignal::new(0.0),
            cancelled: RwSignal::new(false),
            trouble: RwSignal::new(None),
            file: RwSignal::default(),
            mapping: RwSignal::default(),
            outlook: RwSignal::new(None),
            finished: RwSignal::new(None),
            table: StoredValue::new_local(None),
            survey: StoredValue::new_local(None),
            turn: StoredValue::new(0),
        }
    }

    /// The file's table, once it has been read.
    pub fn table(&self) -> Option<Rc<Table>> {
        self.table.try_get_value().flatten()
    }

    /// Begins anew.
    pub fn reset(&self) {
        self.table.set_value(None);
        self.survey.set_value(None);
        self.outlook.set(None);
        self.trouble.set(None);
        self.finished.set(None);
        self.phase.set(Phase::Choose);
    }

    /// Reads a file and guesses what its columns mean.
    pub fn read(self, file: web_sys::File, words: Words) {
        self.begin(Phase::Reading);
        self.file.set(file.name());
        spawn_local(async move {
            match self.parse(file).await {
                Ok(Some(table)) => {
                    let mapping = self.state.read(|w| Mapping::guess(&table, w, &words));
                    self.table.try_set_value(Some(Rc::new(table)));
                    self.mapping.try_set(mapping);
                    self.phase.try_set(Phase::Mapping);
                    self.survey(words);
                }
                Ok(None) => drop(self.phase.try_set(Phase::Choose)),
                Err(trouble) => self.fail(trouble),
            }
        });
    }

    async fn parse(self, file: web_sys::File) -> Result<Option<Table>, Trouble> {
        if file.size() > import::csv::FILE_MAX as f64 {
            return Err(Trouble::File(FileError::TooLarge));
        }
        let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| Trouble::Unreadable)?;
        let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
        let mut parser = Parser::new(&bytes).map_err(Trouble::File)?;
        while !parser.step(BYTES) {
            if self.pause(parser.progress()).await {
                return Ok(None);
            }
        }
        parser.finish().map(Some).map_err(Trouble::File)
    }

    /// Looks at every row through the present mapping.
    pub fn survey(self, words: Words) {
        let Some(table) = self.table() else { return };
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        let mapping = self.mapping.get_untracked();
        let survey = self.state.read(|w| Survey::new(&table, &mapping, w, words));
        self.outlook.set(None);
        spawn_local(async move {
            let outlook = match survey {
                Err(error) => Err(error),
                Ok(mut survey) => {
                    while !survey.step(&table, ROWS) {
                        TimeoutFuture::new(0).await;
                        if self.turn.try_get_value() != Some(turn) {
                            return;
                        }
                    }
                    let outlook = Outlook {
                        accepted: survey.accepted(),
                        refused: survey.refused().to_vec(),
                        stages: survey.stages(),
                        members: survey.new_members().len(),
                        companies: survey.new_companies().len(),
                        contacts: survey.new_contacts(),
                    };
                    self.survey.try_set_value(Some(survey));
                    Ok(outlook)
                }
            };
            self.outlook.try_set(Some(outlook));
        });
    }

    /// Makes the deals. Cancelled halfway, what was made is taken back.
    pub fn write(self) {
        let (Some(table), Some(survey)) = (self.table(), self.survey.try_get_value().flatten()) else { return };
        self.begin(Phase::Writing);
        let workspace = self.state.read(|w| w.own().map(|s| s.id));
        let origin = Origin { file: self.file.get_untracked(), now: self.state.now(), workspace };
        let mut ids = Uuid::now_v7;
        let mut plan = survey.into_plan(origin, &mut ids);
        let import = plan.import;
        spawn_local(async move {
            let mut changes = plan.opening();
            loop {
                while changes.len() < CHANGES {
                    match plan.next(&table, &mut ids) {
                        Some(body) => changes.push(body),
                        None => break,
                    }
                }
                if changes.is_empty() {
                    break;
                }
                if let Err(trouble) = self.make(&mut changes) {
                    self.take_back(import).await;
                    return self.fail(trouble);
                }
                let (made, all) = plan.progress();
                if self.pause(made as f64 / all.max(1) as f64).await {
                    self.take_back(import).await;
                    self.phase.try_set(Phase::Mapping);
                    return;
                }
            }
            self.finished.try_set(Some(import));
            self.phase.try_set(Phase::Done);
        });
    }

    /// Takes a finished import back.
    pub fn undo(self, import: ImportId) {
        self.begin(Phase::Undoing);
        spawn_local(async move {
            self.take_back(import).await;
            if self.trouble.try_get_untracked().flatten().is_none() {
                self.reset();
            }
        });
    }

    async fn take_back(&self, import: ImportId) {
        self.phase.try_set(Phase::Undoing);
        let bodies = self.state.read(|w| import::undo(w, import));
        let all = bodies.len().max(1);
        let mut left: std::collections::VecDeque<Body> = bodies.into();
        while !left.is_empty() {
            let mut slice: Vec<Body> = left.drain(..CHANGES.min(left.len())).collect();
            if let Err(trouble) = self.make(&mut slice) {
                return self.fail(trouble);
            }
            self.cancelled.try_set(false);
            self.pause(1.0 - left.len() as f64 / all as f64).await;
        }
    }

    fn make(&self, changes: &mut Vec<Body>) -> Result<(), Trouble> {
        self.state.perform_bulk(std::mem::take(changes)).map_err(Trouble::Refused)
    }

    fn begin(&self, phase: Phase) {
        self.cancelled.set(false);
        self.trouble.set(None);
        self.progress.set(0.0);
        self.phase.set(phase);
    }

    fn fail(&self, trouble: Trouble) {
        self.trouble.try_set(Some(trouble));
        self.phase.try_set(Phase::Choose);
    }

    /// Lets the page draw; true when the work is to stop: cancelled, or the page left.
    async fn pause(&self, progress: f64) -> bool {
        self.progress.try_set(progress);
        TimeoutFuture::new(0).await;
        self.cancelled.try_get_untracked().unwrap_or(true)
    }
}

/// The words that the import writes into records, in the person's language.
pub fn record_words(words: UiWords) -> Words {
    Words::of(words.i18n.get_locale_untracked().as_str())
}
