//! What each movement of a hand comes to.

use super::*;

const AT: Point = Point { x: 100.0, y: 100.0 };

fn press(pointer: Pointer) -> (Gesture, Act) {
    let mut gesture = Gesture::default();
    let act = gesture.feel(Sense::Down { pointer, id: 1, at: AT });
    (gesture, act)
}

fn moved(x: f64, y: f64) -> Sense {
    Sense::Move { id: 1, at: Point { x: 100.0 + x, y: 100.0 + y }, pressed: true }
}

#[test]
fn a_mouse_lifts_after_a_few_pixels_and_drops_on_release() {
    let (mut gesture, act) = press(Pointer::Mouse);
    assert_eq!(act, Act::Nothing);
    assert_eq!(gesture.feel(moved(4.0, 0.0)), Act::Nothing);
    assert_eq!(gesture.feel(moved(4.0, 3.0)), Act::Lift(AT));
    assert_eq!(gesture.feel(moved(40.0, 30.0)), Act::Follow(Point { x: 140.0, y: 130.0 }));
    assert_eq!(gesture.feel(Sense::Up { id: 1 }), Act::Drop);
    assert!(!gesture.is_pressed());
}

#[test]
fn a_tap_that_trembles_lifts_nothing() {
    for (pointer, tremor) in [(Pointer::Mouse, 3.0), (Pointer::Pen, 5.0), (Pointer::Touch, 8.0)] {
        let (mut gesture, _) = press(pointer);
        assert_eq!(gesture.feel(moved(0.0, tremor)), Act::Nothing, "{pointer:?}");
        assert_eq!(gesture.feel(moved(0.0, -tremor)), Act::Nothing, "{pointer:?}");
        assert_eq!(gesture.feel(Sense::Up { id: 1 }), Act::Nothing, "{pointer:?}");
    }
}

#[test]
fn a_finger_lifts_after_a_hold() {
    let (mut gesture, act) = press(Pointer::Touch);
    assert_eq!(act, Act::StartHold(1));
    assert_eq!(gesture.feel(moved(3.0, 3.0)), Act::Nothing);
    assert_eq!(gesture.feel(Sense::Held { turn: 1 }), Act::Lift(AT));
    assert!(matches!(gesture.feel(moved(0.0, 50.0)), Act::Follow(_)));
    assert_eq!(gesture.feel(Sense::Up { id: 1 }), Act::Drop);
}

#[test]
fn scrolling_never_lifts_even_when_the_hold_ends_later() {
    let (mut gesture, _) = press(Pointer::Touch);
    assert_eq!(gesture.feel(moved(0.0, 9.0)), Act::Nothing);
    assert_eq!(gesture.feel(Sense::Held { turn: 1 }), Act::Nothing);
    assert_eq!(gesture.feel(moved(0.0, 90.0)), Act::Nothing);
    assert_eq!(gesture.feel(Sense::Taken), Act::Nothing);
    assert_eq!(gesture.feel(Sense::Up { id: 1 }), Act::Nothing);
}

#[test]
fn a_card_slides_with_a_finger_that_goes_to_the_side_and_is_let_go_there() {
    let (mut gesture, _) = press(Pointer::Touch);
    assert_eq!(gesture.feel(moved(8.0, 0.0)), Act::Nothing);
    assert_eq!(gesture.feel(moved(12.0, 3.0)), Act::Slide(12.0));
    assert_eq!(gesture.feel(Sense::Held { turn: 1 }), Act::Nothing, "a swipe is no hold");
    assert_eq!(gesture.feel(moved(90.0, 60.0)), Act::Slide(90.0), "whatever its height later");
    assert_eq!(gesture.feel(moved(-70.0, 0.0)), Act::Slide(-70.0));
    assert_eq!(gesture.feel(Sense::Up { id: 7 }), Act::Nothing, "another finger");
    assert_eq!(gesture.feel(Sense::Up { id: 1 }), Act::Release(-70.0));
    assert!(!gesture.is_pressed());
}

#[test]
fn what_is_not_clearly_to_the_side_is_scrolling() {
    for (x, y) in [(0.0, 20.0), (12.0, 12.0), (14.0, -10.0), (-9.0, 30.0)] {
        let (mut gesture, _) = press(Pointer::Touch);
        assert_eq!(gesture.feel(moved(x, y)), Act::Nothing, "{x} {y}");
        assert_eq!(gesture.feel(moved(x * 9.0, y)), Act::Nothing, "it stays so");
    }
}

#[test]
fn only_a_finger_swipes() {
    for pointer in [Pointer::Mouse, Pointer::Pen] {
        let (mut gesture, _) = press(pointer);
        assert_eq!(gesture.feel(moved(40.0, 0.0)), Act::Lift(AT), "{pointer:?}");
    }
}

#[test]
fn esc_a_second_finger_and_the_browser_let_the_card_slide_back() {
    let second = Sense::Down { pointer: Pointer::Touch, id: 2, at: AT };
    for sense in [Sense::Escape, second, Sense::DownElsewhere { id: 2 }, Sense::Taken] {
        let (mut gesture, _) = press(Pointer::Touch);
        gesture.feel(moved(60.0, 0.0));
        assert_eq!(gesture.feel(sense), Act::SlideBack, "{sense:?}");
        assert_eq!(gesture.feel(Sense::Up { id: 1 }), Act::Nothing, "{sense:?}");
    }
}

#[test]
fn a_card_that_is_lifted_no_longer_slides() {
    let (mut gesture, _) = press(Pointer::Touch);
    gesture.feel(Sense::Held { turn: 1 });
    assert!(matches!(gesture.feel(moved(80.0, 0.0)), Act::Follow(_)));
}

#[test]
fn the_hold_of_an_earlier_press_does_not_lift() {
    let (mut gesture, _) = press(Pointer::Touch);
    gesture.feel(Sense::Up { id: 1 });
    assert_eq!(gesture.feel(Sense::Down { pointer: Pointer::Touch, id: 2, at: AT }), Act::StartHold(2));
    assert_eq!(gesture.feel(Sense::Held { turn: 1 }), Act::Nothing);
    assert_eq!(gesture.feel(Sense::Held { turn: 2 }), Act::Lift(AT));
}

#[test]
fn a_mouse_waits_for_no_hold() {
    let (mut gesture, _) = press(Pointer::Mouse);
    assert_eq!(gesture.feel(Sense::Held { turn: 1 }), Act::Nothing);
}

#[test]
fn esc_a_second_finger_and_the_browser_put_the_card_back() {
    let second = Sense::Down { pointer: Pointer::Touch, id: 2, at: AT };
    for sense in [Sense::Escape, second, Sense::DownElsewhere { id: 2 }, Sense::Taken] {
        let (mut gesture, _) = press(Pointer::Touch);
        gesture.feel(Sense::Held { turn: 1 });
        assert_eq!(gesture.feel(sense), Act::PutBack, "{sense:?}");
        assert_eq!(gesture.feel(Sense::Up { id: 1 }), Act::Nothing, "{sense:?}");
    }
}

#[test]
fn a_second_finger_during_the_hold_lifts_nothing() {
    let (mut gesture, _) = press(Pointer::Touch);
    gesture.feel(Sense::DownElsewhere { id: 2 });
    assert_eq!(gesture.feel(Sense::Held { turn: 1 }), Act::Nothing);
}

#[test]
fn other_pointers_do_not_move_the_card() {
    let (mut gesture, _) = press(Pointer::Mouse);
    gesture.feel(moved(20.0, 0.0));
    assert_eq!(gesture.feel(Sense::Move { id: 7, at: AT, pressed: true }), Act::Nothing);
    assert_eq!(gesture.feel(Sense::Up { id: 7 }), Act::Nothing);
    assert!(gesture.is_lifted());
}

#[test]
fn a_release_that_was_missed_is_made_up_for() {
    let gone = Sense::Move { id: 1, at: AT, pressed: false };
    let (mut pressed, _) = press(Pointer::Mouse);
    assert_eq!(pressed.feel(gone), Act::Nothing);
    assert!(!pressed.is_pressed());
    let (mut lifted, _) = press(Pointer::Mouse);
    lifted.feel(moved(20.0, 0.0));
    assert_eq!(lifted.feel(gone), Act::Drop);
}
