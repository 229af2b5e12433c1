"""A service with personal data, without the kit: graphql-core, PyJWT and SQLite. PORT, DATABASE_FILE and SERVICE_TOKEN_JWKS_FILE."""

import contextlib
import json
import os
import re
import sqlite3
import threading
import time
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import jwt
from graphql import GraphQLError, build_schema, graphql_sync

NAME, HERE = "newsletter", Path(__file__).parent
CONTRACT = HERE.parent.parent / "schema" / "contract.graphql"
# What routers compose: the service's own types and the contract. This server needs the federation's definitions besides.
SDL = (HERE / "schema.graphql").read_text() + CONTRACT.read_text()
SCHEMA = build_schema(SDL + (HERE / "federation.graphql").read_text())
KEYS = jwt.PyJWKSet.from_json(Path(os.environ["SERVICE_TOKEN_JWKS_FILE"]).read_text())

# One connection and one lock: an operation sees no half of another, and marks are numbers that only grow.
LOCK = threading.Lock()
DB = sqlite3.connect(os.environ["DATABASE_FILE"], check_same_thread=False)
DB.row_factory = sqlite3.Row
DB.executescript("""
CREATE TABLE IF NOT EXISTS counter (value INTEGER NOT NULL);
INSERT INTO counter SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM counter);
-- `held` and `held_at`: since when the row holds its address, in steps of the counter and in seconds.
CREATE TABLE IF NOT EXISTS subscriber (organization TEXT, id TEXT, email TEXT, email_key TEXT, interest TEXT,
  created_at REAL, held INTEGER, held_at REAL, PRIMARY KEY (organization, id));
CREATE INDEX IF NOT EXISTS subscriber_email ON subscriber (organization, email_key, id);
CREATE TABLE IF NOT EXISTS account (organization TEXT, kind TEXT, request TEXT, input TEXT, count INTEGER DEFAULT 0,
  replaced TEXT, last TEXT DEFAULT '', complete INTEGER DEFAULT 0, PRIMARY KEY (organization, kind, request));
""")


def refuse(code, message, argument=None):
    return GraphQLError(message, extensions={"code": code, **({"argument": argument} if argument else {})})


def step():
    return DB.execute("UPDATE counter SET value = value + 1 RETURNING value").fetchone()[0]


def key_of(email):
    return email.strip().lower()


def email_of(term):
    if len(term) != 1:
        raise refuse("BAD_USER_INPUT", "term takes exactly one field.", "term")
    if "email" in term and not re.fullmatch(r"\s*\S+@\S+\s*", term["email"]):
        raise refuse("BAD_USER_INPUT", "term.email takes an e-mail address.", "term.email")
    return key_of(term["email"]) if "email" in term else None  # Nobody is found by anything else.


def covered(as_of):
    """What a mark covers (R25), as SQL and its values: a step of the counter, or a time where the gateway could not ask."""
    if as_of is None:
        return "1", []
    if re.fullmatch(r"step-\d{1,18}", as_of):
        return "held <= ?", [int(as_of[5:])]
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", as_of):
        with contextlib.suppress(ValueError):  # The thirtieth of February.
            return "held_at <= ?", [datetime.fromisoformat(as_of.replace("Z", "+00:00")).timestamp()]
    raise refuse("BAD_USER_INPUT", "asOf is neither a mark of this service nor a time.", "asOf")


class Caller:
    """The root fields, for one caller. graphql-core calls a method of the field's name."""

    def __init__(self, claims):
        self.organization, self.purpose = claims["organization_id"], claims["purpose"]
        self.request, self.scopes = claims.get("request_id"), claims.get("scope", "").split()

    def may(self, allowed):
        if not allowed:
            raise refuse("FORBIDDEN", "The token does not allow this.")

    def rows(self, where, values, limit):
        sql = f"SELECT * FROM subscriber WHERE organization = ? AND {where} ORDER BY id LIMIT ?"
        return DB.execute(sql, [self.organization, *values, limit]).fetchall()

    def newer(self, key, meant, values):
        return len(self.rows(f"email_key = ? AND NOT ({meant})", [key, *values], 10_000))

    def by_id(self, id):
        return next(({"__typename": "Subscriber", **row} for row in self.rows("id = ?", [id], 1)), None)

    def _service(self, info):
        return {"sdl": SDL}

    def _entities(self, info, representations):
        self.may("newsletter:view" in self.scopes)
        return [self.by_id(each.get("id")) for each in representations]

    def subscriber(self, info, id):
        self.may("newsletter:view" in self.scopes)
        return self.by_id(id)

    def subscribe(self, info, email, interest=None):
        self.may("newsletter:edit" in self.scopes)
        held, now = step(), time.time()
        row = (self.organization, f"{held:016x}", email, key_of(email), interest, now, held, now)
        DB.execute("INSERT INTO subscriber VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        return self.by_id(row[1])

    def personalData(self, info, term, first, after=None, asOf=None):
        self.may(self.purpose == "gdpr")
        key, (meant, values) = email_of(term), covered(asOf)
        if not 1 <= first <= 1_000:
            raise refuse("BAD_USER_INPUT", "first takes 1 to 1000.", "first")
        if after is not None and not re.fullmatch("[0-9a-f]{16}", after):
            raise refuse("BAD_USER_INPUT", "after is not a cursor of this list.", "after")
        found = self.rows(f"email_key = ? AND id > ? AND {meant}", [key, after or "", *values], first + 1)
        return {
            "asOf": f"step-{DB.execute('SELECT value FROM counter').fetchone()[0]}",
            "newerRecords": self.newer(key, meant, values),
            "subjects": [],
            "subjectRequired": False,
            "records": [record_of(row) for row in found[:first]],
            "endCursor": found[first - 1]["id"] if len(found) > first else None,
        }

    def erasePersonalData(self, info, requestId, term, limit, asOf=None):
        return self.act("ERASED", requestId, term, [], limit, asOf)

    def rectifyPersonalData(self, info, requestId, term, replacements, limit, asOf=None):
        if not replacements or any(each["type"].endswith("_ID") and each["type"] != "EXTERNAL_ID" for each in replacements):
            raise refuse("BAD_USER_INPUT", "replacements takes values, one at least, and no ids.", "replacements")
        return self.act("RECTIFIED", requestId, term, replacements, limit, asOf)

    def act(self, kind, request, term, replacements, limit, as_of):
        """One bounded piece of a request's work, and the account of it, in one transaction: what is repeated does nothing twice."""
        self.may(self.purpose == "gdpr" and self.request == request)
        key, (meant, values) = email_of(term), covered(as_of)
        if not 1 <= limit <= 10_000:
            raise refuse("BAD_USER_INPUT", "limit takes 1 to 10000.", "limit")
        given, name = json.dumps([term, replacements], sort_keys=True), [self.organization, kind, request]
        nothing = json.dumps([0] * len(replacements))
        DB.execute("INSERT OR IGNORE INTO account (organization, kind, request, input, replaced) VALUES (?, ?, ?, ?, ?)", [*name, given, nothing])
        where = "WHERE organization = ? AND kind = ? AND request = ?"
        account = dict(DB.execute(f"SELECT * FROM account {where}", name).fetchone())
        if account["input"] != given:
            raise refuse("BAD_USER_INPUT", "requestId stands for another term or other replacements.", "requestId")
        replaced = json.loads(account["replaced"])
        if not account["complete"]:
            # A correction changes what the term finds, so the rows are walked in the order of their ids.
            rows = self.rows(f"email_key = ? AND id > ? AND {meant}", [key, account["last"], *values], limit)
            for row in rows:
                account["count"] += self.erase(row) if kind == "ERASED" else self.rectify(row, replacements, replaced)
            last, complete = (rows[-1]["id"] if rows else account["last"]), len(rows) < limit
            account["complete"] = complete
            DB.execute(f"UPDATE account SET count = ?, replaced = ?, last = ?, complete = ? {where}", [account["count"], json.dumps(replaced), last, complete, *name])
        return {
            "complete": bool(account["complete"]),
            "dispositions": [{"recordType": "Subscriber", "disposition": kind, "count": account["count"]}] if account["count"] else [],
            "newerRecords": self.newer(key, meant, values),
            "replacements": [{"index": at, "replaced": count, "notSupported": 0, "found": count > 0} for at, count in enumerate(replaced)],
        }

    def erase(self, row):
        return DB.execute("DELETE FROM subscriber WHERE organization = ? AND id = ?", [self.organization, row["id"]]).rowcount

    def rectify(self, row, replacements, replaced):
        for at, each in enumerate(replacements):
            if each["type"] == "EMAIL" and key_of(each["existing"]) == row["email_key"]:
                changed = [each["updated"], key_of(each["updated"]), step(), time.time(), self.organization, row["id"]]
                DB.execute("UPDATE subscriber SET email = ?, email_key = ?, held = ?, held_at = ? WHERE organization = ? AND id = ?", changed)
                replaced[at] += 1
                return 1
        return 0


def record_of(row):
    fields = [("email", "EMAIL", row["email"]), ("interest", "BEHAVIOUR", row["interest"])]
    return {
        "id": row["id"],
        "recordType": "Subscriber",
        "createdAt": datetime.fromtimestamp(row["created_at"], timezone.utc).isoformat(),
        "fields": [{"name": name, "category": category, "value": value} for name, category, value in fields if value],
        "attachments": [],
    }


def caller_of(authorization):
    """Who calls. Nothing answers without a token that the gateway signed for this service; its tokens live for a minute."""
    token = authorization.removeprefix("Bearer ")
    header = jwt.get_unverified_header(token)
    if header.get("typ") != "JWT":
        raise jwt.InvalidTokenError("The token is of another type.")
    needed = ["exp", "iat", "iss", "aud", "organization_id", "purpose"]
    claims = jwt.decode(token, KEYS[header["kid"]].key, ["EdDSA"], {"require": needed}, audience=NAME, issuer="habeas-gateway", leeway=5)
    if claims["exp"] - claims["iat"] > 300:
        raise jwt.InvalidTokenError("The token lives too long.")
    return Caller(claims)


def told(error):
    """Errors of our own are written for callers. Every other may repeat a value: it says no more than its code."""
    if error.extensions and "code" in error.extensions:
        return {"message": error.message, "extensions": error.extensions, "path": error.path}
    # What has no path did not run.
    code = "INTERNAL_SERVER_ERROR" if error.path else "BAD_USER_INPUT"
    return {"message": "The operation cannot be carried out.", "extensions": {"code": code}, "path": error.path}


def answer(caller, body):
    with LOCK:
        result = graphql_sync(SCHEMA, body["query"], caller, variable_values=body.get("variables") or {})
        DB.rollback() if result.errors else DB.commit()
    return {"data": result.data, **({"errors": [told(error) for error in result.errors]} if result.errors else {})}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        try:
            caller = caller_of(self.headers.get("authorization", ""))
        except (jwt.PyJWTError, KeyError):
            return self.reply(401, {"errors": [{"message": "A service token is required.", "extensions": {"code": "UNAUTHENTICATED"}}]})
        try:
            operation = json.loads(body)
            operation["query"].strip()
        except (ValueError, TypeError, KeyError, AttributeError):
            return self.reply(400, {"errors": [{"message": "The body is no operation.", "extensions": {"code": "BAD_USER_INPUT"}}]})
        self.reply(200, answer(caller, operation))

    def reply(self, status, content):
        text = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        """No line for each request."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "4107"))), Handler)
    print(f"ready on {server.server_port}", flush=True)
    server.serve_forever()
