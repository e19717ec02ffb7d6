"""The task "names": a surname, read character by character, folded to the 29 characters that the networks know."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor

from playground.errors import InputError
from playground.tasks.task import MAX_STEPS, Network, Task

END = "⏎"  # read after the last character, so that a network knows that the name is over
ALPHABET = "abcdefghijklmnopqrstuvwxyz '-" + END
BLANK = 8  # steps of a name that is still to come
MAX_DROPPED = 20  # different characters that are listed

# What NFKD does not take apart, by what people write for it where there is only ASCII; Cyrillic and Greek letters as in
# passports.
LETTERS = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
    | {"ŋ": "ng", "ĸ": "k", "ŀ": "l", "ə": "a", "ƒ": "f", "ɓ": "b", "ƀ": "b", "ɖ": "d", "ɗ": "d", "ƙ": "k", "ɨ": "i"}
    | {"ʉ": "u", "ɛ": "e", "ɔ": "o", "ɲ": "ny", "ƶ": "z", "ǥ": "g"}
    | dict.fromkeys("’‘‛`´ʼʻʹʽʾʿˈ′＇", "'")
    | dict.fromkeys("‐‑‒–—―−־﹘﹣－", "-")
)
LETTERS |= str.maketrans(dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)))
LETTERS |= str.maketrans(
    {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
    | {"і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ё": "yo"}
)
LETTERS |= str.maketrans(dict(zip("αβγδεζηικλμνξοπρστυφως", "avgdeziiklmnxoprstufos", strict=True)))
LETTERS |= str.maketrans({"θ": "th", "χ": "ch", "ψ": "ps"})
LETTERS_AND_MARKS = frozenset(ALPHABET) - {" ", END}


@dataclass(frozen=True, eq=False)
class Characters:
    """A text as it is read, one character per time step."""

    tokens: tuple[str, ...]  # T of ALPHABET
    dropped: tuple[str, ...]  # what cannot be read, in order, each once, MAX_DROPPED at most
    values: Tensor  # (T, D) one-hot over ALPHABET


class Names(Task):
    """A surname in any language; the answer is one of the 18 languages whose surnames the networks have read."""

    name = "names"
    labels = (
        *("Arabic", "Chinese", "Czech", "Dutch", "English", "French", "German", "Greek", "Irish", "Italian"),
        *("Japanese", "Korean", "Polish", "Portuguese", "Russian", "Scottish", "Spanish", "Vietnamese"),
    )
    networks = {  # noqa: RUF012 - the one literal table of this task
        name: Network(
            name.removeprefix("bi"),
            {"input_size": len(ALPHABET), "hidden_size": 128, "num_layers": 1, "num_classes": 18} | more,
        )
        for name, more in {
            "rnn": {},
            "lstm": {},
            "gru": {},
            "bigru": {"hidden_size": 96, "bidirectional": True},
        }.items()
    }

    def encode(self, value: object) -> Characters:
        """The characters of a text, given as `{"text": ...}` or as it is.

        Raises InputError, which says what is accepted, on anything else, on a text that is too long, and on one in
        which there is no letter to read.
        """
        given = value.get("text") if isinstance(value, dict) else value
        if not isinstance(given, str):
            raise InputError("bad_text")
        if len(given) > MAX_STEPS:
            raise InputError("too_long", limit=MAX_STEPS)
        folded, dropped = fold(given)
        if not any(c.isalpha() for c in folded):
            if dropped:
                raise InputError("no_letters", dropped=" ".join(dropped))
            raise InputError("empty_name")
        if len(folded) > MAX_STEPS:  # ligatures are several letters
            raise InputError("too_long", limit=MAX_STEPS)
        return Characters((*folded, END), dropped, one_hot(folded + END))

    def blank(self) -> Characters:
        """As many steps as a name of seven letters has."""
        return Characters(("",) * BLANK, (), torch.zeros(BLANK, len(ALPHABET)))

    def network_input(self, encoded: Characters) -> Tensor:
        """(T, D), shaped as one item of a batch for `forward`."""
        return encoded.values

    def reordered(self, encoded: Characters, order: Callable[[int], list[int]]) -> Characters:
        """The letters in another order; the end stays the end."""
        last = len(encoded.tokens) - 1
        places = [*order(last), last]
        return replace(encoded, tokens=tuple(encoded.tokens[i] for i in places), values=encoded.values[places])


def fold(text: str) -> tuple[str, tuple[str, ...]]:
    """The text in small ASCII letters, apostrophes, hyphens and single spaces, and the characters that are not in it.

    Accents go (NFKD); what has no such form is dropped whole and listed, in order, each once, MAX_DROPPED at most.
    What cannot be seen, such as marks of direction, goes without mention. Half a surrogate pair is listed as U+FFFD.
    """
    kept, dropped = [], {}
    for character in unicodedata.normalize("NFC", text):
        if character.isspace():
            kept.append(" ")
            continue
        plain = "".join(_plain(character))
        if LETTERS_AND_MARKS.issuperset(plain):
            kept.append(plain)
        elif len(dropped) < MAX_DROPPED:
            dropped["\ufffd" if "\ud800" <= character <= "\udfff" else character] = None
    return " ".join("".join(kept).split()), tuple(dropped)


def _plain(character: str) -> Iterator[str]:
    """What is left of one character without case, accents and what cannot be seen; it may be none of the alphabet."""
    for part in unicodedata.normalize("NFKD", character.casefold().translate(LETTERS)):
        if unicodedata.category(part) not in {"Mn", "Me", "Cf", "Cc"}:
            yield part.casefold().translate(LETTERS)


def one_hot(folded: str) -> Tensor:
    """(T, D) float32 of T characters of ALPHABET."""
    return F.one_hot(torch.tensor([INDEX[c] for c in folded]), len(ALPHABET)).float()


INDEX = {character: i for i, character in enumerate(ALPHABET)}
NAMES = Names()
