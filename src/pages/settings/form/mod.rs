//! The form for the company's own site: made of the workspace's questions, to copy.

mod snippet;

use super::own_role;
use crate::prelude::*;
use smarketing_domain::{intake::form::ANSWER, member::Role, workspace::Workspace};
use snippet::{Asked, FIELDS, Given, Labels, snippet};

/// What stands where the key will stand.
const NO_KEY: &str = "smk_…";

/// The panel, for those who look after the intake.
#[component]
pub fn SiteForm() -> impl IntoView {
    let role = own_role(use_state());
    view! { <Show when=move || { role.get() >= Role::Manager }><Panel/></Show> }
}

#[component]
fn Panel() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let questions = Memo::new(move |_| state.watch(Topic::Kind("question"), asked));
    let (key, channel, thanks) =
        (RwSignal::new(String::new()), RwSignal::new("Web form".to_owned()), RwSignal::new(String::new()));
    let with_script = RwSignal::new(true);
    let html = Memo::new(move |_| {
        let labels = Labels {
            fields: [
                t_string!(i18n, intake.l_name),
                t_string!(i18n, intake.l_email),
                t_string!(i18n, intake.l_phone),
                t_string!(i18n, intake.l_company),
                t_string!(i18n, intake.l_message),
            ],
            consent: t_string!(i18n, intake.l_consent),
            send: t_string!(i18n, intake.l_send),
            choose: t_string!(i18n, intake.l_choose),
            thanks: t_string!(i18n, intake.l_thanks),
            failed: t_string!(i18n, intake.l_failed),
        };
        let origin = window().location().origin().unwrap_or_default();
        let key = key.get().trim().to_owned();
        let given = Given {
            address: format!("{origin}/api/intake/form"),
            key: if key.is_empty() { NO_KEY.to_owned() } else { key },
            channel: channel.get().trim().to_owned(),
            thanks: thanks.get().trim().to_owned(),
            with_script: with_script.get(),
        };
        questions.with(|questions| snippet(&given, &labels, questions))
    });
    let field = NodeRef::<leptos::html::Textarea>::new();
    let copy = move |_| {
        let text = html.get_untracked();
        leptos::task::spawn_local(async move {
            if copy_text(&text).await {
                notices.say(t_string!(i18n, account.copied));
            } else {
                if let Some(field) = field.try_get_untracked().flatten() {
                    field.select();
                }
                notices.error(t_string!(i18n, account.not_copied));
            }
        });
    };
    let words_of = move |key: fn(words::Words) -> &'static str| Signal::derive(move || key(words).to_owned());
    view! {
        <section class="panel site-form" id="form" aria-labelledby="site-form">
            <h2 id="site-form">{t!(i18n, intake.form_title)}</h2>
            <p>{t!(i18n, intake.form_text)}</p>
            <div class="site-form-choices">
                <TextField
                    id="form-key" value=key kind=FieldKind::Text
                    label=words_of(|words| t_string!(words.i18n, intake.form_key)) hint=words_of(|words| t_string!(words.i18n, intake.form_key_hint))
                />
                <TextField
                    id="form-channel" value=channel kind=FieldKind::Text
                    label=words_of(|words| t_string!(words.i18n, intake.form_channel)) hint=words_of(|words| t_string!(words.i18n, intake.form_channel_hint))
                />
                <TextField
                    id="form-thanks" value=thanks kind=FieldKind::Text
                    label=words_of(|words| t_string!(words.i18n, intake.form_thanks)) hint=words_of(|words| t_string!(words.i18n, intake.form_thanks_hint))
                />
                <label class="field-check">
                    <input type="checkbox" prop:checked=with_script on:change:target=move |ev| with_script.set(ev.target().checked())/>
                    <span>{t!(i18n, intake.form_script)}</span>
                </label>
            </div>
            <div class="field">
                <label for="form-html">{t!(i18n, intake.form_code)}</label>
                <textarea node_ref=field class="input site-form-html" id="form-html" readonly=true rows="10" spellcheck="false" prop:value=html></textarea>
            </div>
            <p class="settings-action">
                <button type="button" class="button" data-variant="primary" on:click=copy>{t!(i18n, intake.form_copy)}</button>
            </p>
            <Meanings questions/>
        </section>
    }
}

/// The names of the fields, for those who write their own form.
#[component]
fn Meanings(questions: Memo<Vec<Asked>>) -> impl IntoView {
    let i18n = use_i18n();
    let own = move || {
        let labels = [
            t_string!(i18n, intake.l_name),
            t_string!(i18n, intake.l_email),
            t_string!(i18n, intake.l_phone),
            t_string!(i18n, intake.l_company),
            t_string!(i18n, intake.l_message),
        ];
        let line = |((name, ..), label): ((&'static str, &str, &str), &'static str)| {
            view! { <tr><td><code>{name}</code></td><td>{label}</td><td></td></tr> }
        };
        FIELDS.into_iter().zip(labels).map(line).collect_view()
    };
    let asked = move || {
        let line = |question: Asked| {
            view! {
                <tr><td><code>{format!("{ANSWER}{}", question.field)}</code></td><td>{question.text}</td><td>{question.options.join(" · ")}</td></tr>
            }
        };
        questions.get().into_iter().map(line).collect_view()
    };
    view! {
        <details>
            <summary>{t!(i18n, intake.form_preview)}</summary>
            <Show when=move || questions.with(Vec::is_empty)><p>{t!(i18n, intake.form_no_questions)}</p></Show>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, intake.form_preview)>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, intake.form_field)}</th>
                            <th scope="col">{t!(i18n, intake.form_means)}</th>
                            <th scope="col">{t!(i18n, intake.form_options)}</th>
                        </tr>
                    </thead>
                    <tbody>{own}{asked}</tbody>
                </table>
            </div>
        </details>
    }
}

fn asked(workspace: &Workspace) -> Vec<Asked> {
    let questions = workspace.questionnaire().into_iter();
    let asked = questions.map(|question| Asked {
        field: question.field.clone(),
        text: question.text.clone(),
        kind: question.kind,
        options: question.options.clone(),
    });
    asked.collect()
}
