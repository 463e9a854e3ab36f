//! Signing in.

use crate::{
    prelude::*,
    state::{Session, Trouble},
    sync::{self, SignInError},
};
use leptos::{ev::SubmitEvent, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// The sign-in page; also where an expired session is renewed.
#[component]
pub fn Login() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<SignInError>);
    let missing = RwSignal::new(false);
    let removed = sync::was_removed();

    let query = use_query_map();
    let navigate = use_navigate();
    let next = move || {
        let wanted = query.with_untracked(|q| q.get("next"));
        // Only addresses of this app: never `//elsewhere` or `scheme:`.
        wanted
            .filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\"))
            .unwrap_or_else(|| route::HOURGLASS.to_owned())
    };
    Effect::new(move || {
        if matches!(state.session.get(), Session::SignedIn(_)) {
            navigate(&next(), NavigateOptions { replace: true, ..Default::default() });
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (who, secret) = (email.get_untracked().trim().to_owned(), password.get_untracked());
        missing.set(who.is_empty() || secret.is_empty());
        failed.set(None);
        if missing.get_untracked() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let result = sync::sign_in(state, who, secret).await;
            busy.try_set(false);
            failed.try_set(result.err());
        });
    };
    let error = move || {
        if missing.get() {
            return Some(t_string!(i18n, login.missing));
        }
        failed.get().map(|error| match error {
            SignInError::WrongCredentials => t_string!(i18n, login.wrong),
            SignInError::TooManyAttempts => t_string!(i18n, login.too_many),
            SignInError::Offline => t_string!(i18n, login.offline),
            SignInError::NotSaved => t_string!(i18n, login.not_saved),
            SignInError::Fault => t_string!(i18n, login.fault),
        })
    };
    let invalid = move || error().is_some().to_string();
    view! {
        <main class="login">
            <form class="login-card" on:submit=submit novalidate>
                <div class="login-mark"><Icon name=IconName::Hourglass/></div>
                <h1>{t!(i18n, common.app)}</h1>
                <p class="login-tagline">{t!(i18n, login.tagline)}</p>
                {removed.then(|| view! { <p class="login-note" role="status">{t!(i18n, login.removed)}</p> })}
                // Another tab has a newer version's database; nothing can be kept with this one.
                <Show when=move || state.status.get().trouble == Some(Trouble::TooOld)>
                    <div class="login-note" role="status">
                        <p>{t!(i18n, shell.trouble_too_old)}</p>
                        <button type="button" class="button" on:click=|_| sync::reload()>{t!(i18n, shell.update_now)}</button>
                    </div>
                </Show>
                <div class="field">
                    <label for="email">{t!(i18n, login.email)}</label>
                    <input
                        class="input" id="email" name="email" type="email" autocomplete="username" inputmode="email"
                        aria-invalid=invalid prop:value=email on:input:target=move |ev| email.set(ev.target().value())
                    />
                </div>
                <div class="field">
                    <label for="password">{t!(i18n, login.password)}</label>
                    <input
                        class="input" id="password" name="password" type="password" autocomplete="current-password"
                        aria-invalid=invalid aria-describedby="login-error"
                        prop:value=password on:input:target=move |ev| password.set(ev.target().value())
                    />
                </div>
                <p class="field-error" id="login-error" role="alert">{error}</p>
                <button class="button" data-variant="primary" type="submit" disabled=move || busy.get()>
                    {move || if busy.get() { t_string!(i18n, login.submitting) } else { t_string!(i18n, login.submit) }}
                </button>
                <DeviceChoices/>
            </form>
        </main>
    }
}
