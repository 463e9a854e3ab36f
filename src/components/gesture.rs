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

/// A swipe goes this many times as far across as along: what is between the two
/// is scrolling that is not quite straight.
const STEEP: f64 = 1.5;

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
    /// The pressed card slides so far to the side under a finger (negative: to the left).
    Slide(f64),
    /// The finger let it go there.
    Release(f64),
    /// It slides back: the person stopped.
    SlideBack,
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
    Sliding {
        id: i32,
        from: f64,
        by: f64,
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

    /// Whether a card slides under the finger.
    pub fn is_sliding(&self) -> bool {
        matches!(self.phase, Phase::Sliding { .. })
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
                    return self.swipe(id, from, at);
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
            (Phase::Sliding { id, from, .. }, Sense::Move { id: moved, at, pressed: true }) if id == moved => {
                self.slide(id, from, at.x - from)
            }
            (Phase::Sliding { id, by, .. }, Sense::Up { id: up } | Sense::Move { id: up, .. }) if id == up => {
                self.phase = Phase::Idle;
                Act::Release(by)
            }
            _ => Act::Nothing,
        }
    }

    /// A finger goes on without having held: to the side the card slides with
    /// it, any other way the browser scrolls.
    fn swipe(&mut self, id: i32, from: Point, at: Point) -> Act {
        let (across, along) = ((at.x - from.x).abs(), (at.y - from.y).abs());
        if across < along * STEEP {
            return self.stop();
        }
        self.slide(id, from.x, at.x - from.x)
    }

    fn slide(&mut self, id: i32, from: f64, by: f64) -> Act {
        self.phase = Phase::Sliding { id, from, by };
        Act::Slide(by)
    }

    fn put_down(&mut self) -> Act {
        self.phase = Phase::Idle;
        Act::Drop
    }

    fn stop(&mut self) -> Act {
        match std::mem::take(&mut self.phase) {
            Phase::Lifted { .. } => Act::PutBack,
            Phase::Sliding { .. } => Act::SlideBack,
            Phase::Idle | Phase::Pressed { .. } => Act::Nothing,
        }
    }
}

#[cfg(test)]
mod tests;
