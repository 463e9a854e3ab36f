//! What a manager can do about what is known of a person: take it along as a
//! file, or have it forgotten. Both need the server.

use super::mentions::Mentions;
use crate::{
    prelude::*,
    sync::accounts::{self, AccountError},
};
use leptos::task::spawn_local;
use smarketing_domain::{
    ids::ContactId,
    member::Role,
    privacy::{Mention, mentions},
};

/// The texts in which those who were erased here may still be named. Provided by the
/// deal's people: whoever is erased is no longer among them.
#[derive(Clone, Copy)]
pub struct Left(pub RwSignal<Vec<Mention>>);

/// The two buttons of a person; nothing for those who may not.
#[component]
pub fn Privacy(
    /// Who.
    id: ContactId,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let may = Memo::new(move |_| {
        let me = state.me().map(|me| (me.member, me.role));
        let known =
            me.and_then(|(id, _)| state.watch(Topic::Record(id.into()), |w| w.members.get(&id).map(|m| m.role)));
        known.or(me.map(|(_, role)| role)).is_some_and(|role| role >= Role::Manager)
    });
    let asking = RwSignal::new(false);
    let file = format!("/api/contacts/{id}/export");
    view! {
        <Show when=move || may.get()>
            <div class="deal-person-privacy">
                <a class="button" data-variant="quiet" href=file.clone() download="" rel="external">{t!(i18n, deal.person_export)}</a>
                <button type="button" class="button" data-variant="quiet" aria-haspopup="dialog" on:click=move |_| asking.set(true)>
                    {t!(i18n, deal.person_erase)}
                </button>
            </div>
            <EraseDialog id open=asking/>
        </Show>
    }
}

#[component]
fn EraseDialog(id: ContactId, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<AccountError>);
    let left = use_context::<Left>();
    // Looked for while it is asked: nobody knows the name any more when it is erased.
    let named = Memo::new(move |_| if open.get() { state.read(|w| mentions(w, id)) } else { Vec::new() });
    let name = move || {
        state.watch(Topic::Record(id.into()), |w| {
            let contact = w.contacts.get(&id)?;
            let called = [&contact.name, &contact.email, &contact.phone].into_iter().find(|text| !text.is_empty());
            called.cloned()
        })
    };
    let erase = move |_| {
        busy.set(true);
        failed.set(None);
        let found = named.get_untracked();
        spawn_local(async move {
            match accounts::erase_person(id).await {
                Ok(()) => {
                    notices.say(t_string!(i18n, deal.person_erased));
                    if let Some(Left(left)) = left {
                        left.try_set(found);
                    }
                    open.try_set(false);
                }
                Err(error) => drop(failed.try_set(Some(error))),
            }
            busy.try_set(false);
        });
    };
    let error = move || {
        failed.get().map(|error| match error {
            AccountError::Offline => t_string!(i18n, deal.erase_offline),
            error => account_error(words, error),
        })
    };
    view! {
        <Dialog open=open title=Signal::derive(move || t_string!(i18n, deal.erase_title, name = name().unwrap_or_default()).to_string())>
            <p>{t!(i18n, deal.erase_text)}</p>
            <Show when=move || named.with(|named| !named.is_empty())>
                <p>{t!(i18n, deal.mentions_before)}</p>
                {move || view! { <Mentions all=named.get()/> }}
            </Show>
            <p role="alert" class="field-error">{error}</p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
                <button type="button" class="button" data-variant="danger" disabled=move || busy.get() on:click=erase>
                    {move || if busy.get() { t_string!(i18n, account.working) } else { t_string!(i18n, deal.erase_yes) }}
                </button>
            </div>
        </Dialog>
    }
}
