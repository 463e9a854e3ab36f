//! English.

use super::Language;

pub(super) const LANGUAGE: Language = Language {
    is_past,
    is_to_do: |word| TO_DO.contains(&word),
    is_activity: |word| ACTIVITIES.contains(&word) || is_gerund(word),
    drawers: &[
        "backlog",
        "cold",
        "hot",
        "inbox",
        "lead",
        "leads",
        "new",
        "open",
        "pending",
        "pipeline",
        "progress",
        "prospect",
        "prospects",
        "stuck",
        "todo",
        "warm",
    ],
    we: &["we", "we've"],
    ours: &["proposal", "quote", "quotation", "offer", "estimate", "invoice"],
    sent: &["sent", "issued", "emailed"],
};

/// Forms of the past that do not end in "ed", as far as customers do such things.
const IRREGULAR: [&str; 52] = [
    "is", "are", "was", "were", "had", "has", "did", "done", "became", "began", "bought", "brought", "built", "came",
    "chose", "chosen", "dealt", "felt", "found", "gave", "given", "got", "gotten", "grew", "heard", "held", "kept",
    "knew", "known", "learnt", "left", "lost", "made", "met", "paid", "ran", "read", "said", "saw", "seen", "sent",
    "set", "showed", "shown", "spoke", "spent", "taken", "thought", "told", "took", "went", "won",
];

const TO_DO: [&str; 48] = [
    "add",
    "agree",
    "arrange",
    "ask",
    "assign",
    "book",
    "build",
    "call",
    "check",
    "close",
    "collect",
    "collaborate",
    "confirm",
    "contact",
    "convert",
    "create",
    "define",
    "deliver",
    "design",
    "discover",
    "discuss",
    "engage",
    "explore",
    "find",
    "follow",
    "get",
    "give",
    "install",
    "introduce",
    "invite",
    "invoice",
    "make",
    "measure",
    "meet",
    "negotiate",
    "offer",
    "prepare",
    "present",
    "propose",
    "qualify",
    "receive",
    "schedule",
    "sell",
    "send",
    "show",
    "sign",
    "talk",
    "write",
];

const ACTIVITIES: [&str; 20] = [
    "appointment",
    "approval",
    "contract",
    "delivery",
    "demo",
    "discovery",
    "follow-up",
    "installation",
    "negotiation",
    "negotiations",
    "nurture",
    "onboarding",
    "payment",
    "presentation",
    "production",
    "proposal",
    "qualification",
    "quotation",
    "quote",
    "research",
];

fn is_past(word: &str) -> bool {
    word.ends_with("ed") && !["need", "feed", "seed", "speed", "bed"].contains(&word) || IRREGULAR.contains(&word)
}

/// "Waiting", "Negotiating"; not "thing" or "spring".
fn is_gerund(word: &str) -> bool {
    const OTHERS: [&str; 8] =
        ["anything", "ceiling", "evening", "everything", "morning", "nothing", "something", "spring"];
    word.len() > 6 && word.ends_with("ing") && !OTHERS.contains(&word)
}
