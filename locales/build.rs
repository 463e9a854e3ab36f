//! Turns the language files into code: a key that is missing does not compile.

use leptos_i18n_parser::parse_locales::{
    options::{Config, ParseOptions},
    parse_locales,
};
use std::{env, error::Error, fs, path::PathBuf};

/// A file per language for each: `en/board.json`.
const NAMESPACES: &[&str] = &[
    "common",
    "shell",
    "login",
    "hourglass",
    "board",
    "views",
    "table",
    "closings",
    "cohort",
    "deal",
    "history",
    "lists",
    "inbox",
    "escalation",
    "intake",
    "feedback",
    "exchange",
    "rules",
    "assistant",
    "lab",
    "time",
    "trial",
    "plays",
    "write",
    "workshop",
    "meeting",
    "palette",
    "touch",
    "money",
    "forecast",
    "lens",
    "import",
    "settings",
    "stages",
    "account",
    "refusal",
    "sync",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut config = Config::new("en")?.add_locale("ru")?.add_locale("uk")?.locales_path(".");
    for namespace in NAMESPACES {
        config = config.add_namespace(namespace)?;
    }
    // `t_string!` with values: titles, labels and announcements are strings.
    let config = config.parse_options(ParseOptions::default().interpolate_display(true));

    let locales = parse_locales(None, config)?;
    for path in locales.tracked_files.iter().flatten() {
        println!("cargo::rerun-if-changed={path}");
    }
    // Words that differ between languages in number of keys are mistakes, not warnings.
    for warning in locales.diag.warnings().iter() {
        println!("cargo::error={warning}");
    }
    for error in locales.diag.errors().iter() {
        println!("cargo::error={error}");
    }
    let code = leptos_i18n_codegen::gen_code(&locales, None, false, None, false)?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("i18n.rs"), code.to_string())?;
    Ok(())
}
