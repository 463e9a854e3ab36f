//! What is known about the deal; everything is edited where it stands.

use super::{change, read_deal};
use crate::{prelude::*, words::Words};
use smarketing_domain::{
    company::{Company, CompanyChange},
    deal::{DealChange, DealKind, Worth},
    hypothesis::assignment::is_by_hand,
    ids::{CompanyId, DealId, MemberId},
    money::{Money, NoMoney},
    operation::{Action, Body, DealAction, Refusal},
    typed,
};

/// The facts of the deal.
#[component]
pub fn Facts(
    /// Which deal.
    id: DealId,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();

    let money = move |amount: Option<Money>| amount.map(|m| words.money(m.minor)).unwrap_or_default();
    let worth = move || read_deal(state, id, |d| d.worth);
    let once = Signal::derive(move || money(worth().once));
    let monthly = Signal::derive(move || money(worth().monthly));
    let plain = move |amount: Option<Money>| amount.map(plain_amount).unwrap_or_default();
    let save_once = Callback::new(move |text: String| {
        let once = amount(state, words, notices, &text)?;
        let worth = state.read(|w| w.deal(id).map(|d| d.worth).unwrap_or_default());
        change(state, id, DealChange::Worth(Worth { once, ..worth }))
    });
    let save_monthly = Callback::new(move |text: String| {
        let monthly = amount(state, words, notices, &text)?;
        let worth = state.read(|w| w.deal(id).map(|d| d.worth).unwrap_or_default());
        change(state, id, DealChange::Worth(Worth { monthly, ..worth }))
    });
    let company = Signal::derive(move || {
        let id = read_deal(state, id, |d| d.company);
        let name =
            id.and_then(|id| state.watch(Topic::Record(id.into()), |w| w.companies.get(&id).map(|c| c.name.clone())));
        name.unwrap_or_default()
    });
    let save_company = Callback::new(move |name: String| set_company(state, id, name.trim()));
    let channel = Signal::derive(move || read_deal(state, id, |d| d.channel.clone()));
    let save_channel =
        Callback::new(move |text: String| change(state, id, DealChange::Channel(text.trim().to_owned())));
    let close = Signal::derive(move || {
        read_deal(state, id, |d| d.expected_close).map(|day| words.date(day)).unwrap_or_default()
    });
    let close_raw =
        Signal::derive(move || read_deal(state, id, |d| d.expected_close).map(|d| d.to_string()).unwrap_or_default());
    let save_close = Callback::new(move |text: String| {
        let day = if text.trim().is_empty() {
            None
        } else {
            Some(typed::day(&text, words.today()).ok_or(Refusal::OutOfRange)?)
        };
        change(state, id, DealChange::ExpectedClose(day))
    });
    let further = move || read_deal(state, id, |d| d.fields.clone());
    let label = |text: fn(Words) -> String| Signal::derive(move || text(words));
    view! {
        <section class="panel">
            <h2>{t!(i18n, deal.facts)}</h2>
            <dl class="deal-facts">
                <dt>{t!(i18n, deal.value)}</dt>
                <dd><EditText value=once raw=Signal::derive(move || plain(worth().once)) save=save_once label=label(|w| t_string!(w.i18n, deal.value).to_owned())/></dd>
                <dt>{t!(i18n, deal.monthly)}</dt>
                <dd><EditText value=monthly raw=Signal::derive(move || plain(worth().monthly)) save=save_monthly label=label(|w| t_string!(w.i18n, deal.monthly).to_owned())/></dd>
                <dt>{t!(i18n, deal.company)}</dt>
                <dd><EditText value=company save=save_company label=label(|w| t_string!(w.i18n, deal.company).to_owned())/></dd>
                <dt>{t!(i18n, deal.owner)}</dt>
                <dd><OwnerSelect id=id/></dd>
                <dt>{t!(i18n, deal.channel)}</dt>
                <dd><EditText value=channel save=save_channel label=label(|w| t_string!(w.i18n, deal.channel).to_owned())/></dd>
                <dt>{t!(i18n, deal.kind)}</dt>
                <dd><KindSelect id=id/></dd>
                <dt>{t!(i18n, deal.expected_close)}</dt>
                <dd><EditText value=close raw=close_raw save=save_close hint=label(|w| t_string!(w.i18n, deal.date_hint).to_owned()) label=label(|w| t_string!(w.i18n, deal.expected_close).to_owned())/></dd>
                {move || further().into_iter().filter(|(name, _)| !is_by_hand(name)).map(|(name, value)| view! { <dt class="two-lines">{name}</dt><dd class="deal-field">{value}</dd> }).collect_view()}
            </dl>
        </section>
    }
}

#[component]
fn OwnerSelect(id: DealId) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let owner = Memo::new(move |_| read_deal(state, id, |d| d.owner));
    let members = move || {
        let mut members = state.watch(Topic::Kind("member"), |w| {
            w.members.values().filter(|m| m.meta.is_alive()).map(|m| (m.id, m.name.clone())).collect::<Vec<_>>()
        });
        sort::sort_by(&mut members, |a, b| a.1.cmp(&b.1));
        members
    };
    let choose = move |text: String| {
        show_refusal(change(state, id, DealChange::Owner(text.parse::<MemberId>().ok())), notices, words);
    };
    view! {
        <select class="input" aria-label=move || t_string!(i18n, deal.owner) on:change:target=move |ev| choose(ev.target().value())>
            <option value="" selected=move || owner.get().is_none()>{t!(i18n, common.nobody)}</option>
            {move || members().into_iter().map(|(member, name)| view! {
                <option value=member.to_string() selected=move || owner.get() == Some(member)>{name}</option>
            }).collect_view()}
        </select>
    }
}

#[component]
fn KindSelect(id: DealId) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let kind = Memo::new(move |_| read_deal(state, id, |d| d.kind));
    let choose = move |text: String| {
        if let Some(kind) = text.parse::<usize>().ok().and_then(|at| DealKind::ALL.get(at)) {
            show_refusal(change(state, id, DealChange::Kind(*kind)), notices, words);
        }
    };
    view! {
        <select class="input" aria-label=move || t_string!(i18n, deal.kind) on:change:target=move |ev| choose(ev.target().value())>
            {DealKind::ALL.into_iter().enumerate().map(|(at, one)| view! {
                <option value=at.to_string() selected=move || kind.get() == one>{move || words.deal_kind(one)}</option>
            }).collect_view()}
        </select>
    }
}

/// Reads an amount; nothing typed is an unknown amount.
fn amount(state: State, words: Words, notices: Notices, text: &str) -> Result<Option<Money>, Refusal> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let currency = state.read(|w| w.currency());
    Money::parse(text, currency).map(Some).map_err(|error| {
        if matches!(error, NoMoney::NotANumber) {
            notices.error(t_string!(words.i18n, deal.not_an_amount));
        }
        Refusal::OutOfRange
    })
}

/// The amount as one would type it.
fn plain_amount(money: Money) -> String {
    let scale = money.currency.scale();
    if money.minor % scale == 0 {
        (money.minor / scale).to_string()
    } else {
        format!("{}.{:02$}", money.minor / scale, (money.minor % scale).abs(), money.currency.decimals() as usize)
    }
}

/// Writes the company by its name: the one that has it, or a new one.
fn set_company(state: State, deal: DealId, name: &str) -> Result<(), Refusal> {
    if name.is_empty() {
        return change(state, deal, DealChange::Company(None));
    }
    let wanted = name.to_lowercase();
    let same = |c: &&Company| c.meta.is_alive() && c.name.to_lowercase() == wanted;
    if let Some(id) = state.read(|w| w.companies.values().find(same).map(|c| c.id)) {
        return change(state, deal, DealChange::Company(Some(id)));
    }
    let id: CompanyId = new_id();
    state.perform(vec![
        Action::Create { id, set: vec![CompanyChange::Name(name.to_owned())] }.into(),
        Body::Deal(DealAction::Edit { id: deal, set: vec![DealChange::Company(Some(id))] }),
    ])
}
