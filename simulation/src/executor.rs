//! Runs futures in one thread, in an order that is always the same.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

/// Whose work it is: one life of a tab or of the server. It ends as a whole.
pub type Life = u64;

/// More polls than this between two events: somebody runs in a circle.
const POLLS_MAX: usize = 20_000;

#[derive(Default)]
struct Bell(AtomicBool);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

struct Task {
    life: Life,
    bell: Arc<Bell>,
    /// `None` while it is polled.
    future: Option<Pin<Box<dyn Future<Output = ()>>>>,
}

/// Runs futures.
#[derive(Default)]
pub struct Executor {
    tasks: RefCell<BTreeMap<u64, Task>>,
    last: Cell<u64>,
}

impl Executor {
    /// Takes a future in.
    pub fn spawn(&self, life: Life, future: impl Future<Output = ()> + 'static) {
        self.last.set(self.last.get() + 1);
        let bell = Arc::new(Bell(AtomicBool::new(true)));
        self.tasks.borrow_mut().insert(self.last.get(), Task { life, bell, future: Some(Box::pin(future)) });
    }

    /// Ends everything of a life, wherever it stands.
    pub fn kill(&self, life: Life) {
        let mut dead = Vec::new();
        self.tasks.borrow_mut().retain(|_, task| {
            let lives = task.life != life;
            if !lives {
                dead.push(task.future.take());
            }
            lives
        });
        // Dropped only now: what they hold may reach for the tasks.
        drop(dead);
    }

    /// Polls until everybody waits; answers whose work went on. `None`:
    /// somebody runs in a circle.
    pub fn run(&self) -> Option<Vec<Life>> {
        let mut touched = Vec::new();
        for _ in 0..POLLS_MAX {
            let next = self.tasks.borrow_mut().iter_mut().find_map(|(id, task)| {
                let rung = task.bell.0.swap(false, Ordering::Relaxed);
                if rung { Some((*id, task.life, task.bell.clone(), task.future.take()?)) } else { None }
            });
            let Some((id, life, bell, mut future)) = next else { return Some(touched) };
            if !touched.contains(&life) {
                touched.push(life);
            }
            let waker = Waker::from(bell);
            let poll = future.as_mut().poll(&mut Context::from_waker(&waker));
            let mut tasks = self.tasks.borrow_mut();
            match poll {
                Poll::Ready(()) => {
                    tasks.remove(&id);
                }
                Poll::Pending => {
                    if let Some(task) = tasks.get_mut(&id) {
                        task.future = Some(future);
                    }
                }
            }
        }
        None
    }
}
