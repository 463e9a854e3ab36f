//! The saved views as a list of links, and the way to save what is on the board.

use super::super::desk::use_desk;
use super::{
    book::{Book, Entry},
    panel::Panel,
    row::Row,
};
use crate::prelude::*;
use smarketing_domain::view::NAME_MAX;

/// The button, and the list behind it.
#[component]
pub fn Saved() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let book = Book::new(desk);
    let current = Memo::new(move |_| book.current());
    let name = move || match current.get() {
        Some(entry) => entry.view.name().to_owned(),
        None => t_string!(i18n, views.title).to_owned(),
    };
    let label = move || match current.get() {
        Some(entry) => t_string!(i18n, views.title_current, name = entry.view.name().to_owned()).to_string(),
        None => t_string!(i18n, views.title).to_owned(),
    };
    view! {
        <Panel
            id="board-views" icon=IconName::Board active=Signal::derive(move || current.with(Option::is_some))
            label=Signal::derive(label) name=Signal::derive(name)
        >
            <List book current/>
            <Save book/>
        </Panel>
    }
}

#[component]
fn List(book: Book, current: Memo<Option<Entry>>) -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let is_empty = move || book.entries.with(Vec::is_empty);
    let gone = move || {
        book.gone.get().map(|(_, view)| {
            let name = view.name().to_owned();
            view! {
                <p class="board-view-gone">
                    <span>{t_string!(i18n, views.deleted, name = name).to_string()}</span>
                    <button type="button" class="button" on:click=move |_| book.bring_back()>
                        <Icon name=IconName::Undo/>{t!(i18n, common.undo)}
                    </button>
                </p>
            }
        })
    };
    view! {
        <Show when=is_empty>
            <p class="board-view-none">{t!(i18n, views.none)}</p>
        </Show>
        <ul class="board-view-list" aria-label=move || t_string!(i18n, views.title)>
            <For each=move || book.entries.get() key=Entry::key let:entry>
                <Row book entry current/>
            </For>
        </ul>
        {gone}
    }
}

/// Saves what is on the board.
#[component]
fn Save(book: Book) -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let (name, is_shared) = (RwSignal::new(String::new()), RwSignal::new(false));
    let lacks_name = RwSignal::new(false);
    let replaced = Memo::new(move |_| book.replaced(&name.get(), is_shared.get()).map(|e| e.view.name().to_owned()));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = name.get_untracked();
        lacks_name.set(typed.trim().is_empty());
        if !typed.trim().is_empty() && book.save(&typed, is_shared.get_untracked()) {
            name.set(String::new());
        }
    };
    view! {
        <form class="board-view-save" on:submit=save novalidate>
            <div class="field">
                <label for="view-name">{t!(i18n, views.save_as)}</label>
                <input
                    class="input" id="view-name" name="view-name" autocomplete="off" maxlength=NAME_MAX.to_string()
                    aria-describedby="view-name-about" aria-invalid=move || lacks_name.get().to_string()
                    prop:value=move || name.get()
                    on:input=move |event| { name.set(event_target_value(&event)); lacks_name.set(false) }
                />
                <p class="field-hint" id="view-name-about" data-error=move || lacks_name.get().then_some("")>
                    {move || match (lacks_name.get(), replaced.get()) {
                        (true, _) => t_string!(i18n, views.name_missing).to_owned(),
                        (false, Some(name)) => t_string!(i18n, views.replaces, name = name).to_string(),
                        (false, None) if is_shared.get() => t_string!(i18n, views.shared_hint).to_owned(),
                        (false, None) => t_string!(i18n, views.private_hint).to_owned(),
                    }}
                </p>
            </div>
            <Show when=move || book.can_share()>
                <label class="board-check">
                    <input
                        type="checkbox" name="view-shared" prop:checked=move || is_shared.get()
                        on:change=move |event| is_shared.set(event_target_checked(&event))
                    />
                    <span>{t!(i18n, views.share)}</span>
                </label>
            </Show>
            <button type="submit" class="button" data-variant="primary">{t!(i18n, common.save)}</button>
        </form>
    }
}
