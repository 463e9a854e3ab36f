//! For whom a hypothesis is meant: a filter in words and as three selects.

use crate::{prelude::*, words::Words};
use smarketing_domain::{deal::DealKind, filter::Filter, ids::MemberId};
use std::collections::BTreeSet;

/// A segment in words.
pub fn in_words(words: Words, state: State, segment: &Filter) -> String {
    let i18n = words.i18n;
    let owner = segment.owner.and_then(|id| {
        let name = state.watch(Topic::Record(id.into()), |w| w.members.get(&id).map(|m| m.name.clone()))?;
        Some(t_string!(i18n, lab.of_owner, name = name).to_string())
    });
    let text = (!segment.text.is_empty()).then(|| {
        let text = segment.text.clone();
        t_string!(i18n, lab.with_text, text = text).to_string()
    });
    let kind = segment.kind.map(|kind| words.deal_kind(kind).to_owned());
    let import = segment.import.map(|_| t_string!(i18n, lab.of_import).to_owned());
    let parts: Vec<String> = [segment.channel.clone(), kind, owner, text, import].into_iter().flatten().collect();
    if parts.is_empty() { t_string!(i18n, lab.all_leads).to_owned() } else { parts.join(", ") }
}

/// What can be chosen from, looked up once when the form opens.
#[derive(Clone)]
struct Choices {
    channels: Vec<String>,
    owners: Vec<(MemberId, String)>,
}

impl Choices {
    fn look_up(state: State, chosen: &Filter) -> Self {
        state.read(|w| {
            let brought: BTreeSet<&str> = sort::gather(w.living_deals().map(|d| d.channel.as_str()));
            let chosen = chosen.channel.as_deref();
            let channels = brought.into_iter().chain(chosen).filter(|c| !c.is_empty()).collect::<BTreeSet<_>>();
            let mut owners: Vec<_> =
                w.members.values().filter(|m| m.meta.is_alive()).map(|m| (m.id, m.name.clone())).collect();
            sort::sort_by(&mut owners, |a, b| a.1.cmp(&b.1));
            Self { channels: channels.into_iter().map(str::to_owned).collect(), owners }
        })
    }
}

/// The segment as three selects. What they do not show stays as it was.
#[component]
pub fn SegmentFields(
    /// The segment.
    segment: RwSignal<Filter>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let choices = Choices::look_up(state, &segment.get_untracked());
    let is_kind = move |kind: DealKind| segment.with(|s| s.kind == Some(kind));
    view! {
        <div class="lab-segment">
            <select
                class="input" aria-label=move || t_string!(i18n, lab.channel)
                on:change:target=move |ev| segment.update(|s| s.channel = Some(ev.target().value()).filter(|c| !c.is_empty()))
            >
                <option value="" selected=move || segment.with(|s| s.channel.is_none())>{t!(i18n, lab.every_channel)}</option>
                {choices.channels.into_iter().map(|channel| {
                    let chosen = { let channel = channel.clone(); move || segment.with(|s| s.channel.as_ref() == Some(&channel)) };
                    view! { <option value=channel.clone() selected=chosen>{channel.clone()}</option> }
                }).collect_view()}
            </select>
            <select
                class="input" aria-label=move || t_string!(i18n, lab.owner)
                on:change:target=move |ev| segment.update(|s| s.owner = ev.target().value().parse().ok())
            >
                <option value="" selected=move || segment.with(|s| s.owner.is_none())>{t!(i18n, lab.every_owner)}</option>
                {choices.owners.into_iter().map(|(id, name)| view! {
                    <option value=id.to_string() selected=move || segment.with(|s| s.owner == Some(id))>{name}</option>
                }).collect_view()}
            </select>
            <select
                class="input" aria-label=move || t_string!(i18n, lab.kind)
                on:change:target=move |ev| {
                    let kind = ev.target().value().parse::<usize>().ok().and_then(|i| DealKind::ALL.get(i).copied());
                    segment.update(|s| s.kind = kind);
                }
            >
                <option value="" selected=move || segment.with(|s| s.kind.is_none())>{t!(i18n, lab.every_kind)}</option>
                {DealKind::ALL.into_iter().enumerate().map(|(i, kind)| view! {
                    <option value=i.to_string() selected=move || is_kind(kind)>{move || words.deal_kind(kind)}</option>
                }).collect_view()}
            </select>
        </div>
    }
}
