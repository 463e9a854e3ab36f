//! How fast a list scrolls while a card is held near one of its edges.

/// Nearer to an edge than this, the list scrolls.
const EDGE: f64 = 72.0;
/// At the edge and beyond it, in pixels per second.
const FASTEST: f64 = 1_400.0;

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

#[cfg(test)]
mod tests {
    use super::*;

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
