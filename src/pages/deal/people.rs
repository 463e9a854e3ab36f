//! The people on the customer's side.

use super::{
    mentions::Mentions,
    privacy::{Left, Privacy},
    read_deal,
};
use crate::prelude::*;
use smarketing_domain::{
    company::{Contact, ContactChange, LawfulBasis},
    deal::DealChange,
    ids::{ContactId, DealId},
    operation::{Action, Body, DealAction},
};

/// The deal's contacts.
#[component]
pub fn People(
    /// Which deal.
    id: DealId,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let contacts = Memo::new(move |_| read_deal(state, id, |d| d.contacts.clone()));
    let left = RwSignal::new(Vec::new());
    provide_context(Left(left));
    let name = RwSignal::new(String::new());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = name.get_untracked().trim().to_owned();
        if text.is_empty() {
            return;
        }
        let contact: ContactId = new_id();
        let mut all = contacts.get_untracked();
        all.push(contact);
        let company = state.read(|w| w.deal(id).and_then(|d| d.company));
        let step = vec![
            Action::Create {
                id: contact,
                set: vec![
                    ContactChange::Name(text),
                    ContactChange::Company(company),
                    ContactChange::Since(Some(words.today())),
                ],
            }
            .into(),
            Body::Deal(DealAction::Edit { id, set: vec![DealChange::Contacts(all)] }),
        ];
        if show_refusal(state.perform(step), notices, words) {
            name.set(String::new());
        }
    };
    view! {
        <section class="panel">
            <h2>{t!(i18n, deal.people)}</h2>
            <ul class="deal-people">
                <For each=move || contacts.get() key=|id| *id let:contact>
                    // Whoever was erased is no longer here.
                    <Show when=move || state.watch(Topic::Record(contact.into()), |w| w.contacts.get(&contact).is_some_and(|c| c.meta.is_alive()))>
                        <Person id=contact/>
                    </Show>
                </For>
            </ul>
            <Show when=move || left.with(|left| !left.is_empty())>
                <div class="deal-left" role="status" data-left>
                    <p>{t!(i18n, deal.mentions_left)}</p>
                    {move || view! { <Mentions all=left.get()/> }}
                    <button type="button" class="button" on:click=move |_| left.set(Vec::new())>{t!(i18n, common.close)}</button>
                </div>
            </Show>
            <form class="deal-add" on:submit=add>
                <input
                    class="input" aria-label=move || t_string!(i18n, deal.person_name) placeholder=move || t_string!(i18n, deal.person_name)
                    prop:value=name on:input:target=move |ev| name.set(ev.target().value())
                />
                <button class="button" type="submit">{t!(i18n, common.add)}</button>
            </form>
        </section>
    }
}

#[component]
fn Person(id: ContactId) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let contact = move || state.watch(Topic::Record(id.into()), |w| w.contacts.get(&id).cloned()).unwrap_or_default();
    let field = |read: fn(Contact) -> String| Signal::derive(move || read(contact()));
    let save = |write: fn(String) -> ContactChange| {
        Callback::new(move |text: String| {
            state.perform(vec![Action::Edit { id, set: vec![write(text.trim().to_owned())] }.into()])
        })
    };
    let basis = move || match contact().basis {
        LawfulBasis::Unknown => 0,
        LawfulBasis::Consent => 1,
        LawfulBasis::Contract => 2,
        LawfulBasis::LegitimateInterest => 3,
    };
    let choose_basis = move |text: String| {
        let basis = match text.as_str() {
            "1" => LawfulBasis::Consent,
            "2" => LawfulBasis::Contract,
            "3" => LawfulBasis::LegitimateInterest,
            _ => LawfulBasis::Unknown,
        };
        show_refusal(
            state.perform(vec![Action::Edit { id, set: vec![ContactChange::Basis(basis)] }.into()]),
            notices,
            words,
        );
    };
    view! {
        <li class="deal-person" data-contact=id.to_string()>
            <EditText value=field(|c| c.name) label=Signal::derive(move || t_string!(i18n, deal.person_name).to_owned()) save=save(ContactChange::Name)/>
            <div class="deal-person-line"><Icon name=IconName::Mail/><EditText value=field(|c| c.email) label=Signal::derive(move || t_string!(i18n, deal.email).to_owned()) save=save(ContactChange::Email)/></div>
            <div class="deal-person-line"><Icon name=IconName::Phone/><EditText value=field(|c| c.phone) label=Signal::derive(move || t_string!(i18n, deal.phone).to_owned()) save=save(ContactChange::Phone)/></div>
            <label class="deal-basis">
                <span>{t!(i18n, deal.basis)}</span>
                <select class="input" on:change:target=move |ev| choose_basis(ev.target().value())>
                    <option value="0" selected=move || basis() == 0>{t!(i18n, deal.basis_unknown)}</option>
                    <option value="1" selected=move || basis() == 1>{t!(i18n, deal.basis_consent)}</option>
                    <option value="2" selected=move || basis() == 2>{t!(i18n, deal.basis_contract)}</option>
                    <option value="3" selected=move || basis() == 3>{t!(i18n, deal.basis_interest)}</option>
                </select>
            </label>
            <Privacy id/>
        </li>
    }
}
