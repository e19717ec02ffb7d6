"""An answer that a middleware gives by itself: a status, and a sentence in all languages."""

import json

from starlette.types import Send

from playground.text import in_all_languages


async def answer(send: Send, status: int, code: str, headers: dict[str, str] | None = None, **values: object) -> None:
    """code: a key of the `errors` table in playground/text, whose placeholders `values` fill."""
    body = json.dumps({"message": in_all_languages(f"errors.{code}", **values)}).encode()
    told = {"content-type": "application/json"} | (headers or {})
    raw = [(name.encode(), value.encode()) for name, value in told.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
