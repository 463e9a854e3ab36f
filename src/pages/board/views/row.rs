//! A saved view: a link, and behind its button what can be done with it.

use super::super::desk::use_desk;
use super::book::{Book, Entry};
use crate::prelude::*;
use leptos::task::spawn_local;
use smarketing_domain::view::{self, NAME_MAX};

/// A line of the list.
#[component]
pub fn Row(
    /// The views.
    book: Book,
    /// Which.
    entry: Entry,
    /// The one that is on the board.
    current: Memo<Option<Entry>>,
) -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let is_open = RwSignal::new(false);
    let (id, is_shared, name) = (entry.id, entry.is_shared, entry.view.name().to_owned());
    let is_current = move || current.with(|c| c.as_ref().is_some_and(|c| c.id == id && c.is_shared == is_shared));
    let author = entry.view.by();
    let about = move || {
        if !is_shared {
            return t_string!(i18n, views.private).to_owned();
        }
        let me = desk.state.me().map(|me| me.member);
        let by = author.filter(|by| Some(*by) != me);
        let by =
            by.and_then(|by| desk.state.watch(Topic::Kind("member"), |w| w.members.get(&by).map(|m| m.name.clone())));
        match by {
            Some(by) => t_string!(i18n, views.shared_by, name = by).to_string(),
            None => t_string!(i18n, views.shared).to_owned(),
        }
    };
    let actions = format!("view-actions-{id}-{is_shared}");
    let controls = actions.clone();
    let label = {
        let name = name.clone();
        move || t_string!(i18n, views.actions, name = name.clone()).to_string()
    };
    view! {
        <li class="board-view" data-view=id.to_string() data-shared=is_shared.then_some("")>
            <a class="menu-item" href=address(&entry) aria-current=move || is_current().then_some("true")>
                <span class="board-view-name">
                    <span class="two-lines">{name}</span>
                    <small class="one-line">{about}</small>
                </span>
                <Show when=is_current><Icon name=IconName::Check/></Show>
            </a>
            <button
                type="button" class="button" data-variant="quiet" data-icon-only aria-label=label
                aria-expanded=move || is_open.get().to_string() aria-controls=controls
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <Icon name=IconName::More/>
            </button>
            <div class="board-view-actions" id=actions>
                <Show when=move || is_open.get()>
                    <Actions book entry=entry.clone() is_current=Signal::derive(is_current)/>
                </Show>
            </div>
        </li>
    }
}

/// What can be done with a view.
#[component]
fn Actions(book: Book, entry: Entry, is_current: Signal<bool>) -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let notices = desk.notices;
    let entry = StoredValue::new(entry);
    let name = RwSignal::new(entry.with_value(|entry| entry.view.name().to_owned()));
    let rename_id = entry.with_value(|entry| format!("view-rename-{}-{}", entry.id, entry.is_shared));
    let copy = move |_| {
        let origin = window().location().origin().unwrap_or_default();
        let link = format!("{origin}{}", entry.with_value(address));
        spawn_local(async move {
            if copy_text(&link).await {
                notices.say(t_string!(i18n, account.copied));
            } else {
                notices.error(t_string!(i18n, views.not_copied));
            }
        });
    };
    let rename = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let to = name.get_untracked();
        if to.trim().is_empty() {
            return notices.error(t_string!(i18n, views.name_missing));
        }
        book.rename(&entry.get_value(), &to);
    };
    let can_change = move || entry.with_value(|entry| book.can_change(entry));
    let is_shared = entry.with_value(|entry| entry.is_shared);
    view! {
        <button type="button" class="button" data-act="copy" on:click=copy>
            {t!(i18n, views.copy_link)}
        </button>
        <Show when=can_change>
            <Show when=move || !is_current.get()>
                <button type="button" class="button" data-act="renew" on:click=move |_| book.renew(&entry.get_value())>
                    {t!(i18n, views.renew)}
                </button>
            </Show>
            <Show when=move || book.can_share()>
                <button type="button" class="button" data-act="turn" on:click=move |_| book.turn(&entry.get_value())>
                    {move || if is_shared { t_string!(i18n, views.make_private) } else { t_string!(i18n, views.make_shared) }}
                </button>
            </Show>
            <form class="board-view-rename" on:submit=rename novalidate>
                <label class="visually-hidden" for=rename_id.clone()>{t!(i18n, views.name)}</label>
                <input
                    class="input" id=rename_id.clone() autocomplete="off" maxlength=NAME_MAX.to_string()
                    prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event))
                />
                <button type="submit" class="button">{t!(i18n, views.rename)}</button>
            </form>
            <button type="button" class="button" data-variant="danger" data-act="delete" on:click=move |_| book.delete(&entry.get_value())>
                <Icon name=IconName::Trash/>{t!(i18n, common.delete)}
            </button>
        </Show>
    }
}

/// The link that a view is.
fn address(entry: &Entry) -> String {
    let query = view::kept(entry.view.query());
    if query.is_empty() { route::BOARD.to_owned() } else { format!("{}?{query}", route::BOARD) }
}
