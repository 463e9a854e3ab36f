//! A sticker on the canvas: what it says, whose it is, its dots.

use super::{
    dots::{AllDots, OwnDots},
    table::Table,
};
use crate::prelude::*;
use leptos::html;
use smarketing_domain::{ids::StickerId, workshop::StickerKind};

/// A kind in attributes.
fn kind_name(kind: StickerKind) -> &'static str {
    match kind {
        StickerKind::Trend => "trend",
        StickerKind::Barrier => "barrier",
        StickerKind::Idea => "idea",
        StickerKind::Dot => "dot",
    }
}

/// A trend, a barrier or an idea.
#[component]
pub fn NoteCard(
    /// At which table.
    table: Table,
    /// Which sticker.
    id: StickerId,
) -> impl IntoView {
    let i18n = use_i18n();
    let note = table.note(id);
    let phase = table.phase();
    let text =
        Signal::derive(move || note.with(|note| note.as_ref().map(|note| note.text.clone()).unwrap_or_default()));
    // Kind and author never change.
    let (kind, author) =
        note.with_untracked(|note| note.as_ref().map(|note| (note.kind, note.author)).unwrap_or_default());
    let can_change = Memo::new(move |_| table.may_change(author));
    let is_voted_on = Memo::new(move |_| phase.get().voting().is_some_and(|round| kind.round() == Some(round)));
    let hypothesis = Memo::new(move |_| note.with(|note| note.as_ref().and_then(|note| note.hypothesis)));
    let rename = Callback::new(move |text: String| table.rename(id, text));
    let kind_word = move || match kind {
        StickerKind::Trend => t_string!(i18n, workshop.trend),
        StickerKind::Barrier => t_string!(i18n, workshop.barrier),
        _ => t_string!(i18n, workshop.idea),
    };
    // A link from a hypothesis leads to the very sticker.
    let node = NodeRef::<html::Div>::new();
    let address = use_address();
    let is_asked_for = Memo::new(move |_| address.get("at").is_some_and(|at| at == id.to_string()));
    Effect::new(move || {
        if let Some(node) = node.get().filter(|_| is_asked_for.get()) {
            // After the page has been scrolled to its top.
            request_animation_frame(move || node.scroll_into_view());
        }
    });
    view! {
        <div
            class="sticker" node_ref=node data-sticker=id.to_string() data-kind=kind_name(kind)
            data-found=move || is_asked_for.get().then_some("true")
        >
            <small class="sticker-kind">{kind_word}</small>
            <Show
                when=move || can_change.get()
                fallback=move || view! { <p class="sticker-text">{move || text.get()}</p> }
            >
                <EditText value=text label=Signal::derive(move || t_string!(i18n, workshop.words).to_owned()) save=rename/>
            </Show>
            <div class="sticker-foot">
                <Avatar member=author/>
                <Show when=move || is_voted_on.get() fallback=move || view! { <AllDots note/> }>
                    <OwnDots table id note/>
                </Show>
                {move || hypothesis.get().map(|hypothesis| view! {
                    <a class="sticker-became" href=route::hypothesis(hypothesis)><Icon name=IconName::Lab/>{t!(i18n, workshop.see)}</a>
                })}
                <Show when=move || can_change.get() && !is_voted_on.get()>
                    <button
                        type="button" class="button sticker-delete" data-variant="quiet" data-icon-only
                        aria-label=move || t_string!(i18n, workshop.delete_note, text = text.get()).to_string()
                        on:click=move |_| table.delete(id)
                    ><Icon name=IconName::Trash/></button>
                </Show>
            </div>
        </div>
    }
}
