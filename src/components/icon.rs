//! Line icons on a 24-pixel grid, inline.

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident $path:literal)*) => {
        /// The icons there are.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum IconName { $($(#[$doc])* $name,)* }

        impl IconName {
            fn path(self) -> &'static str {
                match self { $(Self::$name => $path,)* }
            }
        }
    };
}

icons! {
    /// The joint funnel.
    Hourglass "M6 3h12M6 21h12M7 3c0 5 5 6 5 9s-5 4-5 9M17 3c0 5-5 6-5 9s5 4 5 9"
    /// Columns of cards.
    Board "M4 4h4.5v16H4zM10 4h4.5v11H10zM16 4h4v7h-4z"
    /// Rows.
    Table "M4 5h16v14H4zM4 10h16M4 14.500h16M9.500 10v9"
    /// Something to answer.
    Inbox "M3 13h5l1.5 3h5L16 13h5M3 13l3-8h12l3 8v6H3z"
    /// Tests.
    Lab "M9 3h6M10 3v6l-5.5 9.5A1.7 1.7 0 0 0 6 21h12a1.7 1.7 0 0 0 1.5-2.5L14 9V3M7.5 15h9"
    /// People who bought.
    Customers "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c.5-4 3-6 6.500-6s6 2 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500c2 .8 3.200 2.600 3.500 5.500"
    /// Choices.
    Settings "M4 7h10M18 7h2M4 17h2M10 17h10M16 4.500v5M8 14.500v5"
    /// Make something new.
    Plus "M12 5v14M5 12h14"
    /// Look for.
    Search "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16.500 16.500 21 21"
    /// Close, take away.
    Close "M6 6l12 12M18 6 6 18"
    /// Further choices.
    More "M5 12h.01M12 12h.01M19 12h.01"
    /// Done, accepted.
    Check "M5 12.500 10 17.500 19.500 7"
    /// Go there.
    Right "M9 5l7 7-7 7"
    /// Go back.
    Left "M15 5l-7 7 7 7"
    /// Opens downwards.
    Down "M5 9l7 7 7-7"
    /// Upwards.
    Up "M5 15l7-7 7 7"
    /// Take back.
    Undo "M4 9h10a6 6 0 0 1 0 12H9M4 9l4.500-4.500M4 9l4.500 4.500"
    /// Change.
    Edit "M4 20h4L19 9l-4-4L4 16zM13 7l4 4"
    /// Delete.
    Trash "M4 7h16M9 7V4h6v3M6.500 7l1 13h9l1-13M10 11v5M14 11v5"
    /// A person.
    Person "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c.6-4.700 3.500-7 8-7s7.400 2.300 8 7"
    /// A date.
    Calendar "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4"
    /// Time running.
    Clock "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3.500 2"
    /// Look out.
    Warning "M12 4 2.500 20h19zM12 10v4.500M12 17.500h.01"
    /// Light.
    Sun "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 2v2M12 20v2M2 12h2M20 12h2M4.900 4.900l1.400 1.400M17.700 17.700l1.400 1.400M4.900 19.100l1.400-1.400M17.700 6.300l1.400-1.400"
    /// Dark.
    Moon "M20 14.500A8.500 8.500 0 1 1 9.500 4a7 7 0 0 0 10.500 10.500"
    /// Languages.
    Globe "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M3 12h18M12 3c3 3 3.500 6 3.500 9s-.5 6-3.500 9c-3-3-3.500-6-3.500-9s.5-6 3.500-9"
    /// Bring in.
    Upload "M12 16V4M7 9l5-5 5 5M4 16v4h16v-4"
    /// Take out.
    Download "M12 4v12M7 11l5 5 5-5M4 18v3h16v-3"
    /// Something heard.
    Insight "M9 18h6M10 21h4M12 3a6.500 6.500 0 0 0-3.800 11.800c.5.400.8 1 .8 1.700V18h6v-1.500c0-.7.300-1.300.8-1.700A6.500 6.500 0 0 0 12 3"
    /// Won.
    Trophy "M8 4h8v6a4 4 0 0 1-8 0zM8 6H4.500c0 3 1.500 4.500 3.700 4.700M16 6h3.500c0 3-1.500 4.500-3.700 4.700M12 14v4M8 20.500h8M9.500 18h5"
    /// Leave.
    SignOut "M10 4H5v16h5M15 8l4 4-4 4M19 12H9"
    /// A telephone.
    Phone "M5 4h4l1.500 5-2.500 1.500a11 11 0 0 0 5.500 5.500L15 13.500l5 1.500v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1"
    /// A letter.
    Mail "M3 6h18v12H3zM3.500 6.500 12 13l8.500-6.500"
    /// Narrow down.
    Filter "M4 5h16l-6 7.500V19l-4-2v-4.500z"
}

/// An icon. Decorative: the words beside it, or the button's label, say it.
#[component]
pub fn Icon(
    /// Which.
    name: IconName,
) -> impl IntoView {
    view! {
        <svg
            class="icon"
            viewBox="0 0 24 24"
            aria-hidden="true"
            focusable="false"
            inner_html=format!(r#"<path d="{}"/>"#, name.path())
        ></svg>
    }
}
