# SPDX-License-Identifier: GPL-3.0-or-later
"""Made-up words: texts with the lengths, marks and protocol words of real ones, in many languages.

Every plain word of a text is replaced by a made-up one, and numbers, placeholders and words of the
protocol (INVITE, Request-URI) stay, since pages treat those in a way of their own. The same seed gives
the same text. For zh, pt and vi, the translations of a whole site have as many characters and bytes
as the real ones, to a few in a hundred.
"""
import random
import re
from typing import NamedTuple

WORD = re.compile(r"\{\w+\}|[A-Za-z0-9]+(?:[-./=:@'][A-Za-z0-9]+)*")
PLAIN = re.compile(r"[A-Za-z]?[a-z]*(?:[-'][a-z]+)*")
SENTENCE_MARK = re.compile(r"[.,:;](?= |$)|[()]")
INNER_SPACE = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
VOCABULARY = 300        # words of each length: texts repeat their words, as real ones do

TWO_FORMS = "nplurals=2; plural=(n != 1);"
ONE_FORM = "nplurals=1; plural=0;"
RUSSIAN = ("nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
           "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);")


class Letters(NamedTuple):
    """Consonants and vowels take turns in a word. What is common stands there more than once."""
    consonants: str
    vowels: str
    ratio: float = 1.06         # letters of a word to those of an English one
    longest: int = 40           # longer words are told in several
    spaces: bool = True


def span(first, count):
    return "".join(chr(ord(first) + i) for i in range(count))


ENGLISH = Letters("bcdfghklmnprstvw", "aeiou", ratio=1)
LATIN = Letters("bcdfghjlmnpqrstvxz", "aeiou" * 20 + "áãéíóõ", 1.12)
VIETNAMESE = Letters("bcdđghklmnpqrstvx", "aeiou" * 5 + "ăâêôơưáàảãạấầậếềệốồộớờợứừựíìị", 0.83, 5)
CYRILLIC = Letters("бвгджзклмнпрстфхцчшщ", "аеиоуыэюя")
GREEK = Letters("βγδζθκλμνξπρστφχψ", "αάεέηήιίοόυύωώ")
HEBREW = Letters("בגדהזחטיכלמנסעפצקרשת", "אוי", 0.85)
DEVANAGARI = Letters(span("क", 37), "ािीुूेैोौ")
THAI = Letters(span("ก", 30), "ะาิีึืุู", 1, spaces=False)
HAN = Letters(span("一", 1200), span("丰", 1200), 0.31, spaces=False)
KANA = Letters(span("一", 900), span("あ", 80), 0.5, spaces=False)
HANGUL = Letters(span("가", 1500), span("라", 1500), 0.5)

# Tag, letters, header of plurals. The first three are those of the reference site.
LANGUAGES = [
    ("zh", HAN, ONE_FORM), ("pt", LATIN, TWO_FORMS), ("vi", VIETNAMESE, ONE_FORM),
    ("de", LATIN, TWO_FORMS), ("ru", CYRILLIC, RUSSIAN), ("ja", KANA, ONE_FORM),
    ("he", HEBREW, TWO_FORMS), ("ko", HANGUL, ONE_FORM), ("es", LATIN, TWO_FORMS),
    ("el", GREEK, TWO_FORMS), ("hi", DEVANAGARI, TWO_FORMS), ("th", THAI, ONE_FORM),
    ("fr", LATIN, "nplurals=2; plural=(n > 1);"), ("it", LATIN, TWO_FORMS),
    ("uk", CYRILLIC, RUSSIAN), ("tr", LATIN, TWO_FORMS), ("nl", LATIN, TWO_FORMS),
    ("id", LATIN, ONE_FORM), ("bg", CYRILLIC, TWO_FORMS), ("fi", LATIN, TWO_FORMS),
    ("sv", LATIN, TWO_FORMS), ("hu", LATIN, TWO_FORMS), ("da", LATIN, TWO_FORMS),
    ("nb", LATIN, TWO_FORMS), ("et", LATIN, TWO_FORMS), ("ms", LATIN, ONE_FORM),
    ("ca", LATIN, TWO_FORMS), ("eu", LATIN, TWO_FORMS), ("gl", LATIN, TWO_FORMS),
    ("ka", Letters(span("ა", 33), "აეიოუ"), TWO_FORMS),
]
WIDE_MARKS = {".": "。", ",": "，", ":": "：", ";": "；", "(": "（", ")": "）"}


class Speaker:
    """Says texts in one made-up language; what it says depends on the seed and on what came before."""

    def __init__(self, letters, seed):
        self.letters = letters
        self.chance = random.Random(seed)
        self.known = {}

    def invent(self, length):
        kinds = [self.letters.consonants, self.letters.vowels]
        first = self.chance.random() < 0.3
        return "".join(self.chance.choice(kinds[(i + first) % 2]) for i in range(length))

    def word(self, length):
        if length not in self.known:
            self.known[length] = [self.invent(length) for _ in range(VOCABULARY)]
        return self.chance.choice(self.known[length])

    def words(self, length):
        """In place of one English word."""
        left = max(1, round(length * self.letters.ratio))
        parts = []
        while left > 0:
            parts.append(self.word(min(left, self.letters.longest)))
            left -= self.letters.longest
        return " ".join(parts)

    def replace(self, match):
        word = match.group()
        if not PLAIN.fullmatch(word):
            return word
        made = self.words(len(word))
        return made[0].upper() + made[1:] if word[0].isupper() else made

    def say(self, text):
        said = WORD.sub(self.replace, text)
        if self.letters.spaces:
            return said
        said = SENTENCE_MARK.sub(lambda match: WIDE_MARKS[match.group()], said)
        return INNER_SPACE.sub("", said)

    def say_at_length(self, text, factor):
        """The same with this many times the words; ends as the text does."""
        words = text.split(" ")
        wanted = max(1, round(len(words) * factor))
        if wanted > len(words):
            words = (words * (wanted // len(words) + 1))[:wanted - 1] + words[-1:]
        elif wanted < len(words):
            words = words[:wanted - 1] + words[-1:]
        return self.say(" ".join(words))
