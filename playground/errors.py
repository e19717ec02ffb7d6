"""The one exception that bad input raises, and the one of a busy server; their words stand in playground/text."""

from collections.abc import Sequence
from typing import Any

from playground.text import text

MOST_NAMES = 5  # that are not known, in one message


class InputError(ValueError):
    """Something a person or a program sent cannot be used. `str(error)` says in English what is accepted."""

    status = 422  # of the answer to a page

    def __init__(self, code: str, **values: object) -> None:
        """`code` is a key of the `errors` table in playground/text; `values` fill its placeholders.

        A value that is an InputError itself stands there in the language of the whole.
        """
        self.code = code
        self.values = values
        super().__init__(self.message())

    @property
    def place(self) -> dict[str, Any]:
        """What a page is told beside the message: where in what was sent it is, {"layer": of a list, from 0}."""
        number = self.values.get("number") if self.code == "impossible_layer" else None
        return {"layer": number - 1} if isinstance(number, int) else {}

    def message(self, language: str = "en") -> str:
        """The message in one of playground.text.LANGUAGES."""
        values = {k: v.message(language) if isinstance(v, InputError) else v for k, v in self.values.items()}
        return text(f"errors.{self.code}", language, **values)


class BusyError(InputError):
    """Nothing is wrong with what was sent, but too many are before it; a page asks again."""

    status = 503

    def __init__(self, *, retry: int = 3, superseded: bool = False) -> None:
        """retry: seconds after which to ask again. superseded: its own visitor has asked for more since."""
        self.retry, self.superseded = retry, superseded
        super().__init__("superseded" if superseded else "busy")

    @property
    def place(self) -> dict[str, Any]:
        """{"retry", "superseded"}."""
        return {"retry": self.retry} | ({"superseded": True} if self.superseded else {})


class GoneError(InputError):
    """A network that was handed over is not kept, or not any more; who has its file sends it again."""

    status = 410


class MissingError(InputError):
    """What is asked for is not here, or not any more."""

    status = 404


def quoted(value: object) -> str:
    """The beginning of what was sent, whatever it is, for a message."""
    try:
        return str(value)[:40].encode(errors="replace").decode()  # half a surrogate pair cannot be sent on
    except (ValueError, RecursionError):  # an int of over 4,300 digits; lists in lists in lists
        return "…"


def unknown_names(unknown: Sequence[str], accepted: Sequence[str]) -> InputError:
    """What is said of names that are not among those that can be given."""
    shown = ", ".join(f"“{quoted(name)}”" for name in unknown[:MOST_NAMES])
    return InputError("unknown_names", names=shown, accepted=", ".join(accepted))
