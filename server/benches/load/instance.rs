//! A running server.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

/// The program on a port of its own; killed when dropped.
pub struct Instance {
    child: Child,
    database: String,
    spent: f64,
    /// Where it answers.
    pub url: String,
}

impl Instance {
    /// Starts one on a database.
    pub fn start(database: &str) -> Self {
        let (child, url) = launch(database, "127.0.0.1:0");
        Self { child, database: database.to_owned(), spent: 0.0, url }
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        self.spent = self.processor();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Starts it again where it was.
    pub fn start_again(&mut self) {
        let address = self.url.trim_start_matches("http://");
        (self.child, self.url) = launch(&self.database, address);
    }
    /// Seconds of processor time so far, where the system tells.
    pub fn processor(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        let ticks: u64 = after_name.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<u64>().ok()).sum();
        self.spent + ticks as f64 / 100.0
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.kill();
    }
}

fn launch(database: &str, address: &str) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_smarketing-server"))
        .args(["--listen", address, "--database", database])
        .env("SMARKETING_LOG", "error")
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut lines = BufReader::new(child.stdout.take().expect("it has an output")).lines().map_while(Result::ok);
    let url = lines.find_map(|line| line.strip_prefix("Smarketing listens on ").map(str::to_owned));
    (child, url.expect("the server says where it listens"))
}
