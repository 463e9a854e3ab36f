//! The weakest transition, in a sentence, beside the place in the picture.

use super::{View, facts::Weakest, geometry};
use crate::prelude::*;
use smarketing_domain::hourglass::{Part, WEAK_FROM};

/// The card that explains the weakest transition; what is missing to name one
/// otherwise. Nothing while there are no deals.
#[component]
pub fn WeakestStep() -> impl IntoView {
    // The page's own figures: it is a part of the page that comes later.
    let seen = expect_context::<View>();
    let weakest = Memo::new(move |_| seen.glass.with(|g| g.weakest.clone()));
    let has_deals = Memo::new(move |_| seen.glass.with(|g| g.cohort > 0));
    // How far down the picture the transition lies, for wide screens.
    let down = Memo::new(move |_| {
        let rows = seen.glass.with(|g| g.rows.len()).max(1);
        let at = weakest.with(|w| w.as_ref().map(|w| w.at)).unwrap_or_default();
        let y = geometry::ROW * at as f64 + (geometry::BAND + geometry::ROW) / 2.0;
        format!("{:.4}", y / geometry::height(rows))
    });
    move || {
        has_deals.get().then(|| {
            view! {
                <aside class="glass-weakest" data-found=move || weakest.with(Option::is_some) style=("--down", move || down.get())>
                    <div class="glass-weakest-card">
                        {move || weakest.get().map_or_else(
                            || view! { <TooFew/> }.into_any(),
                            |weakest| view! { <Found weakest seen/> }.into_any(),
                        )}
                        <div class="glass-neck">{(seen.parts.bottleneck)()}</div>
                    </div>
                </aside>
            }
        })
    }
}

#[component]
fn TooFew() -> impl IntoView {
    let i18n = use_i18n();
    view! { <p class="glass-weakest-note">{move || t_string!(i18n, hourglass.weakest_too_few, n = WEAK_FROM).to_string()}</p> }
}

#[component]
fn Found(weakest: Weakest, seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let stage = weakest.from;
    let of_hundred = (weakest.share * 100.0).round() as u32;
    let (from, to) = (weakest.from_name, weakest.to_name);
    let sentence = move || {
        let (from, to) = (from.clone(), to.clone());
        if of_hundred == 0 {
            t_string!(i18n, hourglass.weakest_hardly, from = from, to = to).to_string()
        } else {
            t_string!(i18n, hourglass.weakest_text, count = of_hundred, from = from, to = to).to_string()
        }
    };
    let stopped = move || {
        let (n, money) = (words.number(weakest.stopped), words.money_short(weakest.stopped_minor));
        if weakest.stopped_minor > 0 {
            t_string!(i18n, hourglass.weakest_stopped, count = weakest.stopped as u32, n = n, money = money).to_string()
        } else {
            t_string!(i18n, hourglass.weakest_stopped_plain, count = weakest.stopped as u32, n = n).to_string()
        }
    };
    let interval = move || {
        weakest.interval.map(|interval| {
            let (low, high) = (words.percent(interval.low), words.percent(interval.high));
            t_string!(i18n, hourglass.interval_label, low = low, high = high).to_string()
        })
    };
    let link = move |part| move || seen.link(|query| route::deals_behind(stage, part, query));
    view! {
        <h2><Icon name=IconName::Warning/>{t!(i18n, hourglass.weakest_title)}</h2>
        <p class="glass-weakest-sentence">{sentence}</p>
        <p>{stopped}</p>
        <p class="glass-weakest-note">{interval}</p>
        <p class="glass-weakest-links">
            <a href=link(Part::Lost)>{t!(i18n, hourglass.weakest_lost)}</a>
            <a href=link(Part::Waiting)>{t!(i18n, hourglass.weakest_waiting)}</a>
            <a href=route::HYPOTHESES>{t!(i18n, hourglass.weakest_test)}</a>
        </p>
    }
}
