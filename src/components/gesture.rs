//! What a pointer means, on the board and in the calendar: a tap, a swipe, or a card
//! lifted and put down. Knows points and moments only; the browser's own click and
//! scrolling do the rest.

/// A place on the screen, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

impl Point {
    fn far_from(self, other: Point, slop: f64) -> bool {
        (self.x - other.x).hypot(self.y - other.y) > slop
    }
}

/// What points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// A mouse or touchpad.
    Mouse,
    /// A pen.
    Pen,
    /// A finger.
    Touch,
}

impl Pointer {
    /// By the name that pointer events give; what is unknown is like a mouse.
    pub fn named(name: &str) -> Self {
        match name {
            "touch" => Self::Touch,
            "pen" => Self::Pen,
            _ => Self::Mouse,
        }
    }

    /// Within so many pixels a press is a tap that trembled.
    fn slop(self) -> f64 {
        match self {
            Self::Mouse => 4.0,
            Self::Pen => 5.0,
            Self::Touch => 8.0,
        }
    }
}

/// How long a finger rests on a card until the card is lifted.
pub const HOLD_MS: u64 = 350;

/// What the hand did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sense {
    /// A pointer was pressed on a card.
    Down {
        /// What points.
        pointer: Pointer,
        /// Which one.
        id: i32,
        /// Where.
        at: Point,
    },
    /// A pointer was pressed elsewhere.
    DownElsewhere {
        /// Which one.
        id: i32,
    },
    /// A pointer moved.
    Move {
        /// Which one.
        id: i32,
        /// To where.
        at: Point,
        /// Whether it is still pressed (its release may have been missed).
        pressed: bool,
    },
    /// The hold's time has passed; `turn` is the press it was started for.
    Held {
        /// Which press.
        turn: u32,
    },
    /// A pointer was released.
    Up {
        /// Which one.
        id: i32,
    },
    /// The browser took a pointer away (it scrolls), or its window lost focus.
    Taken,
    /// Esc.
    Escape,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    /// Nothing.
    Nothing,
    /// Report [`Sense::Held`] with this turn after [`HOLD_MS`].
    StartHold(u32),
    /// Lift the card that was pressed at this point.
    Lift(Point),
    /// The lifted card follows.
    Follow(Point),
    /// Put it down where it is.
    Drop,
    /// Put it back where it was.
    PutBack,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Phase {
    #[default]
    Idle,
    Pressed {
        pointer: Pointer,
        id: i32,
        from: Point,
    },
    Lifted {
        id: i32,
    },
}

/// Follows one hand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gesture {
    phase: Phase,
    turn: u32,
}

impl Gesture {
    /// Whether a card is in the hand.
    pub fn is_lifted(&self) -> bool {
        matches!(self.phase, Phase::Lifted { .. })
    }

    /// Whether a press has begun that may become a lift.
    pub fn is_pressed(&self) -> bool {
        self.phase != Phase::Idle
    }

    /// Takes in what the hand did.
    pub fn feel(&mut self, sense: Sense) -> Act {
        match (self.phase, sense) {
            (Phase::Idle, Sense::Down { pointer, id, at }) => {
                self.turn += 1;
                self.phase = Phase::Pressed { pointer, id, from: at };
                if pointer == Pointer::Touch { Act::StartHold(self.turn) } else { Act::Nothing }
            }
            // A second finger: the person wants to pinch or to stop.
            (_, Sense::Down { .. } | Sense::DownElsewhere { .. } | Sense::Taken | Sense::Escape) => self.stop(),
            (Phase::Pressed { pointer, id, from }, Sense::Move { id: moved, at, pressed }) if id == moved => {
                if !pressed {
                    return self.stop();
                }
                if !at.far_from(from, pointer.slop()) {
                    return Act::Nothing;
                }
                if pointer == Pointer::Touch {
                    return self.stop(); // a swipe: the browser scrolls
                }
                self.phase = Phase::Lifted { id };
                Act::Lift(from)
            }
            (Phase::Pressed { pointer: Pointer::Touch, id, from }, Sense::Held { turn }) if turn == self.turn => {
                self.phase = Phase::Lifted { id };
                Act::Lift(from)
            }
            (Phase::Pressed { id, .. }, Sense::Up { id: up }) if id == up => self.stop(),
            (Phase::Lifted { id }, Sense::Move { id: moved, at, pressed }) if id == moved => {
                if pressed {
                    Act::Follow(at)
                } else {
                    self.put_down()
                }
            }
            (Phase::Lifted { id }, Sense::Up { id: up }) if id == up => self.put_down(),
            _ => Act::Nothing,
        }
    }

    fn put_down(&mut self) -> Act {
        self.phase = Phase::Idle;
        Act::Drop
    }

    fn stop(&mut self) -> Act {
        let was_lifted = self.is_lifted();
        self.phase = Phase::Idle;
        if was_lifted { Act::PutBack } else { Act::Nothing }
    }
}

#[cfg(test)]
mod tests {
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
    fn a_swipe_never_lifts_even_when_the_hold_ends_later() {
        let (mut gesture, _) = press(Pointer::Touch);
        assert_eq!(gesture.feel(moved(0.0, 9.0)), Act::Nothing);
        assert_eq!(gesture.feel(Sense::Held { turn: 1 }), Act::Nothing);
        assert_eq!(gesture.feel(moved(0.0, 90.0)), Act::Nothing);
        assert_eq!(gesture.feel(Sense::Taken), Act::Nothing);
        assert_eq!(gesture.feel(Sense::Up { id: 1 }), Act::Nothing);
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
}
