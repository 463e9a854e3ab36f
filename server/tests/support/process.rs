//! The program itself, from outside.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// The program on a free port.
pub struct Process {
    child: Child,
    pub url: String,
    /// What it printed before its address.
    pub said: Vec<String>,
}

impl Process {
    pub fn start(database: &str, arguments: &[&str]) -> Self {
        Self::start_logging(database, arguments, Stdio::null())
    }

    pub fn start_logging(database: &str, arguments: &[&str], log: Stdio) -> Self {
        Self::spawn(program(database), arguments, log)
    }

    /// Starts a program that was prepared by [`program`].
    pub fn spawn(mut program: Command, arguments: &[&str], log: Stdio) -> Self {
        let mut child = program
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = Vec::new();
        for line in lines.map_while(Result::ok) {
            if let Some(url) = line.strip_prefix("Smarketing listens on ") {
                return Self { child, url: url.to_owned(), said };
            }
            said.push(line);
        }
        let status = child.wait();
        panic!("the address is not printed ({status:?}): {said:?}");
    }

    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop; answers its exit code.
    pub fn stop(mut self) -> Option<i32> {
        Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(5) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.child.kill().unwrap();
        None
    }
}

pub fn program(database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smarketing-server"));
    command.env_clear().env("SMARKETING_DATABASE", database);
    command
}

pub fn add(database: &str, email: &str, password: &str) -> std::process::Output {
    program(database)
        .args(["account", "add", "--workspace", "Studio", "--email", email, "--name", "Ann"])
        .args(["--team", "sales", "--role", "admin"])
        .env("SMARKETING_PASSWORD", password)
        .output()
        .unwrap()
}
