# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be wrong with the sentences of a page.

A detector takes a text, such as an intro or an item of a list, and returns the faulty parts of it. They
know no grammar: they look for what goes wrong when texts of records are put into patterns. Each has
samples that it must, and must not, say something about.
"""
import functools
import re

# Sentences

ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|incl))\.$")
END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)")
ENDED = re.compile(r"[.!?][\"'”’)\]]*$")


@functools.lru_cache(maxsize=None)
def sentences(text):
    """Cuts behind what ends a sentence, whatever the next one starts with."""
    found, start = [], 0
    for match in END.finditer(text):
        if not ABBREVIATION.search(text[start:match.end()]):
            found.append(text[start:match.end()].strip())
            start = match.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def excerpt(text, start, end):
    return text[max(start - 25, 0):end + 25]


def matches(pattern, text):
    return [excerpt(text, match.start(), match.end()) for match in pattern.finditer(text)]


# Spelling and punctuation

DOUBLED = re.compile(r"(?<![\w.-])([^\W_]+)\s+\1(?![\w:.-]*\w)", re.I)
# "The registrar that that request went to", "they had had a session".
MAY_DOUBLE = {"had", "that"}
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
SPACES = re.compile(r"\s\s|[\t\n\r\xa0]")
SPACE_BEFORE = re.compile(r"\s[,;:!?)\]](?!\))|\s\.(?![\w.])|[(\[]\s")
STOPS = re.compile(r"""
    \.\s?\.(?!\w)                   # two stops; "..rq3" is a token
    | [,;:?!–—]\s?\.(?![\w.])         # something and a stop
    | (?<!etc)(?<!e\.g)(?<!i\.e)\.[,;:]
    | [,;:]\s?[,;:](?!/)
    | [.!?]\s[.!?,;:] | [?!]{2}""", re.X)
NO_SPACE = re.compile(r"[a-z]{2}[.!?][A-Z][a-z]|[a-z],[A-Za-z]|[a-z];[A-Z]")


def doubled_word(text):
    return [excerpt(text, match.start(), match.end()) for match in DOUBLED.finditer(text)
            if match[1].lower() not in MAY_DOUBLE]


def placeholder(text):
    return matches(PLACEHOLDER, text)


def spaces(text):
    return matches(SPACES, text) + matches(SPACE_BEFORE, text)


def punctuation(text):
    return matches(STOPS, text) + matches(NO_SPACE, text)


def full_stop(text):
    return [] if ENDED.search(text) else [text[-50:]]


# How sentences start

# Tokens of the protocol that have no capital.
SMALL_TOKEN = re.compile(r"(?:sips?|tel|urn|mailto|im|pres|cid):|[a-z]+[-.=]\w")


def small_start(text):
    return [sentence[:50] for sentence in sentences(text)
            if re.match(r"[\"'“(]*[a-z]", sentence) and not SMALL_TOKEN.match(sentence)]


# Clauses in patterns

LINKS = set("""after against along among around as at because before behind between by despite during for from if
in inside on once outside over since through throughout under unless until upon via when whenever where wherever
while with within without""".split())
ADVERBS = set("""almost chiefly commonly directly even immediately just mainly most mostly most often normally
occasionally often only rarely right seldom shortly sometimes soon typically usually""".split())
ENCOUNTER = re.compile(r"\bYou encounter \S+ ([^.]*)")


def encounter(text):
    """"You encounter 404" goes on with a clause of time, place or reason, perhaps behind adverbs."""
    faults = []
    for match in ENCOUNTER.finditer(text):
        words = [word.strip(",;:") for word in match[1].split()]
        while words and words[0] in ADVERBS:
            words.pop(0)
        if not words or words[0] not in LINKS:
            faults.append(match[0][:60])
    return faults


CLAUSE = re.compile(r"\b(?:indicates|means) that (.*)")
NO_SUBJECT = re.compile(r"(?:used|sent|seen|given|made|to|when|whenever|that|this is|is|are|was|has|can|"
                        r"(?!(?:no|any|some|every)thing\b)[a-z]+ing|(?!need|speed|feed)[a-z]+ed)\b")
CAPITAL = re.compile(r"(?:The|An?|This|These|Those|It|Its|No|All|Any|Each|Every|One|There|Some|Used|Sent|When)\b")
AUXILIARY = set("""am are can cannot could did do does had has have is may might must need needs shall should was were
will would""".split())
PAST = set("came fell found gave got held kept knew left lost made met ran said sent stood took went".split())


def has_verb(words):
    """Some word behind the first may be a verb: one of the short ones, or one that ends in -s or -ed."""
    return any(word in AUXILIARY or word in PAST or re.fullmatch(r"[a-z]+(?:s|ed|n't)", word) for word in words[1:])


def clause(text):
    """What stands behind "indicates that" has a subject and a verb, and starts small."""
    faults = []
    for sentence in sentences(text):
        match = CLAUSE.search(sentence)
        if not match:
            continue
        words = re.findall(r"[\w'’/-]+", match[1].replace("’", "'"))
        if NO_SUBJECT.match(match[1]) or CAPITAL.match(match[1]) or not has_verb(words):
            faults.append(match[0][:60])
    return faults


# Articles

ARTICLE = re.compile(r"(?<![\w-])([Aa]n?)\s+[\"'“(]*([A-Za-z0-9][\w/.+-]*)")
AN_ACRONYMS = set("""
ACK AOR API AVP E.164 ENUM ETAG FQDN FXO FXS HMAC HTML HTTP HTTPS IANA ID IETF IMS INFO INVITE IP ISDN ISP ISUP
ITSP IVR LDAP MD5 MRCP MTU MWI NTP OK OPTIONS RFC RTCP RTP S/MIME SBC SCTP SDES SDP SHA SMS SRTP SRV SSL UPDATE
X.509 XML
""".split())
A_ACRONYMS = set("""
B2BUA BYE CANCEL DNS DTLS DTMF GRUU JSON MESSAGE MIME NAT NOTIFY PASSPORT PBX PIN PRACK PSTN PUBLISH QOS REFER
REGISTER SIP SIPS STIR STUN SUBSCRIBE TCP TLS TURN UA UAC UAS UDP UI URI URIS URL URN USB UTF-8 UUI VOIP
""".split())
AN_SOUND = re.compile(r"hour|honest|honou?r|heir|8|1[18](?!\d)|[aeiou]", re.I)
A_SOUND = re.compile(r"uni(?:[toqfv]|c[ao])|us(?:e|a|u)|ut[ei]|eu|ewe|on(?:e|ce)(?![a-z])|ubiq", re.I)


def wants_an(word):
    """None where it can't be told: an acronym that is in neither table."""
    for part in (word.rstrip("."), re.split(r"[-/.]", word)[0]):
        if part.upper() in AN_ACRONYMS or part.upper() in A_ACRONYMS:
            return part.upper() in AN_ACRONYMS
    if re.match(r"[A-Z0-9]*[A-Z][A-Z0-9]", word):
        return None
    return AN_SOUND.match(word) is not None and not A_SOUND.match(word)


def article(text):
    return [match[0] for match in ARTICLE.finditer(text)
            if wants_an(match[2]) is not None and wants_an(match[2]) != (match[1].lower() == "an")]


# Lists


def repeated(items):
    """Sentences that are there twice, word for word, in all items of a list together."""
    found = [" ".join(sentence.lower().split()) for item in items for sentence in sentences(item)]
    return sorted({sentence for sentence in found if found.count(sentence) > 1})


# Rows of (detector, what it finds, bad samples, good samples).
DETECTORS = (
    (doubled_word, "a word twice",
     ("You encounter 300 when when a user calls.", "It is the the end.", "The The user is gone.",
      "Use SIP SIP here."),
     ("They had had a call.", "It is hop-by-hop hop for hop.", "The SIP sip:bob@example.org is fine.", "A 404 4xx.",
      "It is done. Done.", "Re-register, re-register.", "The callee called.")),
    (placeholder, "a placeholder that was not filled",
     ("{code} is sent.", "This is {a_meaning}", "It is {}."), ("This is 404.", "A brace { alone.")),
    (spaces, "spaces that do not belong there",
     ("Two  spaces.", "A tab\tin it.", "A space , here.", "A stop .", "Why ?", "( In it.", "In it ).",
      "A line\nin it."),
     ("One, two: three; four (five) six?", "The domain .example is reserved.", "RFC 3261 §21, and more.")),
    (punctuation, "punctuation in the wrong place",
     ("The end..", "The end. .", "The end,.", "The end;.", "One,, two.", "No way.. More.", "The end?.", "One.,  two.",
      "Seen in practice.Indicates that.", "One,two.", "Why?!", "It is; , so.", "The — . end"),
     ("Use e.g., this.", "Caller sends Identity: ..rq3pjT1 to it.", "A proxy, router, etc., may.",
      "See http://example.org: it is there.", "5.7.10 and 1,024.",
      "It ended. Then it began.", "He asked why? Nobody knows.", "SIP/2.0 is it.",
      "Call sip:a@example.org, please.")),
    (full_stop, "a text without a full stop",
     ("It ends", "It ends,", "It ends;", "It ends:", "", "It ends (so)"),
     ("It ends.", "Does it end?", "It ends (so).", "It ends (so.)", 'He says "end."')),
    (small_start, "a sentence that starts small",
     ("rarely seen.", "You encounter 380 rarely seen in practice. indicates that it is.", "One. (two.)",
      "Why? because."),
     ("Rarely seen. It is.", "A proxy, e.g. an edge proxy, may.", "It ends. sip:bob@example.org is it.", "404 is it.",
      "Use TCP, UDP etc. for it.", "See it. 3xx is a class.", "“Quoted” it is.")),
    (encounter, "no clause behind 'You encounter'",
     ("You encounter 380 rarely seen in practice. indicates", "You encounter 404 used by a proxy.",
      "You encounter 1 .",
      "You encounter 404 the user is not there.", "You encounter 404 sent in it.", "You encounter 404 When it is.",
      "You encounter 503 indicates that it is.", "You encounter 404 only.", "You encounter 404 to see."),
     ("You encounter 404 when a user calls.", "You encounter 380 rarely in practice. It indicates that it is.",
      "You encounter 100 immediately after an INVITE.", "You encounter 404 most often, if it is.",
      "You met 404 used.",
      "You encounter 482 only where proxies loop.", "You encounter 5.7.1 in it.")),
    (clause, "no clause behind 'indicates that' or 'means that'",
     ("404 means that used to convey it.", "404 means that sent when it is.", "404 indicates that to tell it.",
      "404 means that when it is.", "404 indicates that this is it.", "404 means that that is it.",
      "404 means that requesting it is.", "404 means that The user is gone.", "404 means that an answer.",
      "404 means that is not there.", "404 indicates that rejected by it, which is bad."),
     ("404 means that the user is gone.", "404 means that nothing was found.",
      "It indicates that a proxy forwards it.",
      "404 means that SIP has ended.", "404 means that no server took it.", "It means nothing.",
      "404 indicates that the PUBLISH names a publication.", "404 indicates that the server can't.")),
    (article, "a or an",
     ("It is a INVITE.", "It is an SIP URI.", "A error.", "An user.", "An proxy.", "a 8xx.", "An 404.",
      "An UDP packet.",
      "A RFC 3261 server.", "An unique tag.", "A IP address.", "A hour.", "a OK", "An one-time", "a SDP offer",
      'A "OK"'),
     ("An INVITE, a SIP URI, a user.", "An error, a proxy, an 8xx, a 404, a UDP packet, an RFC, a unique tag.",
      "An IP address and an hour.", "A one-time key.", "An SBC, a UAC, a URI, an unknown and an unimportant thing.",
      "A MIME body, an S/MIME body, a 180, an 18, a 100.", "An XYZZY or a XYZZY.", "A user-to-user call.",
      "A used one.",
      "An OPTIONS ping, an UPDATE, an INFO, an ACK, a BYE, a PRACK.", "a 1xx, a 4xx, a B2BUA",
      "A European. An event.", "An unidentified one, a unified one.", "An id, a url.", "An update, an AoR.",
      "An IP-based one, a SIP-aware one, an HTTP/2 one.")),
)
LISTS = (
    (repeated, "a sentence twice in a list",
     (("It is. It was.", "It was."), ("One.", "one."), ("A  b. A b.",)), (("It is. It was.", "It were."), ())),
)


def check_samples(tap):
    for detector, title, bad, good in DETECTORS + LISTS:
        tap.samples(detector, bad, good, title)
