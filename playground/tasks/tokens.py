"""A typed sentence cut into words, marks, faces and ratings; tags, entities and marks of tone are no words."""

import html
import re
import unicodedata
from collections.abc import Iterator

# What a mark, an emoji or an abbreviation is read as.
SAME = {
    **dict.fromkeys(("im", "ive", "ill"), "i"),
    **{"u": "you", "ur": "your", "r": "are", "cuz": "because", "luv": "love", "gr8": "great", "thx": "thanks"},
    **{"n't": "not", "nt": "not", "'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "&": "and"},
    **dict.fromkeys("♥❤💕💖💗💙💚💛💜🖤🤍🧡💯😍🥰😘😻💘💝💓💞", "love"),
    **dict.fromkeys("👍👌✅🙌👏💪🔥🤩😋🤤🏆✨🌟🥇🚀", "great"),
    **dict.fromkeys("😀😃😄😁😊☺🙂😎🥳🎉😇🤗☀😌😺😸🙏🍾", "happy"),
    **dict.fromkeys("😂🤣😆😹😅", "funny"),
    **dict.fromkeys("😞😔😢😭🙁☹😟😩😫💔😿😖😣😥😓🥺😰😨😱", "sad"),
    **dict.fromkeys("😡😠🤬😤😾🖕👿", "angry"),
    **dict.fromkeys("👎❌💩🚫🗑🤡", "bad"),
    **dict.fromkeys("🤮🤢🤧", "disgusting"),
    **dict.fromkeys("😴🥱💤", "boring"),
    **dict.fromkeys("😒🙄😑😕🤦😐😬🫤😶", "disappointing"),
}
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
VALUES = {word: value for value, word in enumerate(NUMBERS)}
# The share of the best mark from which on a rating, such as 4/5, is read as a word.
RATINGS = ((0.8, "excellent"), (0.7, "good"), (0.45, "mediocre"), (0.0, "terrible"))
GRADES = {"A": "excellent", "B": "good", "C": "mediocre", "D": "terrible", "F": "terrible"}
MOST = 1.2  # of the best mark; "12/5" is a date or a fraction

NUMBER = rf"\d{{1,3}}(?:[.,]\d{{1,2}})?|{'|'.join(VALUES)}"
STARS = "⭐★🌟✭✩"
TOKEN = re.compile(
    rf"""
    (?P<link>https?://\S+ | www\.\S+ | @\w+)
  | (?P<rating>(?<![\w/.,])(?P<minus>-)?(?P<mark>{NUMBER})
        (?: (?:\s?/\s?|\s+out\s+of\s+)(?P<best>5|10|20|100|five|ten)(?:[ -]stars?)?(?![\w/]|[.,]\d)
          | (?:\s?/\s?|\s+(?:out\s+)?of\s+)(?P<best_stars>4|5|6|10|four|five|ten)[ -]stars?(?!\w)
          | (?:[ -]stars?(?!\w) | \s?[⭐★🌟](?![⭐★🌟]) | \*(?![\w*])) ))
  | (?P<row>[{STARS}☆](?:\s?[{STARS}☆])+ (?P<half>\.5)?)
  | (?P<grade>(?<![\w'+-])(?-i:[A-DF])[+-](?![\w+-]))
  | (?P<love> <3+(?!\d) | :-?\*+(?!\w))
  | (?P<happy> [:;=]'?[-o^]?\)+(?!\w) | (?<!\w)[:;=]-?[dp](?!\w) | (?<![\w)])\(+-?[:;=](?!\w) | (?<!\w)xd+(?!\w)
    | \^_*\^ )
  | (?P<angry> >:-?\( )
  | (?P<sad> [:;=]'?[-o^]?\(+(?!\w) | (?<!\w)d:(?!\w) | (?<!\S)\)+-?:(?!\S) | (?<!\w)t[_.]t(?!\w) | ;_+; | </3 )
  | (?P<disappointing> (?<!\w)[:;=]-?[/\\|](?![\w/]) | (?<!\w)-_+-(?!\w) )
  | (?P<word>\d+(?:[.,]\d+)+(?!\w) | [^\W_]+(?:['-][^\W_]+)*)
  | (?P<mark_>[!?]+ | [.]+ | [,;:] | --+ | [–—] | &)
  | (?P<sign>[^\w\s\x00-\x7f])
    """,
    re.VERBOSE | re.IGNORECASE,
)
FACES = ("love", "happy", "angry", "sad", "disappointing")
APOSTROPHES = {ord(c): "'" for c in "’‘`´ʼ"} | dict.fromkeys((0xFE0E, 0xFE0F))  # and no choice of an emoji's style
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
TAG = re.compile(
    r"</?(?:a|b|big|blockquote|body|br|center|code|div|em|font|h[1-6]|hr|html|i|img|li|ol|p|pre|q|s|small|span|strike|"
    r"strong|sub|sup|table|tbody|td|th|tr|tt|u|ul)(?:\s[^<>]{0,500})?/?>"
    r"|\[/?(?:b|i|u|s|quote|spoiler)\]",
    re.IGNORECASE,
)
TONE = re.compile(r"(?<!\S)/(?:s|srs|j|jk|hj|sarc|sarcasm|serious)(?!\w)", re.IGNORECASE)  # "/s": not meant seriously
HALF = re.compile(r"\s?½|(?<=\d) 1/2(?=\s?/|\s(?:out\b|stars?\b))|(?<=[⭐★🌟]) ?1/2(?!\w)")


def tokens(text: str) -> Iterator[tuple[str, str, str]]:
    """Each token of a text as it was typed, what it is read as, and its kind: "word" or ""; a word is read as typed."""
    for found in TOKEN.finditer(plain(text)):
        typed = found[0]
        if found["rating"] or found["row"]:
            yield typed, _rating(found), ""
        elif found["word"]:
            yield typed, typed, "word"
        elif found["mark_"]:
            yield typed, _mark(typed), ""
        elif found["grade"]:
            yield typed, GRADES[typed[0]], ""
        elif found["link"]:
            yield typed, typed.lower(), ""
        elif face := next(filter(found.group, FACES), None):
            yield typed, face, ""
        elif unicodedata.category(typed) == "So" or typed in SAME:
            yield typed, SAME.get(typed, typed), ""


def plain(text: str) -> str:
    """The text without what is markup, with one form for each character."""
    text = text.encode("utf-8", "ignore").decode("utf-8")  # halves of surrogate pairs are no text
    text = TAG.sub(" ", ENTITY.sub(lambda found: html.unescape(found[0]), text))
    text = HALF.sub(".5", TONE.sub(" ", text)).replace("…", "...")
    return unicodedata.normalize("NFKC", text).translate(APOSTROPHES)


def _rating(found: re.Match[str]) -> str:
    """The word for 4/5, "3 stars", "9 out of 10", 9,5/10 or a row of stars."""
    if row := found["row"]:
        full = sum(c in STARS for c in row)
        share = (full + (0.5 if found["half"] else 0)) / (full + row.count("☆") if "☆" in row else 5)
    else:
        mark, best = _value(found["mark"]), found["best"] or found["best_stars"]
        share = -1 if found["minus"] else mark / (_value(best) if best else 5 if mark <= 5 else 10)
        if share > MOST:
            return found[0].lower()
    return next((word for least, word in RATINGS if share >= least), "terrible")


def _value(number: str) -> float:
    return float(VALUES.get(number.lower(), 0)) if number.lower() in VALUES else float(number.replace(",", "."))


def _mark(typed: str) -> str:
    """Punctuation as one of four: the end of a sentence, a pause, a call, a question."""
    if typed[0] in "!?":
        return "?" if "?" in typed else "!"
    return "and" if typed == "&" else "." if typed[0] == "." else ","
