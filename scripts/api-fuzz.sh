#!/usr/bin/env bash
# api-fuzz.sh [EXAMPLES]: starts the server with the demo and lets schemathesis ask every address of
# /api/openapi.json what its schema allows, and what it does not: as an admin with an intake key, and as nobody.
# No answer may be a 5xx, have a status or a form that is not described. The same seed gives the same requests.
set -euo pipefail
. "$(dirname "$0")/env.sh"
. "$ROOT/scripts/apt.sh"

examples=${1:-25}
server=${SMARKETING_SERVER:-target/debug/smarketing-server}
mkdir -p "$TOOLS/log"

python=$TOOLS/schemathesis/bin/python
if [ "$("$python" -c 'import importlib.metadata as m; print(m.version("schemathesis"))' 2>/dev/null)" != "$SCHEMATHESIS_VERSION" ]; then
    have python3 || apt_install "fuzzing the API" python3
    python3 -c 'import venv, ensurepip' 2>/dev/null || apt_install "fuzzing the API" python3-venv
    say "installing schemathesis $SCHEMATHESIS_VERSION from PyPI"
    rm -rf "$TOOLS/schemathesis"
    { python3 -m venv "$TOOLS/schemathesis" &&
        "$python" -m pip install --quiet --disable-pip-version-check "schemathesis==$SCHEMATHESIS_VERSION"; } \
        >"$TOOLS/log/schemathesis.log" 2>&1 ||
        { tail -n 20 "$TOOLS/log/schemathesis.log" >&2; die "pip could not install schemathesis; the whole log: $TOOLS/log/schemathesis.log"; }
fi

folder=$(mktemp -d)
serving=
finish() {
    [ -z "$serving" ] || { kill "$serving" 2>/dev/null && wait "$serving" 2>/dev/null; } || true
    rm -rf "$folder"
}
trap finish EXIT

"$server" --listen 127.0.0.1:0 --database "sqlite:$folder/smarketing.db" --demo --intake-leads 1000000 --intake-reach 1000000 \
    >"$folder/out" 2>"$folder/log" &
serving=$!
url=
for _ in $(seq 600); do
    url=$(sed -n 's/^Smarketing listens on //p' "$folder/out")
    [ -z "$url" ] || break
    kill -0 "$serving" 2>/dev/null || { cat "$folder/log" >&2; die "the server did not start"; }
    sleep 0.2
done
[ -n "$url" ] || die "the server did not say where it listens"

# Signs in, makes a key, and narrows the description to what this run can ask: the present life of the database, and
# one operation of a client at a time (everything else would be refused before it is looked at).
"$python" - "$url" "$folder" <<'PYTHON'
import json, sys, urllib.request
url, folder = sys.argv[1:]

def ask(path, body=None, cookie=""):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, {"content-type": "application/json", "cookie": cookie})
    with urllib.request.urlopen(request) as answer:
        return answer.headers, json.load(answer)

headers, _ = ask("/api/session", {"email": "admin@demo.local", "password": "demo-demo-demo"})
cookie = headers["set-cookie"].split(";")[0]
_, made = ask("/api/keys", {"name": "fuzz", "leads": True, "reach": True}, cookie)
_, snapshot = ask("/api/snapshot", None, cookie)
_, whole = ask("/api/openapi.json")
schemas = whole["components"]["schemas"]
sync, operation = schemas["SyncRequest"]["properties"], schemas["Operation"]["properties"]
sync["epoch"] = {"const": snapshot["epoch"]}
sync["cursor"] = {"type": "integer", "minimum": max(0, snapshot["cursor"] - 20), "maximum": snapshot["cursor"] + 5}
sync["operations"]["maxItems"] = 1
# Ids of what there is, so that something is changed.
ids = [record["id"] for record in snapshot["entities"][:: max(1, len(snapshot["entities"]) // 40)]]
schemas["Change"]["properties"]["id"] = {"anyOf": [{"enum": ids}, {"type": "string", "format": "uuid"}]}
people = [record["id"] for record in snapshot["entities"] if record["entity"] == "contact"][:20]
for path, methods in whole["paths"].items():
    for method in methods.values():
        for parameter in method.get("parameters", []):
            if parameter["name"] == "id" and "/contacts/" in path:
                parameter["schema"] = {"anyOf": [{"enum": people}, {"type": "string", "format": "uuid"}]}
# A stream of events has no end.
del whole["paths"]["/api/events"]
json.dump(whole, open(folder + "/nobody.json", "w"))
# Signing out ends the session that the run needs; methods that are not described are asked for, too.
del whole["paths"]["/api/session"]
# Who asks is said by the headers of the run alone.
del whole["components"]["securitySchemes"]
for methods in whole["paths"].values():
    for method in methods.values():
        del method["security"]
# The requests of one client count up from 1, and an answer of the sync shows operations, too.
operation = json.loads(json.dumps(schemas["Operation"]))
operation["properties"]["number"] = {"const": 1}
del operation["properties"]["author"]
schemas["NewOperation"] = operation
sync["operations"]["items"] = {"$ref": "#/components/schemas/NewOperation"}
json.dump(whole, open(folder + "/admin.json", "w"))
open(folder + "/cookie", "w").write(cookie)
open(folder + "/key", "w").write(made["key"])
PYTHON

run() {
    local description=$1
    shift
    "$TOOLS/schemathesis/bin/schemathesis" run "$folder/$description.json" --url "$url" --seed 1 --phases examples,coverage,fuzzing \
        --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
        --generation-database none --request-timeout 20 --workers 1 --no-color "$@" >"$folder/$description.txt" 2>&1 || {
        tail -n 150 "$folder/$description.txt" >&2
        grep -i error "$folder/log" | tail -n 20 >&2 || true
        die "the API does not do what it says (as $description)"
    }
    tail -n 12 "$folder/$description.txt"
}
say "asking as an admin, $examples examples of each address"
run admin --max-examples "$examples" --header "Cookie: $(cat "$folder/cookie")" --header "Authorization: Bearer $(cat "$folder/key")"
say "asking as nobody"
run nobody --max-examples 5
! grep -q "panicked" "$folder/log" || { grep -A 5 panicked "$folder/log" >&2; die "the server panicked"; }
