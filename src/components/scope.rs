//! Which deals a page is about, kept in its address: a filter and a period.

use super::PeriodChoice;
use crate::{route, state::State};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
    params::ParamsMap,
};
use smarketing_domain::{filter::Filter, hourglass::Period, zone::Zone};
use std::{rc::Rc, time::Duration};

/// Which deals are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Which of them.
    pub filter: Filter,
    /// Those whose path began then.
    pub choice: PeriodChoice,
}

impl Scope {
    /// As a query string; empty for all deals.
    pub fn query(&self) -> String {
        let parts = [route::filter_query(&self.filter), self.choice.query()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&")
    }

    /// The period's moments in a zone.
    pub fn period(&self, today: NaiveDate, zone: &dyn Zone) -> Option<Period> {
        self.choice.period(today, zone)
    }
}

/// The page's address, to read and to change. Changes replace the entry in the
/// browser's history: Back leaves the page and does not walk through filters.
#[derive(Clone, Copy)]
pub struct Address {
    query: Memo<ParamsMap>,
    go: StoredValue<Go, LocalStorage>,
}

/// Goes to the present page with another query string.
type Go = Rc<dyn Fn(&str)>;

/// The page's address. Call within a route.
pub fn use_address() -> Address {
    let navigate = use_navigate();
    let path = use_location().pathname;
    let go = move |query: &str| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&format!("{}{query}", path.get_untracked()), options);
    };
    Address { query: use_query_map(), go: StoredValue::new_local(Rc::new(go)) }
}

impl Address {
    /// A value of the query; listens to it.
    pub fn get(&self, name: &str) -> Option<String> {
        self.query.with(|query| query.get(name)).filter(|value| !value.is_empty())
    }

    /// The whole query; listens to it.
    pub fn query(&self) -> String {
        self.query.with(|query| query.to_query_string())
    }

    /// Which deals the address asks for, kept up to date.
    pub fn scope(self) -> Memo<Scope> {
        Memo::new(move |_| Scope {
            filter: route::filter(|name| self.get(name)),
            choice: PeriodChoice::read(|name| self.get(name)),
        })
    }

    /// Writes values of the query; empty ones are left out, others stay.
    pub fn set(&self, changes: &[(&'static str, String)]) {
        let mut query = self.query.get_untracked();
        for (name, value) in changes {
            query.remove(name);
            if !value.is_empty() {
                query.insert(*name, value.clone());
            }
        }
        let text = query.to_query_string();
        // Cloned out: what it wakes may ask for the address again.
        let go = self.go.with_value(Rc::clone);
        go(&text);
    }
}

/// How long changes are gathered before figures over all deals are computed
/// anew: while thousands of deals arrive, a few times a second is enough.
const GATHER: Duration = Duration::from_millis(60);

/// Ticks after the workspace has changed, at most once per [`GATHER`].
pub fn calm_ticks(state: State) -> ReadSignal<u32> {
    let (ticks, tick) = signal(0_u32);
    let waiting = StoredValue::new(false);
    Effect::new(move |first: Option<()>| {
        state.track(crate::state::Topic::Any);
        if first.is_none() || waiting.get_value() {
            return;
        }
        waiting.set_value(true);
        set_timeout(
            move || {
                // The page may have been left meanwhile.
                waiting.try_set_value(false);
                tick.try_update(|n: &mut u32| *n = n.wrapping_add(1));
            },
            GATHER,
        );
    });
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_deals_need_no_query() {
        assert_eq!(Scope::default().query(), "");
    }

    #[test]
    fn filter_and_period_stand_side_by_side() {
        let filter = Filter { channel: Some("Fair".into()), ..Filter::default() };
        let scope = Scope { filter, choice: PeriodChoice::Year };
        assert_eq!(scope.query(), "channel=Fair&period=year");
    }
}
