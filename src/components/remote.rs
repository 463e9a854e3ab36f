//! Something that only the server knows: asked for when it is shown, with a way
//! to try again.

use super::{Empty, IconName, account_error};
use crate::{sync::accounts::AccountError, words::use_words};
use leptos::{prelude::*, task::spawn_local};
use smarketing_locales::t;
use std::future::Future;

/// What was answered, if anything was yet.
pub struct Remote<T: Send + Sync + 'static> {
    answer: RwSignal<Option<Result<T, AccountError>>>,
    again: Callback<()>,
}

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: Clone + Send + Sync + 'static> Remote<T> {
    /// Asks at once.
    pub fn new<F>(ask: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<T, AccountError>> + 'static,
    {
        let answer = RwSignal::new(None);
        let again = Callback::new(move |()| {
            let asked = ask();
            spawn_local(async move {
                let answered = asked.await;
                // Nobody waits any more when the person has gone elsewhere.
                answer.try_set(Some(answered));
            });
        });
        again.run(());
        Self { answer, again }
    }

    /// Asks again; what is shown stays meanwhile.
    pub fn ask_again(&self) {
        self.again.run(());
    }

    /// What was answered well.
    pub fn get(&self) -> Option<T> {
        self.answer.with(|answer| answer.as_ref().and_then(|answer| answer.as_ref().ok()).cloned())
    }

    fn error(&self) -> Option<AccountError> {
        self.answer.with(|answer| answer.as_ref().and_then(|answer| answer.as_ref().err()).copied())
    }

    /// What is shown of it: a skeleton, what is wrong, or `draw`.
    pub fn view(self, draw: impl Fn(T) -> AnyView + Send + Sync + 'static) -> impl IntoView {
        move || match (self.get(), self.error()) {
            (Some(value), _) => draw(value),
            (None, None) => view! { <div class="skeleton" data-size="lines" aria-busy="true"></div> }.into_any(),
            (None, Some(error)) => view! { <Unanswered error again=self.again/> }.into_any(),
        }
    }
}

#[component]
fn Unanswered(error: AccountError, again: Callback<()>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let text = Signal::derive(move || account_error(words, error).to_owned());
    view! {
        <div role="alert">
            <Empty icon=IconName::Warning text>
                // A rule says the same again.
                {(!matches!(error, AccountError::Refused(_))).then(|| view! {
                    <button type="button" class="button" on:click=move |_| again.run(())>{t!(i18n, common.try_again)}</button>
                })}
            </Empty>
        </div>
    }
}
