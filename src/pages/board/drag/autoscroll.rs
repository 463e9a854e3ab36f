//! How fast a list scrolls while a card is held near one of its edges.

/// Nearer to an edge than this, the list scrolls.
const EDGE: f64 = 72.0;
/// At the edge and beyond it, in pixels per second.
const FASTEST: f64 = 1_400.0;
/// Scrolling begins gently and is at its full speed after so many seconds: a card that is
/// put down near an edge must not find another list under it.
const RISE: f64 = 0.6;

/// Pixels per second for a pointer `at` in a list from `low` to `high`:
/// negative towards `low`, the faster the nearer.
pub fn speed(at: f64, low: f64, high: f64) -> f64 {
    // In a short list the two edges must not meet.
    let edge = EDGE.min((high - low) / 4.0);
    if edge <= 0.0 {
        return 0.0;
    }
    let depth = |inside: f64| (1.0 - inside / edge).clamp(0.0, 1.0);
    let (back, on) = (depth(at - low), depth(high - at));
    FASTEST * (on * on - back * back)
}

/// A list that is pulled on by a card near its edge.
#[derive(Default)]
pub struct Pull {
    /// For how long, in seconds.
    held: f64,
    /// What is left of a pixel for the next frame.
    rest: f64,
}

impl Pull {
    /// Whole pixels to scroll in a frame of so many seconds, at a speed as of [`speed`].
    pub fn step(&mut self, speed: f64, seconds: f64) -> i32 {
        if speed == 0.0 {
            *self = Self::default();
            return 0;
        }
        self.held += seconds;
        let ease = (self.held / RISE).min(1.0);
        self.rest += speed * ease * ease * seconds;
        let whole = self.rest.trunc();
        self.rest -= whole;
        whole as i32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pixels that a pull scrolls in so many frames of 60 in a second.
    fn scrolled(pull: &mut Pull, speed: f64, frames: usize) -> i32 {
        (0..frames).map(|_| pull.step(speed, 1.0 / 60.0)).sum()
    }

    #[test]
    fn a_card_that_is_put_down_soon_finds_its_list_where_it_was() {
        let mut pull = Pull::default();
        assert!(scrolled(&mut pull, FASTEST, 12) < 16, "in a fifth of a second");
        scrolled(&mut pull, FASTEST, 24);
        assert!((scrolled(&mut pull, FASTEST, 60) - 1_400).abs() <= 1, "in a second, after the rise");
    }

    #[test]
    fn whoever_leaves_the_edge_and_comes_back_begins_gently_again() {
        let mut pull = Pull::default();
        scrolled(&mut pull, -FASTEST, 60);
        assert_eq!(pull.step(0.0, 1.0 / 60.0), 0);
        assert!(scrolled(&mut pull, -FASTEST, 12) > -16);
    }

    #[test]
    fn slow_scrolling_loses_no_part_of_a_pixel() {
        let mut pull = Pull::default();
        scrolled(&mut pull, 10.0, 60);
        assert_eq!(scrolled(&mut pull, 10.0, 600), 100);
    }

    #[test]
    fn the_middle_rests_and_the_edges_pull_the_harder_the_nearer() {
        assert_eq!(speed(300.0, 0.0, 600.0), 0.0);
        assert_eq!(speed(72.0, 0.0, 600.0), 0.0);
        assert!(speed(40.0, 0.0, 600.0) < 0.0);
        assert!(speed(10.0, 0.0, 600.0) < speed(40.0, 0.0, 600.0));
        assert!(speed(590.0, 0.0, 600.0) > speed(560.0, 0.0, 600.0));
    }

    #[test]
    fn beyond_the_edge_it_is_no_faster_than_at_it() {
        assert_eq!(speed(-50.0, 0.0, 600.0), -FASTEST);
        assert_eq!(speed(900.0, 0.0, 600.0), FASTEST);
    }

    #[test]
    fn a_short_list_has_a_calm_middle_and_an_empty_one_rests() {
        assert_eq!(speed(50.0, 0.0, 100.0), 0.0);
        assert_eq!(speed(50.0, 50.0, 50.0), 0.0);
    }
}
