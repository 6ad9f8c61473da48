# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the messages of a call flow can follow one another so, by RFC 3261 §17.

A transaction lies between two actors: a request, and responses the other way. A final response answers
the request that came last, but 487 answers the INVITE even after a CANCEL. A failure of an INVITE is
acknowledged by the actor that got it, to the one that sent it; a success by anybody who saw it.
"""
import re

METHODS = ("ACK", "BYE", "CANCEL", "INFO", "INVITE", "MESSAGE", "NOTIFY", "OPTIONS", "PRACK", "PUBLISH", "REFER",
           "REGISTER", "SUBSCRIBE", "UPDATE")
REQUEST = re.compile(rf"(?:re-)?({'|'.join(METHODS)})(?![\w-])")
RESPONSE = re.compile(r"([1-6]\d\d)(?: (.*))?")
# What may follow the phrase: "200 OK (BYE)", "200 OK SIP-ETag: c3d4".
DETAIL = re.compile(r"(?: \(.+\)| [A-Z][\w-]*: .+)?")

# Messages of other protocols, which may stand between.
OTHER = re.compile(r"(?:GET|POST|PUT) \S+ HTTP/[\d.]+|HTTP/[\d.]+ \d{3} .+|DNS .+")


def spells(message, response):
    """The message is this response, with or without a detail."""
    return message.startswith(response) and DETAIL.fullmatch(message[len(response):]) is not None


class Flow:
    """What is open after the steps so far, and what was wrong with them."""

    def __init__(self, phrases):
        self.phrases, self.notes = phrases, []
        self.open = {}  # (client, server): methods without a final response, the oldest first
        self.failed = {}  # (client, server): failures of INVITE that the client has yet to acknowledge
        self.joined = set()  # who got a success of an INVITE
        self.answers = []  # (message, method) of each response that answers something

    def step(self, sender, receiver, message):
        request, response = REQUEST.match(message), RESPONSE.fullmatch(message)
        if response:
            self.respond(sender, receiver, message, response)
        elif request and request[1] == "ACK":
            self.acknowledge(sender, receiver)
        elif request:
            self.open.setdefault((sender, receiver), []).append(request[1])
        elif sender != receiver and not OTHER.fullmatch(message):
            self.notes.append(f'"{message}" is neither a request nor a response')

    def respond(self, server, client, message, match):
        code, phrase = match[1], self.phrases.get(match[1])
        if not spells(message, f"{code} {phrase}"):
            self.notes.append(f'"{message}": {code} is registered as "{phrase}"')
        methods = self.open.get((client, server))
        if not methods:
            self.notes.append(f'"{message}" goes from {server} to {client}, from whom no request is open')
            return
        method = "INVITE" if code == "487" and "INVITE" in methods else methods[-1]
        self.answers.append((message, method))
        if code >= "200":
            methods.reverse()
            methods.remove(method)
            methods.reverse()
            self.finish(server, client, code, method)

    def finish(self, server, client, code, method):
        if method == "INVITE" and code >= "300":
            self.failed[client, server] = self.failed.get((client, server), 0) + 1
        elif method == "INVITE":
            self.joined.add(client)

    def acknowledge(self, client, server):
        if self.failed.get((client, server)):
            self.failed[client, server] -= 1
        elif client not in self.joined:
            self.notes.append(f"ACK from {client} to {server}, with nothing to acknowledge")

    def end(self):
        self.notes += [f"no ACK from {client} to {server} for the failure of the INVITE"
                       for (client, server), count in self.failed.items() if count]


def check(record, phrases):
    """Notes on the flow of a record; phrases are those of the registry by code."""
    flow, own = Flow(phrases), f"{record['code']} {record['name']}"
    for sender, receiver, message in record.get("flow", []):
        flow.step(sender, receiver, message)
    flow.end()
    methods = [method for message, method in flow.answers if spells(message, own)]
    if not methods:
        flow.notes.append(f'nobody answers "{own}"')
    only = record.get("facts", {}).get("methods")
    flow.notes += [f'"{own}" answers {method}, but the facts limit it to {", ".join(only)}'
                   for method in methods if only and method not in only]
    return flow.notes


def sample(text, facts=None):
    """The record of a 486 whose flow is "a b INVITE, b a 486 Busy Here"."""
    return {"code": "486", "name": "Busy Here", "facts": facts or {},
            "flow": [step.split(" ", 2) for step in text.split(", ")]}


PHRASES = {"100": "Trying", "180": "Ringing", "200": "OK", "486": "Busy Here", "487": "Request Terminated"}
BUSY = "a b INVITE, b a 486 Busy Here, a b ACK"
BAD = tuple(sample(text) for text in (
    "a b INVITE, b a 180 Ringing, b a 200 OK, a b ACK",  # not the record's own
    "a b INVITE, a b ACK, b a 486 Busy Here",
    "a b INVITE, b a 486 Busy Here",
    "a b INVITE, b a 486 Busy Here, b a ACK",
    "a b INVITE, b c INVITE, c b 486 Busy Here, b a 486 Busy Here, a b ACK",
    "b a 486 Busy Here, a b ACK",
    "a b INVITE, b c INVITE, c a 486 Busy Here, a c ACK",
    "a b INVITE, b a 486 Busy Here, a b ACK, b a 486 Busy Here, a b ACK",
    "a b INVITE, b a 486 Busy, a b ACK",
    "a b INVITE, b a 486 Busy Here now, a b ACK",
    "a b INVITE, b a 180 ringing, b a 486 Busy Here, a b ACK",
    "a b CANCEL, b a 486 Busy Here, a b ACK",
    "a b INVTE, b a 486 Busy Here, a b ACK",
    "a b INVITE, b a 486 Busy Here, a b ACK, a b ACK",
)) + (sample("a b REGISTER, b a 486 Busy Here", {"methods": ["INVITE"]}),)
GOOD = tuple(sample(text) for text in (
    BUSY, "a b INVITE, b a 100 Trying, b b look around, b a 486 Busy Here, a b ACK",
    "a b REGISTER, b a 486 Busy Here",
    "a b INVITE, b c GET /a HTTP/1.1, c b HTTP/1.1 200 OK, b a 486 Busy Here, a b ACK",
    "a b INVITE, b c INVITE, c b 486 Busy Here, b c ACK, b a 486 Busy Here, a b ACK",
    BUSY + ", a b INVITE, b a 200 OK, a b ACK",
    BUSY + ", a b INVITE, b c INVITE, c b 200 OK, b a 200 OK, a c ACK",
    BUSY + ", a b INVITE, a b CANCEL, b a 200 OK, b a 487 Request Terminated, a b ACK",
    BUSY + ", a b INVITE, a b CANCEL, b a 487 Request Terminated, b a 200 OK, a b ACK",
    BUSY + ", a b INVITE (with credentials), b a 200 OK (INVITE), a b ACK",
    "a b PUBLISH SIP-If-Match: a1b2, b a 486 Busy Here Retry-After: 5, a b re-INVITE, b a 200 OK, a b ACK",
)) + (sample(BUSY, {"methods": ["INVITE"]}),)
