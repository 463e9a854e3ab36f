//! Which deals are shown: owner, channel and words; kept in the address.

use super::desk::{Desk, use_desk};
use crate::prelude::*;
use leptos::leptos_dom::helpers::TimeoutHandle;
use smarketing_domain::{deal::DealKind, ids::MemberId};
use std::{collections::BTreeSet, time::Duration};

/// How long typing rests before it narrows the board.
const REST: Duration = Duration::from_millis(150);

/// Shows all deals again.
pub fn clear(desk: Desk) {
    desk.address.set(&["owner", "channel", "kind", "import", "text"].map(|name| (name, String::new())));
}

/// The filter's fields.
#[component]
pub fn Filters() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    // On a phone the selects are folded away.
    let unfolded = RwSignal::new(false);
    let narrowed =
        Memo::new(move |_| desk.filter.with(|f| usize::from(f.owner.is_some()) + usize::from(f.channel.is_some())));
    let is_filtered = move || desk.filter.with(|filter| !filter.is_empty());
    view! {
        <div class="board-filters" role="search" aria-label=move || t_string!(i18n, board.filter)>
            <Words/>
            <button
                type="button"
                class="button board-unfold"
                data-icon-only
                aria-expanded=move || unfolded.get().to_string()
                aria-controls="board-selects"
                aria-label=move || t_string!(i18n, board.filter)
                data-active=move || (narrowed.get() > 0).then_some("")
                on:click=move |_| unfolded.update(|open| *open = !*open)
            >
                <Icon name=IconName::Filter/>
            </button>
            <div class="board-selects" id="board-selects" data-unfolded=move || unfolded.get().then_some("")>
                <Owners/>
                <Channels/>
            </div>
            <Given/>
            <Show when=is_filtered>
                <button type="button" class="button board-clear" data-variant="quiet" on:click=move |_| clear(desk)>
                    <Icon name=IconName::Close/>
                    <span>{t!(i18n, board.clear)}</span>
                </button>
            </Show>
        </div>
    }
}

/// Words to look for, applied when typing rests.
#[component]
fn Words() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let wanted = Memo::new(move |_| desk.filter.with(|filter| filter.text.clone()));
    let typed = RwSignal::new(wanted.get_untracked());
    let sent = StoredValue::new(wanted.get_untracked());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    // The address was changed by somebody else than the typist (cleared, Back).
    Effect::new(move || {
        let wanted = wanted.get();
        if sent.get_value() != wanted {
            sent.set_value(wanted.clone());
            typed.set(wanted);
        }
    });
    let send = move || {
        // The page may have been left meanwhile.
        let Some(text) = typed.try_get_untracked() else { return };
        if sent.get_value() != text {
            sent.set_value(text.clone());
            desk.address.set(&[("text", text)]);
        }
    };
    let on_input = move |event| {
        typed.set(event_target_value(&event));
        timer.update_value(|timer| {
            if let Some(handle) = timer.take() {
                handle.clear();
            }
            *timer = set_timeout_with_handle(send, REST).ok();
        });
    };
    view! {
        <label class="board-search">
            <span class="visually-hidden">{t!(i18n, board.search)}</span>
            <Icon name=IconName::Search/>
            <input
                type="search"
                class="input"
                name="text"
                autocomplete="off"
                placeholder=move || t_string!(i18n, board.search)
                prop:value=move || typed.get()
                on:input=on_input
                on:change=move |_| send()
            />
        </label>
    }
}

/// Whose deals.
#[component]
fn Owners() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let members = Memo::new(move |_| {
        let me = desk.state.me().map(|me| me.member);
        let mut members: Vec<(bool, String, MemberId)> = desk.state.watch(Topic::Kind("member"), |w| {
            let living = w.members.values().filter(|m| m.meta.is_alive());
            living.map(|m| (Some(m.id) != me, m.name.clone(), m.id)).collect()
        });
        sort::sort_by(&mut members, Ord::cmp);
        members
    });
    let chosen = Memo::new(move |_| desk.filter.with(|filter| filter.owner));
    let option = move |(is_other, name, id): (bool, String, MemberId)| {
        let label =
            move || if is_other { name.clone() } else { t_string!(i18n, board.mine, name = name.clone()).to_string() };
        view! { <option value=id.to_string() selected=move || chosen.get() == Some(id)>{label}</option> }
    };
    view! {
        <select
            class="input"
            name="owner"
            aria-label=move || t_string!(i18n, board.owner)
            data-active=move || chosen.get().is_some().then_some("")
            on:change=move |event| desk.address.set(&[("owner", event_target_value(&event))])
        >
            <option value="" selected=move || chosen.get().is_none()>{t!(i18n, board.every_owner)}</option>
            {move || members.get().into_iter().map(option).collect_view()}
        </select>
    }
}

/// Which channel brought them.
#[component]
fn Channels() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let chosen = Memo::new(move |_| desk.filter.with(|filter| filter.channel.clone()));
    // Looked up when the list is about to be opened, not at each change of a deal.
    let channels = RwSignal::new(channels(desk));
    let option = move |name: String| {
        let is_chosen = {
            let name = name.clone();
            move || chosen.with(|chosen| chosen.as_ref() == Some(&name))
        };
        view! { <option value=name.clone() selected=is_chosen>{name.clone()}</option> }
    };
    view! {
        <select
            class="input"
            name="channel"
            aria-label=move || t_string!(i18n, board.channel)
            data-active=move || chosen.get().is_some().then_some("")
            on:focus=move |_| { let now = self::channels(desk); if channels.get_untracked() != now { channels.set(now) } }
            on:change=move |event| desk.address.set(&[("channel", event_target_value(&event))])
        >
            <option value="" selected=move || chosen.get().is_none()>{t!(i18n, board.every_channel)}</option>
            {move || channels.get().into_iter().map(option).collect_view()}
        </select>
    }
}

fn channels(desk: Desk) -> Vec<String> {
    let asked = desk.filter.with_untracked(|filter| filter.channel.clone());
    let mut names: BTreeSet<String> = desk.state.read(|w| {
        let names: BTreeSet<&str> =
            sort::gather(w.living_deals().map(|d| d.channel.as_str()).filter(|c| !c.is_empty()));
        names.into_iter().map(str::to_owned).collect()
    });
    names.extend(asked);
    names.into_iter().collect()
}

/// What a link to the board asked for besides, to be taken away.
#[component]
fn Given() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let kind = move || {
        desk.filter.with(|filter| filter.kind).map(|kind| match kind {
            DealKind::New => t_string!(i18n, common.kind_new),
            DealKind::Repeat => t_string!(i18n, common.kind_repeat),
            DealKind::Upsell => t_string!(i18n, common.kind_upsell),
            DealKind::CrossSell => t_string!(i18n, common.kind_cross_sell),
            DealKind::DownSell => t_string!(i18n, common.kind_down_sell),
            DealKind::WinBack => t_string!(i18n, common.kind_win_back),
            DealKind::Referral => t_string!(i18n, common.kind_referral),
        })
    };
    let import = move || {
        let id = desk.filter.with(|filter| filter.import)?;
        let file = desk.state.watch(Topic::Record(id.into()), |w| w.imports.get(&id).map(|i| i.file.clone()));
        Some(t_string!(i18n, board.import, file = file.unwrap_or_default()).to_string())
    };
    let given = move |name: &'static str, text: String| {
        let label = t_string!(i18n, board.take_away, what = text.clone()).to_string();
        view! {
            <button type="button" class="button board-given" aria-label=label on:click=move |_| desk.address.set(&[(name, String::new())])>
                <span class="one-line">{text}</span>
                <Icon name=IconName::Close/>
            </button>
        }
    };
    view! {
        {move || kind().map(|kind| given("kind", kind.to_owned()))}
        {move || import().map(|file| given("import", file))}
    }
}
