//! The channel between the tabs of one browser.

use smarketing_sync::message::Message;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// The channel between the tabs; silent in browsers without one.
pub struct Tabs {
    channel: Option<BroadcastChannel>,
    unheard: Unheard,
}

/// What was told while nobody listened.
type Unheard = Rc<RefCell<Vec<JsValue>>>;

impl Tabs {
    /// Opens the channel, and keeps what is told.
    pub fn open() -> Self {
        let channel = BroadcastChannel::new("smarketing").ok();
        let unheard = Unheard::default();
        if let Some(channel) = &channel {
            let kept = unheard.clone();
            let keep = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                kept.borrow_mut().push(event.data());
            });
            channel.set_onmessage(Some(keep.into_js_value().unchecked_ref()));
        }
        Self { channel, unheard }
    }

    /// Hands out what is told, and what was told before.
    pub fn listen(&self, hears: impl Fn(Message) + 'static) {
        let Some(channel) = &self.channel else { return };
        let hear = move |data: &JsValue| {
            // A tab of another build may speak differently: not heard.
            let message = data.as_string().and_then(|text| serde_json::from_str(&text).ok());
            if let Some(message) = message {
                hears(message);
            }
        };
        self.unheard.take().iter().for_each(&hear);
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| hear(&event.data()));
        channel.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
    }

    /// Tells the other tabs.
    pub fn say(&self, message: &Message) {
        let Some(channel) = &self.channel else { return };
        if let Ok(text) = serde_json::to_string(message) {
            // It fails only while the page goes away.
            let _ = channel.post_message(&JsValue::from(text));
        }
    }
}
