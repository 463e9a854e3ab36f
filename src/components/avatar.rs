//! A member as initials.

use crate::state::{Topic, use_state};
use leptos::prelude::*;
use smarketing_domain::{ids::MemberId, member::Team};

/// The initials of a member on their team's colour; empty while unknown.
#[component]
pub fn Avatar(
    /// Whose.
    member: MemberId,
) -> impl IntoView {
    let state = use_state();
    let shown = move || {
        state.watch(Topic::Record(member.into()), |w| {
            let member = w.members.get(&member)?;
            let team = match member.team {
                Team::Marketing => "marketing",
                Team::Sales => "sales",
                Team::Management => "management",
            };
            Some((member.initials(), member.name.clone(), team))
        })
    };
    move || {
        shown().map(|(initials, name, team)| {
            view! { <span class="avatar" data-team=team title=name.clone() role="img" aria-label=name>{initials}</span> }
        })
    }
}
