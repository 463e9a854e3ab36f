//! The channel between the tabs of one browser.

use smarketing_sync::message::Message;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// The channel between the tabs; silent in browsers without one.
pub struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Opens the channel.
    pub fn open(hears: impl Fn(Message) + 'static) -> Self {
        let channel = BroadcastChannel::new("smarketing").ok();
        if let Some(channel) = &channel {
            let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                // A tab of another build may speak differently: not heard.
                let message = event.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
                if let Some(message) = message {
                    hears(message);
                }
            });
            channel.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
        }
        Self(channel)
    }

    /// Tells the other tabs.
    pub fn say(&self, message: &Message) {
        let Some(channel) = &self.0 else { return };
        if let Ok(text) = serde_json::to_string(message) {
            // It fails only while the page goes away.
            let _ = channel.post_message(&JsValue::from(text));
        }
    }
}
