"""How the server refuses: one plain message in the visitor's language, and no failure."""

from typing import Any

from playground.text import table


def assert_refused(answer: Any, code: str, language: str = "en") -> None:
    """422 with the words of the table of errors, whatever values stand in them."""
    assert answer.status_code == 422
    assert list(answer.json()) == ["message"]
    message = answer.json()["message"]
    # The longest stretch of the text that no value is put into.
    words = table(language)["errors"][code].replace("{{", "{").replace("}}", "}")
    fixed = max((part.split("}")[-1] for part in words.split("{")), key=len)
    assert fixed in message, message
    assert "Traceback" not in message
