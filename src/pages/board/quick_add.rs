//! A new deal, added at the top of a column without leaving the board.

use super::desk::{Desk, use_desk};
use crate::prelude::*;
use leptos::html;
use smarketing_domain::{
    company::CompanyChange,
    deal::{DealChange, DealKind, Past, Place, Worth},
    ids::{CompanyId, DealId, MemberId, StageId},
    money::Money,
    operation::{Action, Body, DealAction},
    rank::Rank,
    stage::Section,
    workspace::Workspace,
};

/// How many companies are suggested.
const SUGGESTED: usize = 8;

/// The form. It stays open for the next deal; Esc closes it.
#[component]
pub fn QuickAdd(
    /// Where the deal begins.
    stage: StageId,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let title = RwSignal::new(String::new());
    let value = RwSignal::new(String::new());
    let company = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<Wrong>);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            // Fails for no element.
            let _ = field.focus();
        }
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let draft = Draft {
            title: title.get_untracked().trim().to_owned(),
            value: value.get_untracked().trim().to_owned(),
            company: company.get_untracked().trim().to_owned(),
        };
        match add(desk, stage, &draft) {
            Err(error) => wrong.set(Some(error)),
            Ok(()) => {
                [title, value, company].into_iter().for_each(|text| text.set(String::new()));
                wrong.set(None);
                if let Some(field) = field.get_untracked() {
                    let _ = field.focus();
                }
            }
        }
    };
    let on_keys = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close(desk, stage, open);
        }
    };
    let suggested = move || {
        let typed = company.get().trim().to_lowercase();
        let fits = |name: &str| !typed.is_empty() && name.to_lowercase().starts_with(&typed);
        let companies = desk.state.read(|w| {
            let names = w.companies.values().filter(|c| c.meta.is_alive()).map(|c| c.name.clone());
            names.filter(|name| fits(name)).take(SUGGESTED).collect::<Vec<_>>()
        });
        companies.into_iter().map(|name| view! { <option value=name></option> }).collect_view()
    };
    let type_in = move |text: RwSignal<String>| {
        move |event: leptos::ev::Event| {
            text.set(event_target_value(&event));
            wrong.set(None);
        }
    };
    let id = move |name: &str| format!("add-{name}-{stage}");
    view! {
        <form class="quick-add" data-quick-add on:submit=save on:keydown=on_keys novalidate>
            <div class="field">
                <label for=id("title")>{t!(i18n, board.add_title)}</label>
                <input
                    id=id("title") class="input" name="title" autocomplete="off" maxlength="500" node_ref=field
                    aria-invalid=move || (wrong.get() == Some(Wrong::Title)).then_some("true")
                    prop:value=move || title.get() on:input=type_in(title)
                />
            </div>
            <div class="field">
                <label for=id("company")>{t!(i18n, board.add_company)}</label>
                <input
                    id=id("company") class="input" name="company" autocomplete="off" maxlength="500" list=id("companies")
                    prop:value=move || company.get() on:input=type_in(company)
                />
                <datalist id=id("companies")>{suggested}</datalist>
            </div>
            <div class="field">
                <label for=id("value")>{move || t_string!(i18n, board.add_value, currency = desk.words.currency().to_string()).to_string()}</label>
                <input
                    id=id("value") class="input number" name="value" autocomplete="off" inputmode="decimal"
                    aria-invalid=move || (wrong.get() == Some(Wrong::Value)).then_some("true")
                    prop:value=move || value.get() on:input=type_in(value)
                />
            </div>
            <p class="field-error" role="alert">
                {move || wrong.get().map(|wrong| match wrong {
                    Wrong::Title => t_string!(i18n, board.add_title_missing),
                    Wrong::Value => t_string!(i18n, board.add_value_wrong),
                    Wrong::Refused => "",
                })}
            </p>
            <div class="quick-add-actions">
                <button type="submit" class="button" data-variant="primary">{t!(i18n, common.add)}</button>
                <button type="button" class="button" data-variant="quiet" on:click=move |_| close(desk, stage, open)>{t!(i18n, common.close)}</button>
            </div>
        </form>
    }
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    Title,
    Value,
    /// A rule was broken; a message says which.
    Refused,
}

struct Draft {
    title: String,
    value: String,
    company: String,
}

/// Closes the form; the focus goes back to the button that opened it.
fn close(desk: Desk, stage: StageId, open: RwSignal<bool>) {
    open.set(false);
    let button = desk.find(&format!("[data-stage='{stage}'] [data-add]"));
    // Fails for no element.
    let _ = button.map(|button| button.focus());
}

fn add(desk: Desk, stage: StageId, draft: &Draft) -> Result<(), Wrong> {
    let Desk { state, words, notices, .. } = desk;
    if draft.title.is_empty() {
        return Err(Wrong::Title);
    }
    let worth = match draft.value.as_str() {
        "" => None,
        text => Some(Money::parse(text, state.read(Workspace::currency)).map_err(|_| Wrong::Value)?),
    };
    let (company, mut changes) = company_named(desk, &draft.company);
    let mut set = vec![DealChange::Title(draft.title.clone()), DealChange::Kind(DealKind::New)];
    set.extend(worth.map(|once| DealChange::Worth(Worth { once: Some(once), monthly: None })));
    set.extend(company.map(|id| DealChange::Company(Some(id))));
    set.extend(owner_for(desk, stage).map(|id| DealChange::Owner(Some(id))));
    // It should not vanish behind the filter it was made under.
    set.extend(desk.filter.with_untracked(|f| f.channel.clone()).map(DealChange::Channel));
    let place = Place { stage, rank: top_rank(state, stage), loss: None };
    let past = vec![Past::of(stage, Some(state.now()))];
    changes.push(DealAction::Create { id: new_id::<DealId>(), place, past, set }.into());
    if !show_refusal(state.perform(changes), notices, words) {
        return Err(Wrong::Refused);
    }
    if let Some(list) = desk.list_element(stage) {
        list.set_scroll_top(0);
    }
    let (title, stage) = (draft.title.clone(), desk.stage_name(stage));
    let i18n = words.i18n;
    notices.done(t_string!(i18n, board.added, title = title, stage = stage).to_string());
    Ok(())
}

/// The company of this name; a new one if there is none.
fn company_named(desk: Desk, name: &str) -> (Option<CompanyId>, Vec<Body>) {
    if name.is_empty() {
        return (None, Vec::new());
    }
    match desk.state.read(|w| w.company_named(name).map(|c| c.id)) {
        Some(id) => (Some(id), Vec::new()),
        None => {
            let id = new_id::<CompanyId>();
            (Some(id), vec![Action::Create { id, set: vec![CompanyChange::Name(name.to_owned())] }.into()])
        }
    }
}

/// Whoever the board is filtered by; in sales, otherwise, whoever adds it.
fn owner_for(desk: Desk, stage: StageId) -> Option<MemberId> {
    let is_sales = desk.state.read(|w| w.stages.get(&stage).is_some_and(|s| s.section == Section::Sales));
    let me = || desk.state.me_untracked().map(|me| me.member).filter(|_| is_sales);
    desk.filter.with_untracked(|f| f.owner).or_else(me)
}

/// Above the column's first card, hidden ones included.
fn top_rank(state: State, stage: StageId) -> Rank {
    let first = untrack(|| state.column(stage, |column| column.deals.first().copied()));
    state.read(|w| Rank::between(None, first.and_then(|id| w.deal(id)).map(|d| &d.place.rank)))
}
