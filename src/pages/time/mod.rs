//! The time slider: the hourglass and the board as they stood on any day, from what this
//! device knows of the past. Nothing can be changed here.
//!
//! [`recorder`] reads the history, [`days`] are the days it spans, [`shown`] is what is
//! shown of one; [`slider`] chooses the day and [`player`] moves it. [`glass`] and
//! [`board`] are the two pictures, [`table`] the same in figures, [`day`] what happened.

mod board;
mod day;
mod days;
mod glass;
mod player;
mod recorder;
mod shown;
mod slider;
mod table;

use crate::prelude::*;
use chrono::NaiveDate;
use days::Days;
use leptos::leptos_dom::helpers::TimeoutHandle;
use player::Speed;
use recorder::Recorder;
use shown::{Asked, Shown};
use smarketing_domain::{filter::Filter, ids::StageId, zone};
use std::time::Duration;

/// How long the day rests before it is written into the address.
const REST: Duration = Duration::from_millis(300);

/// A picture of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Picture {
    #[default]
    Glass,
    Board,
}

impl Picture {
    const ALL: [Picture; 2] = [Self::Glass, Self::Board];

    /// Its name in an address; the first needs none.
    fn name(self) -> &'static str {
        match self {
            Self::Glass => "",
            Self::Board => "board",
        }
    }

    fn read(name: Option<String>) -> Self {
        if name.as_deref() == Some(Self::Board.name()) { Self::Board } else { Self::Glass }
    }
}

/// What the parts of the page look at.
#[derive(Clone, Copy)]
struct View {
    address: Address,
    /// The days of the history; `None` while it is read, or when there is none.
    days: Memo<Option<Days>>,
    /// The day that is asked for; `None` is today, also tomorrow.
    chosen: RwSignal<Option<NaiveDate>>,
    /// The day that is shown.
    day: Memo<NaiveDate>,
    picture: Memo<Picture>,
    shown: Memo<Shown>,
    is_playing: RwSignal<bool>,
    speed: RwSignal<Speed>,
    /// Deeds of the day and cards of a column that are shown.
    deeds: RwSignal<usize>,
    cards: RwSignal<usize>,
}

impl View {
    fn new(recorder: Recorder) -> Self {
        let state = use_state();
        let words = use_words();
        let address = use_address();
        let days = Memo::new(move |_| {
            recorder.made.track();
            let began = recorder.with(|tape| tape.began())??;
            state.watch(Topic::Kind("settings"), |w| {
                let today = zone::day(w, state.now())?;
                Some(Days::new(zone::day(w, began)?, today))
            })
        });
        let (is_playing, speed) = (RwSignal::new(false), RwSignal::new(Speed::default()));
        let chosen = chosen_day(address, is_playing);
        let day = Memo::new(move |_| {
            let chosen = chosen.get();
            days.get().map_or_else(|| words.today(), |days| days.shown(chosen))
        });
        let picture = Memo::new(move |_| Picture::read(address.get("view")));
        let (deeds, cards) = (RwSignal::new(shown::DEEDS), RwSignal::new(shown::CARDS));
        let shown = Memo::new(move |_| {
            recorder.made.track();
            let Some(days) = days.get() else { return Shown::default() };
            let day = day.get();
            let cards = if picture.get() == Picture::Board { cards.get() } else { 0 };
            let asked = Asked { day, is_today: day == days.today, deeds: deeds.get(), cards, now: state.now() };
            recorder.with(|tape| state.read(|w| Shown::of(w, tape, asked))).unwrap_or_default()
        });
        Self { address, days, chosen, day, picture, shown, is_playing, speed, deeds, cards }
    }

    /// Goes to a day; further than today is today.
    fn go(&self, day: NaiveDate) {
        if let Some(days) = self.days.get_untracked() {
            self.chosen.set((day < days.today).then_some(day));
            self.deeds.set(shown::DEEDS);
        }
    }

    /// Goes so many days on, or back.
    fn step(&self, by: i64) {
        if let Some(days) = self.days.get_untracked() {
            self.go(days.day(days.number(self.day.get_untracked()) + by));
        }
    }

    fn row(&self, stage: StageId) -> Memo<Option<shown::Row>> {
        let shown = self.shown;
        Memo::new(move |_| shown.with(|shown| shown.rows.iter().find(|row| row.band.stage == stage).cloned()))
    }
}

/// The day of the address, and back into it when the day rests: browsers let an address
/// change only so often.
fn chosen_day(address: Address, is_playing: RwSignal<bool>) -> RwSignal<Option<NaiveDate>> {
    let wanted = Memo::new(move |_| address.get("day").unwrap_or_default());
    let sent = StoredValue::new(wanted.get_untracked());
    let chosen = RwSignal::new(wanted.get_untracked().parse().ok());
    // The address was changed by somebody else: a link, Back.
    Effect::new(move || {
        let wanted = wanted.get();
        if sent.get_value() != wanted {
            chosen.set(wanted.parse().ok());
            sent.set_value(wanted);
        }
    });
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let drop_timer = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let send = move || {
        // The page may have been left meanwhile.
        let Some(day) = chosen.try_get_untracked() else { return };
        let text = day.map(|day: NaiveDate| day.to_string()).unwrap_or_default();
        if sent.get_value() != text {
            sent.set_value(text.clone());
            address.set(&[("day", text)]);
        }
    };
    Effect::new(move || {
        chosen.track();
        drop_timer();
        if !is_playing.get() {
            timer.set_value(set_timeout_with_handle(send, REST).ok());
        }
    });
    on_cleanup(drop_timer);
    chosen
}

/// The page.
#[component]
pub fn TimePage() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let address = use_address();
    let ticks = calm_ticks(state);
    let recorder = Recorder::new(state);
    let filter = Memo::new(move |_| route::filter(|name| address.get(name)));
    Effect::new(move || {
        ticks.track();
        recorder.begin(filter.get());
    });
    let seen = View::new(recorder);
    player::play(seen);
    let phase = Memo::new(move |_| match (recorder.made.get(), seen.days.get()) {
        (0, _) => "reading",
        (_, None) => "empty",
        _ => "ready",
    });
    view! {
        <div
            class="page time"
            data-time=move || phase.get()
            data-day=move || seen.day.get().to_string()
            data-playing=move || seen.is_playing.get().to_string()
        >
            <header class="page-head">
                <h1>{t!(i18n, time.title)}</h1>
                <a href=route::HOURGLASS>{t!(i18n, shell.hourglass)}</a>
                <a href=route::BOARD>{t!(i18n, shell.board)}</a>
            </header>
            <p class="time-lead">{t!(i18n, time.lead)}</p>
            <Only address filter/>
            {move || match phase.get() {
                "reading" => view! { <Reading recorder/> }.into_any(),
                "empty" => view! { <Nothing/> }.into_any(),
                _ => view! { <Past seen/> }.into_any(),
            }}
        </div>
    }
}

/// The slider, a picture, the figures behind it, and what happened.
#[component]
fn Past(seen: View) -> impl IntoView {
    let i18n = use_i18n();
    let name = move |picture| match picture {
        Picture::Glass => t_string!(i18n, shell.hourglass),
        Picture::Board => t_string!(i18n, shell.board),
    };
    let tab = move |picture: Picture| {
        view! {
            <button
                type="button" class="segment" data-picture=if picture == Picture::Board { "board" } else { "glass" }
                aria-pressed=move || (seen.picture.get() == picture).to_string()
                on:click=move |_| {
                    seen.cards.set(shown::CARDS);
                    seen.address.set(&[("view", picture.name().to_owned())]);
                }
            >{move || name(picture)}</button>
        }
    };
    view! {
        <slider::Slider seen/>
        <div class="segments time-pictures" role="group" aria-label=move || t_string!(i18n, time.picture)>
            {Picture::ALL.map(tab)}
        </div>
        {move || match seen.picture.get() {
            Picture::Glass => view! { <glass::Glass seen/> }.into_any(),
            Picture::Board => view! { <board::Board seen/> }.into_any(),
        }}
        <table::Table seen/>
        <day::Happened seen/>
        <Limits/>
    }
}

/// What local history does not tell.
#[component]
fn Limits() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel time-limits">
            <h2>{t!(i18n, time.limits)}</h2>
            <ul>
                <li>{t!(i18n, time.limit_values)}</li>
                <li>{t!(i18n, time.limit_stages)}</li>
                <li>{t!(i18n, time.limit_moves)}</li>
                <li>{t!(i18n, time.limit_undated)}</li>
                <li>{t!(i18n, time.limit_gone)}</li>
            </ul>
        </section>
    }
}

/// Not all deals are meant: says so, and offers all.
#[component]
fn Only(address: Address, filter: Memo<Filter>) -> impl IntoView {
    let i18n = use_i18n();
    let clear = move |_| address.set(&["owner", "channel", "kind", "import", "text"].map(|name| (name, String::new())));
    view! {
        <Show when=move || filter.with(|filter| !filter.is_empty())>
            <p class="time-only">
                {t!(i18n, time.only)}
                <button type="button" class="button" on:click=clear>{t!(i18n, time.all_deals)}</button>
            </p>
        </Show>
    }
}

/// The history is being read.
#[component]
fn Reading(recorder: Recorder) -> impl IntoView {
    let i18n = use_i18n();
    let width = move || format!("{:.0}%", 100.0 * recorder.progress.get());
    view! {
        <section class="panel" aria-busy="true">
            <p>{t!(i18n, time.reading)}</p>
            <div class="progress" aria-hidden="true"><i style:width=width></i></div>
        </section>
    }
}

/// There is no past yet.
#[component]
fn Nothing() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel">
            <Empty icon=IconName::Clock text=Signal::derive(move || t_string!(i18n, time.empty).to_owned())>
                <a class="button" data-variant="primary" href=route::IMPORT><Icon name=IconName::Upload/>{t!(i18n, hourglass.empty_import)}</a>
                <a class="button" href=route::BOARD><Icon name=IconName::Plus/>{t!(i18n, hourglass.empty_add)}</a>
            </Empty>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_comes_back_from_its_name_and_an_unknown_one_is_the_hourglass() {
        assert!(Picture::ALL.into_iter().all(|one| Picture::read(Some(one.name().to_owned())) == one));
        assert_eq!(Picture::read(Some("map".to_owned())), Picture::Glass);
        assert_eq!(Picture::read(None), Picture::Glass);
    }
}
