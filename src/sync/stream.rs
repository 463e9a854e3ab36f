//! The stream of nudges (server-sent events): hints that there is something
//! to pull. When it breaks off it is opened anew by the engine's timer, not by
//! the browser's: one place decides how often the server is asked.

use smarketing_domain::wire::Nudge;
use std::rc::Rc;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventSource, MessageEvent};

/// An open stream; closed when dropped.
pub struct Stream {
    source: EventSource,
    _nudge: Closure<dyn Fn(MessageEvent)>,
    _error: Closure<dyn Fn(Event)>,
}

impl Stream {
    /// Opens the stream. `nudged` hears the server's counter, `lost` that the
    /// stream broke off (the stream is to be dropped soon after).
    pub fn open(nudged: Rc<dyn Fn(u64)>, lost: Rc<dyn Fn()>) -> Option<Self> {
        let source = EventSource::new("/api/events").ok()?;
        let nudge = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            if let Ok(Nudge { cursor }) = serde_json::from_str(&text) {
                nudged(cursor);
            }
        });
        let error = Closure::<dyn Fn(Event)>::new({
            let source = source.clone();
            move |_| {
                source.close();
                lost();
            }
        });
        source.add_event_listener_with_callback("nudge", nudge.as_ref().unchecked_ref()).ok()?;
        source.set_onerror(Some(error.as_ref().unchecked_ref()));
        Some(Self { source, _nudge: nudge, _error: error })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.set_onerror(None);
        let _ = self.source.remove_event_listener_with_callback("nudge", self._nudge.as_ref().unchecked_ref());
        self.source.close();
    }
}
