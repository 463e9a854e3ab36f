//! Which rows are on screen: only those are drawn, of ten thousand.

use leptos::{html, prelude::*};
use std::ops::Range;
use wasm_bindgen::{JsCast, closure::Closure};

/// Rows drawn beyond either edge, so that scrolling does not show holes.
const SPARE: usize = 8;

/// The rows to draw of `count` rows of `height`, in a box scrolled by `top` and
/// `visible` high.
pub fn rows_in_sight(count: usize, height: f64, top: f64, visible: f64) -> Range<usize> {
    let first = (top.max(0.0) / height) as usize;
    let shown = (visible.max(0.0) / height).ceil() as usize + 1;
    let from = first.saturating_sub(SPARE).min(count);
    // Even numbers of rows per step: fewer changes while scrolling.
    let from = from - from % SPARE;
    from..first.saturating_add(shown + SPARE).min(count).max(from)
}

/// Calls `look` when the box's size changes, and once in the beginning.
pub fn watch_size(node: NodeRef<html::Div>, look: impl Fn() + Copy + 'static) {
    let observer = StoredValue::new_local(None::<(web_sys::ResizeObserver, Closure<dyn FnMut()>)>);
    Effect::new(move || {
        let Some(element) = node.get() else { return };
        let seen = Closure::<dyn FnMut()>::new(look);
        if let Ok(watcher) = web_sys::ResizeObserver::new(seen.as_ref().unchecked_ref()) {
            watcher.observe(&element);
            observer.set_value(Some((watcher, seen)));
        }
        look();
    });
    on_cleanup(move || {
        if let Some(Some((watcher, _))) = observer.try_update_value(Option::take) {
            watcher.disconnect();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_the_screen_is_drawn() {
        let drawn = rows_in_sight(10_000, 50.0, 25_000.0, 600.0);
        assert!(drawn.contains(&500) && drawn.contains(&512) && drawn.len() < 50);
    }

    #[test]
    fn at_the_ends_it_stays_within_the_rows() {
        assert_eq!(rows_in_sight(5, 50.0, 0.0, 600.0), 0..5);
        assert_eq!(rows_in_sight(0, 50.0, 0.0, 600.0), 0..0);
        assert_eq!(rows_in_sight(100, 50.0, 1e9, 600.0).end, 100);
        assert_eq!(rows_in_sight(3, 50.0, -80.0, 0.0).start, 0);
    }
}
