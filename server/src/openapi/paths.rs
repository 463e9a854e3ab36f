//! Every address: who may ask, with what, and what comes back.

use serde_json::{Map, Value, json};

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody.
    Anybody,
    /// Somebody who is signed in.
    Member,
    /// Whoever has an intake key.
    Key,
    /// A form of any site, with an intake key among its fields.
    Form,
}

/// One method of one address.
pub struct Line {
    /// The address.
    pub path: &'static str,
    /// In lower case.
    pub method: &'static str,
    summary: &'static str,
    who: Who,
    /// The schema of the body that is sent.
    sends: Option<&'static str>,
    /// The schema of the answer; a media type where it is no JSON.
    answers: Option<&'static str>,
    /// What else can come back than what always can.
    refusals: &'static [u16],
}

use Who::{Anybody, Form, Key, Member};

macro_rules! lines {
    ($($method:ident $path:literal $who:ident $sends:expr => $answers:expr, [$($status:literal)*] $summary:literal;)*) => {
        /// All of them, in the router's order.
        pub const LINES: &[Line] = &[$(Line {
            path: $path,
            method: stringify!($method),
            summary: $summary,
            who: $who,
            sends: $sends,
            answers: $answers,
            refusals: &[$($status),*],
        }),*];
    };
}

lines! {
    get "/api/session" Member None => Some("Session"), [] "Who is signed in; renews the cookie.";
    post "/api/session" Anybody Some("SignIn") => Some("Session"), [401 429] "Sign in.";
    delete "/api/session" Anybody None => None, [] "Sign out.";
    post "/api/sync" Member Some("SyncRequest") => Some("SyncResponse"), [409] "Push operations, pull what changed.";
    get "/api/snapshot" Member None => Some("Snapshot"), [] "Everything, as of now.";
    get "/api/events" Member None => Some("text/event-stream"), [] "Hints to pull, as server-sent events.";
    get "/api/history" Member None => Some("History"), [404] "Accepted operations of a record, or one's own.";
    get "/api/setup" Anybody None => Some("SetupState"), [] "Whether the server waits to be set up.";
    post "/api/setup" Anybody Some("SetUp") => Some("Session"), [409 422 429] "Make the first workspace and admin.";
    get "/api/invites" Member None => Some("InviteLines"), [403] "Who is invited and has not come yet.";
    post "/api/invites" Member Some("NewInvite") => Some("Link"), [409 422] "Invite somebody by a link.";
    delete "/api/invites/{id}" Member None => None, [404] "Take an invitation back.";
    post "/api/join" Anybody Some("Join") => Some("Session"), [410 422 429] "Come in by an invitation.";
    post "/api/join/look" Anybody Some("Token") => Some("Invitation"), [410 429] "What is behind an invitation's link.";
    get "/api/members" Member None => Some("SignInLines"), [403] "Who signs in.";
    delete "/api/members/{id}" Member None => None, [404 409] "Remove a member.";
    put "/api/members/{id}/role" Member Some("ChangeRole") => None, [404 409] "Give a member another role.";
    post "/api/members/{id}/reset" Member Some("Empty") => Some("Link"), [404 409] "Make a link to a new password.";
    post "/api/password" Member Some("ChangePassword") => None, [422 429] "A new password, knowing the old one.";
    post "/api/reset" Anybody Some("NewPassword") => Some("Session"), [410 422 429] "A new password, by a link.";
    post "/api/reset/look" Anybody Some("Token") => Some("ResetLook"), [410 429] "Whose password a link is for.";
    get "/api/sessions" Member None => Some("SessionLines"), [] "Where one is signed in.";
    delete "/api/sessions" Member None => None, [] "End all of one's sessions but this one.";
    get "/api/workspaces" Member None => Some("WorkspaceLines"), [] "Where one may go.";
    post "/api/workspaces" Member Some("OpenWorkspace") => Some("Session"), [404] "Go to another workspace.";
    get "/api/audit" Member None => Some("AuditLines"), [403] "Who did what about access.";
    get "/api/keys" Member None => Some("KeyLines"), [403] "The intake keys.";
    post "/api/keys" Member Some("NewKey") => Some("MadeKey"), [422] "Make an intake key; it is told once.";
    delete "/api/keys/{id}" Member None => None, [404] "Revoke an intake key.";
    post "/api/intake/leads" Key Some("Lead") => Some("Taken"), [409 422 429] "A lead from a form.";
    post "/api/intake/reach" Key Some("ReachRows") => Some("Taken"), [409 422 429] "Reach by channel and day.";
    post "/api/intake/form" Form Some("Form") => Some("Taken"), [401 403 409 415 422 429] "A lead from an HTML form of any site.";
    get "/api/intake/calls" Member None => Some("CallLines"), [403] "The last calls of the intake.";
    get "/api/contacts/{id}/export" Member None => Some("Person"), [403 404] "Everything that is known of a person.";
    post "/api/contacts/{id}/erase" Member Some("Empty") => None, [404] "Forget a person; cannot be undone.";
    get "/api/openapi.json" Anybody None => Some("Description"), [] "This description.";
    get "/healthz" Anybody None => Some("text/plain"), [] "The process answers.";
    get "/readyz" Anybody None => Some("text/plain"), [] "The database answers, too.";
}

impl Line {
    /// As it stands in the description.
    pub fn operation(&self) -> Value {
        let mut operation = json!({
            "operationId": self.id(),
            "summary": self.summary,
            "security": match self.who {
                Who::Anybody => json!([]),
                Who::Member => json!([{ "session": [] }]),
                Who::Key => json!([{ "key": [] }]),
                // The key is a field of the form.
                Who::Form => json!([{}]),
            },
            "responses": self.responses(),
        });
        let parameters = self.parameters();
        if !parameters.is_empty() {
            operation["parameters"] = Value::Array(parameters);
        }
        if let Some(name) = self.sends {
            let content = match self.who {
                Who::Form => json!({ "application/x-www-form-urlencoded": { "schema": reference(name) } }),
                _ => content(name),
            };
            operation["requestBody"] = json!({ "required": true, "content": content });
        }
        operation
    }

    fn id(&self) -> String {
        let words =
            self.path.split(['/', '.']).filter(|word| !word.is_empty() && *word != "api" && !word.contains('{'));
        words.fold(self.method.to_owned(), |id, word| format!("{id}-{word}"))
            + if self.path.ends_with('}') { "-one" } else { "" }
    }

    fn parameters(&self) -> Vec<Value> {
        let uuid = json!({ "type": "string", "format": "uuid" });
        let mut all = Vec::new();
        if self.path.contains("{id}") {
            all.push(json!({ "name": "id", "in": "path", "required": true, "schema": uuid }));
        }
        if self.path == "/api/history" {
            let before = json!({ "type": "integer", "minimum": 0, "maximum": u64::MAX });
            all.push(json!({ "name": "record", "in": "query", "schema": uuid, "description": "Without it, one's own changes." }));
            all.push(
                json!({ "name": "before", "in": "query", "schema": before, "description": "Only what is older." }),
            );
        }
        if self.who == Who::Key {
            let schema = json!({ "type": "string", "maxLength": smarketing_domain::intake::REQUEST_MAX });
            all.push(json!({
                "name": "Idempotency-Key", "in": "header", "schema": schema,
                "description": "A request of the same name has the effect of once, for a week.",
            }));
        }
        all
    }

    fn responses(&self) -> Value {
        let mut answers = Map::new();
        match self.answers {
            Some(name) => {
                answers.insert("200".to_owned(), json!({ "description": "Done.", "content": content(name) }));
            }
            None => {
                answers.insert("204".to_owned(), json!({ "description": "Done; there is nothing to say." }));
            }
        }
        let mut statuses = self.refusals.to_vec();
        let is_guarded = self.who != Who::Form;
        if self.who != Who::Anybody && is_guarded {
            statuses.push(401);
        }
        if self.method != "get" && is_guarded {
            statuses.extend([403, 415]);
        }
        if self.sends.is_some() {
            statuses.extend([400, 413]);
        }
        statuses.push(503);
        statuses.sort_unstable();
        for status in statuses {
            let problem = json!({ "application/problem+json": { "schema": reference("Problem") } });
            answers.insert(status.to_string(), json!({ "description": meaning(status), "content": problem }));
        }
        if self.who == Who::Form {
            // A browser that posts a form gets a page, whatever becomes of it.
            for answer in answers.values_mut() {
                answer["content"]["text/html"] = json!({ "schema": { "type": "string" } });
            }
            answers.insert("303".to_owned(), json!({ "description": "Taken in; on to the form's own page." }));
        }
        Value::Object(answers)
    }
}

fn content(name: &str) -> Value {
    match name.contains('/') {
        true => json!({ (name): { "schema": { "type": "string" } } }),
        false => json!({ "application/json": { "schema": reference(name) } }),
    }
}

/// Where a schema stands.
pub fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn meaning(status: u16) -> &'static str {
    match status {
        400 => "The body could not be read.",
        401 => "Nobody is signed in, or the key or password is wrong.",
        403 => "The role, the key or the origin does not allow it, or it is not JSON.",
        404 => "There is no such thing in this workspace.",
        409 => "It does not fit what is there; detail says what to do.",
        410 => "The link does not work any more.",
        413 => "The body is too large.",
        415 => "The body is compressed.",
        422 => "Something is wrong with what was sent; detail says what.",
        429 => "Too many; try again after Retry-After seconds.",
        _ => "The server has too much to do; try again after Retry-After seconds.",
    }
}
