//! Which rows are on screen: only those are drawn, of ten thousand.

use std::ops::Range;

/// Rows drawn beyond either edge, so that scrolling does not show holes.
const SPARE: usize = 8;

/// The rows to draw of `count` rows of `height`, in a box scrolled by `top` and
/// `visible` high.
pub fn window(count: usize, height: f64, top: f64, visible: f64) -> Range<usize> {
    let first = (top.max(0.0) / height) as usize;
    let shown = (visible.max(0.0) / height).ceil() as usize + 1;
    let from = first.saturating_sub(SPARE).min(count);
    // Even numbers of rows per step: fewer changes while scrolling.
    let from = from - from % SPARE;
    from..first.saturating_add(shown + SPARE).min(count).max(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_the_screen_is_drawn() {
        let drawn = window(10_000, 50.0, 25_000.0, 600.0);
        assert!(drawn.contains(&500) && drawn.contains(&512) && drawn.len() < 50);
    }

    #[test]
    fn at_the_ends_it_stays_within_the_rows() {
        assert_eq!(window(5, 50.0, 0.0, 600.0), 0..5);
        assert_eq!(window(0, 50.0, 0.0, 600.0), 0..0);
        assert_eq!(window(100, 50.0, 1e9, 600.0).end, 100);
        assert_eq!(window(3, 50.0, -80.0, 0.0).start, 0);
    }
}
