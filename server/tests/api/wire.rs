//! What a change weighs on the wire: bytes as they pass, headers included.

use crate::support::{Person, Server, deal_of};
use smarketing_domain::{
    deal::Place,
    ids::DealId,
    member::Role,
    operation::{Body, DealAction, Operation},
    rank::Rank,
    wire::SyncResponse,
};
use smarketing_server::time::now;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A change of one card may weigh so much for whoever makes it, and so much for
/// each colleague who sees it.
const BUDGET: usize = 2_000;

/// What Chromium sends with a request of the app.
const BROWSER: &str = "Connection: keep-alive\r\n\
    sec-ch-ua-platform: \"Linux\"\r\n\
    User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\n\
    sec-ch-ua: \"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\"\r\n\
    sec-ch-ua-mobile: ?0\r\n\
    Accept: */*\r\n\
    Sec-Fetch-Site: same-origin\r\n\
    Sec-Fetch-Mode: cors\r\n\
    Sec-Fetch-Dest: empty\r\n\
    Accept-Encoding: gzip, deflate, br, zstd\r\n\
    Accept-Language: en-GB,en;q=0.9\r\n";

fn moved(ann: &mut Person, id: DealId, n: usize) -> Operation {
    let stages = ann.open_stages();
    let to = Place { stage: stages[n % stages.len()], rank: Rank::spread_after(None, 1).remove(0), loss: None };
    ann.operation(Body::Deal(DealAction::Move { id, to, entered: Some(now()), retract: None, remark: None }))
}

/// Asks for an exchange as a browser does, over a connection of its own: bytes out
/// and bytes in.
async fn exchange(person: &Person, operations: &[Operation]) -> (usize, usize) {
    let address = person.url.trim_start_matches("http://");
    let body = serde_json::to_string(&person.request(operations)).unwrap();
    let request = format!(
        "POST /api/sync HTTP/1.1\r\nHost: {address}\r\nContent-Length: {}\r\ncontent-type: application/json\r\n\
         Origin: http://{address}\r\nReferer: http://{address}/board\r\nCookie: {}\r\n{BROWSER}\r\n{body}",
        body.len(),
        person.cookie
    );
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(request.as_bytes()).await.unwrap();
    let (mut answer, mut part) = (Vec::new(), [0; 65_536]);
    loop {
        let read = socket.read(&mut part).await.unwrap();
        answer.extend_from_slice(&part[..read]);
        if read == 0 || is_whole(&answer) {
            break;
        }
    }
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    (request.len(), answer.len())
}

/// Whether an answer has come to its end.
fn is_whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    match head.lines().find_map(|line| line.strip_prefix("content-length: ")) {
        Some(length) => answer.len() >= end + 4 + length.parse::<usize>().unwrap(),
        None => answer.ends_with(b"0\r\n\r\n"),
    }
}

#[tokio::test]
async fn a_change_of_one_card_weighs_less_than_two_kilobytes_for_each_who_has_to_do_with_it() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let mut bob = server.person("bob@example.org", Role::Member).await;
    let mut card = None;
    for _ in 0..10 {
        let made: Vec<_> = (0..200).map(|n| ann.new_deal(&format!("Kitchen, oak, {n}.5 m"))).collect();
        card = made.last().map(deal_of);
        let operations: Vec<_> = made.into_iter().map(|body| ann.operation(body)).collect();
        ann.sync(&operations).await;
    }
    let card = card.unwrap();
    // A card with a past: it has been through every stage.
    for n in 1..7 {
        let operation = moved(&mut ann, card, n);
        ann.sync(&[operation]).await;
    }
    bob.pull().await;

    let operation = moved(&mut ann, card, 8);
    let (sent, heard) = exchange(&ann, std::slice::from_ref(&operation)).await;
    let nudge = format!("event: nudge\ndata: {{\"cursor\":{}}}\n\n", ann.cursor + 1).len() + "\r\n\r\n00".len();
    let (asked, pulled) = exchange(&bob, &[]).await;
    println!(
        "whoever moves it: {sent} + {heard} bytes, a colleague: {nudge} + {asked} + {pulled}; \
         in all {}",
        sent + heard + nudge + asked + pulled
    );
    assert!(sent + heard < BUDGET, "{sent} + {heard}");
    assert!(nudge + asked + pulled < BUDGET, "{nudge} + {asked} + {pulled}");
    // The same once more is answered from the receipt, and it was one card.
    let answer: SyncResponse = ann.try_sync(&[operation]).await.json().await.unwrap();
    assert_eq!((answer.answers.len(), answer.entities.len()), (1, 1));
}
