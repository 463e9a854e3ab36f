//! The stages, as they are.

use crate::prelude::*;
use smarketing_domain::stage::{Section, Stage};

/// The stages of the hourglass.
#[component]
pub fn Stages() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let stages =
        move || state.watch(Topic::Kind("stage"), |w| w.stages_in_order().into_iter().cloned().collect::<Vec<Stage>>());
    let section = move |section| match section {
        Section::Reach => (t_string!(i18n, common.reach), "reach"),
        Section::Marketing => (t_string!(i18n, common.marketing), "marketing"),
        Section::Sales => (t_string!(i18n, common.sales), "sales"),
        Section::Customer => (t_string!(i18n, common.customers), "customer"),
    };
    let row = move |stage: Stage| {
        let (name, hue) = section(stage.section);
        let rots = match stage.rot_days {
            Some(days) => t_string!(i18n, common.days, count = u32::from(days)).to_string(),
            None => t_string!(i18n, settings.never).to_string(),
        };
        view! {
            <tr>
                <td>{stage.name}</td>
                <td><span class="chip" data-section=hue>{name}</span></td>
                <td class="number">{words.percent(f64::from(stage.probability) / 100.0)}</td>
                <td class="number">{rots}</td>
            </tr>
        }
    };
    view! {
        <section class="panel">
            <h2>{t!(i18n, settings.stages)}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, settings.stages)>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, settings.stage)}</th>
                            <th scope="col">{t!(i18n, settings.team)}</th>
                            <th scope="col" class="number">{t!(i18n, settings.probability)}</th>
                            <th scope="col" class="number">{t!(i18n, settings.rots_after)}</th>
                        </tr>
                    </thead>
                    <tbody>{move || stages().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}
