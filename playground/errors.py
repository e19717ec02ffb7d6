"""The one exception that bad input raises, and the one of a busy server; their words stand in playground/text."""

from playground.text import text


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

    def message(self, language: str = "en") -> str:
        """The message in one of playground.text.LANGUAGES."""
        values = {k: v.message(language) if isinstance(v, InputError) else v for k, v in self.values.items()}
        return text(f"errors.{self.code}", language, **values)


class BusyError(InputError):
    """Nothing is wrong with what was sent, but too many are before it; a page asks again."""

    status = 503


def quoted(value: object) -> str:
    """The beginning of what was sent, whatever it is, for a message."""
    try:
        return str(value)[:40].encode(errors="replace").decode()  # half a surrogate pair cannot be sent on
    except (ValueError, RecursionError):  # an int of over 4,300 digits; lists in lists in lists
        return "…"
