//! The name of a stage, with a friendly hint while it is no state of the customer.

use crate::prelude::*;
use smarketing_domain::stage::name::{Hint, hint};

/// The field.
#[component]
pub fn NameField(value: RwSignal<String>, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    let words = use_words();
    let label = Signal::derive(move || t_string!(words.i18n, stages.name).to_owned());
    let help = Signal::derive(move || {
        let i18n = words.i18n;
        match value.with(|name| hint(name)) {
            None => t_string!(i18n, stages.name_hint),
            Some(Hint::ToDo) => t_string!(i18n, stages.to_do),
            Some(Hint::Drawer) => t_string!(i18n, stages.drawer),
            Some(Hint::Activity) => t_string!(i18n, stages.activity),
            Some(Hint::OurDeed) => t_string!(i18n, stages.our_deed),
        }
        .to_owned()
    });
    view! {
        <div aria-live="polite">
            <TextField id="stage-name" label value kind=FieldKind::Text error hint=help/>
        </div>
    }
}

/// The name as it is kept; `None` for nothing.
pub fn read(value: RwSignal<String>) -> Option<String> {
    let name = value.get_untracked().trim().to_owned();
    (!name.is_empty()).then_some(name)
}
