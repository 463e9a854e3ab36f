//! How a tab begins. What needs nothing but reading is shown first ([`Driver::open`]);
//! everything else, a page's whole traffic, begins with [`Driver::run`], which an app may
//! load after that. Nothing that happens in between is lost: what a person does stays in
//! the outbox of the screen, and what other tabs tell waits until somebody listens.

use crate::{
    cache::{CacheError, parse},
    change::{Kept, Read, TrayRow},
    driver::{Driver, with},
    message::{Message, Said},
    platform::{Platform, Screen},
    seat::{Me, Seated},
    status::TrayItem,
    writer::Report,
};
use futures::channel::mpsc::UnboundedReceiver;
use smarketing_domain::{
    fault::{Fault, planted},
    ids::ClientId,
    operation::Operation,
    workspace::Workspace,
};
use std::rc::Rc;

/// What became of the first look at the device.
#[derive(Debug, Default)]
pub enum Opened {
    /// Nobody has looked, or the device is to be wiped before.
    #[default]
    Unread,
    /// What it keeps is shown.
    Shown,
    /// Nobody sits here, or something waits that is more than records.
    Waits(Box<Kept>),
    /// It could not be read.
    Failed(CacheError),
}

impl<P: Platform> Driver<P> {
    /// Shows what the device has kept, where that is all there is to do; answers whether
    /// it did.
    pub async fn open(self: &Rc<Self>) -> bool {
        self.platform.overhear();
        // Whoever left is wiped before anybody looks.
        if self.platform.noted_farewell().is_some() {
            return false;
        }
        let opened = match self.read_device().await {
            _ if self.is_taken() => Opened::Shown,
            Err(error) => Opened::Failed(error),
            Ok(mut kept) => match kept.session.take_if(|_| kept.outbox.is_empty() && kept.tray.is_empty()) {
                Some(me) => {
                    self.sit(me, kept.read, kept.records);
                    Opened::Shown
                }
                None => Opened::Waits(Box::new(kept)),
            },
        };
        let is_shown = matches!(opened, Opened::Shown);
        self.opened.replace(opened);
        self.show();
        is_shown
    }

    /// Goes on from there, and stays in touch with the server for as long as the
    /// page lives.
    pub async fn run(self: Rc<Self>, rung: UnboundedReceiver<()>) {
        let weak = Rc::downgrade(&self);
        self.writer.set_report(Rc::new(with(&weak, |driver, report| driver.reported(report))));
        self.writer.begin();
        let opened = match self.opened.take() {
            Opened::Unread => match self.finish_sign_out_and_read().await {
                Ok(kept) => Opened::Waits(Box::new(kept)),
                Err(error) => Opened::Failed(error),
            },
            opened => opened,
        };
        match opened {
            // Whoever signed in meanwhile has read the device anew.
            _ if self.is_taken() => {}
            Opened::Waits(kept) => self.restore(*kept),
            Opened::Failed(error) => self.reported(Report::Failed(error)),
            Opened::Shown | Opened::Unread => self.greet(),
        }
        self.screen.set_outgoing(Rc::new(with(&weak, |driver, operations| driver.performed(operations))));
        self.platform.listen(with(&weak, |driver, message: Message| driver.hear(message)));
        self.platform.begun();
        self.stay(rung).await;
    }

    /// Somebody has taken the seat since the tab was opened.
    fn is_taken(&self) -> bool {
        self.seating.get() > 0
    }

    async fn read_device(self: &Rc<Self>) -> Result<Kept, CacheError> {
        self.writer.cache().await?.read().await
    }

    async fn finish_sign_out_and_read(self: &Rc<Self>) -> Result<Kept, CacheError> {
        if let Err(error) = self.finish_sign_out().await {
            self.reported(Report::Failed(error));
        }
        self.read_device().await
    }

    /// Begins with what the device has kept, under a client id of its own.
    ///
    /// Each run of a tab is a new client: a number can then never be given
    /// out twice, whatever was or was not saved before a crash. What former
    /// runs left behind is sent in their name.
    pub fn restore(self: &Rc<Self>, kept: Kept) {
        let Some(me) = kept.session else { return };
        let member = me.member;
        let sent_here = |o: &Operation| o.author == member || planted(Fault::OutboxOfOthersSent);
        let outbox: Vec<_> = kept.outbox.iter().filter_map(parse).filter(sent_here).collect();
        let tray = kept.tray.iter().filter_map(parse::<TrayRow, _>).filter(|row| row.operation.author == member);
        self.screen.change_tray(|shown| *shown = tray.map(TrayItem::from).collect());
        self.sit(me, kept.read, kept.records);
        self.may_miss.set(!outbox.is_empty());
        // Nothing has been read since they were made, but what came in between.
        self.outbox.borrow_mut().add(outbox.clone(), self.screen.cursor());
        self.screen.adopt(outbox);
        self.greet();
    }

    /// Shows who sits here, and the records.
    fn sit(self: &Rc<Self>, me: Me, read: Option<Read>, records: Workspace) {
        self.become_client();
        self.writer.set_member(Some(me.clone()));
        self.kept.set(read);
        self.epoch.set(read.map(|read| read.epoch).unwrap_or_default());
        self.show_records(records, read.map_or(0, |read| read.cursor));
        self.screen.set_loaded(read.is_some());
        self.engine.borrow_mut().set_records(read.is_some());
        self.screen.set_seated(Seated::SignedIn(me));
        self.seated_at.set(self.seating.get());
    }

    /// Tells the other tabs that somebody sits here, and sends for those that are gone.
    fn greet(self: &Rc<Self>) {
        self.stand_in();
        self.say(Said::Hello);
        self.platform.ask_to_keep_storage();
    }

    /// Takes a fresh client id for this tab.
    pub fn become_client(self: &Rc<Self>) {
        let client = if planted(Fault::NumbersUsedAgain) { ClientId(7) } else { self.platform.fresh_client() };
        self.own.set(client);
        self.next_number.set(1);
        self.outbox.borrow_mut().send_for(client);
        self.take_lock(client);
    }
}
