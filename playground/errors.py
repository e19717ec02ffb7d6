"""The one exception that bad input raises; its words stand in playground/text."""

from playground.text import text


class InputError(ValueError):
    """Something a person or a program sent cannot be used. `str(error)` says in English what is accepted."""

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


def quoted(value: object) -> str:
    """The beginning of what was sent, whatever it is, for a message."""
    try:
        return str(value)[:40]
    except (ValueError, RecursionError):  # an int of over 4,300 digits; lists in lists in lists
        return "…"
