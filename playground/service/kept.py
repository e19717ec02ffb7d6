"""Inputs that are too long for a page's address, by the digest of what they are, in bounded memory.

Who holds a digest has the input; digests cannot be listed, nor guessed of what one does not know. Nothing is written
anywhere: what the server has lost the page of its maker sends again.
"""

import base64
import hashlib
import json
import zlib
from collections import OrderedDict
from threading import Lock

from playground.errors import InputError, MissingError
from playground.service import requests as r
from playground.service.lanes import Job
from playground.tasks import TASKS

MOST_BYTES = 16_000_000  # compressed; a picture has some 40,000, and no request more than 400,000


class Kept:
    """Whole inputs by digest, within so many bytes: the one that nobody has asked for longest goes first."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most = most
        self.bytes = 0
        self._inputs: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def keep(self, task: str, value: object) -> str:
        """The key of an input: its SHA-256, in 43 characters of base64url. Raises InputError if it is not JSON."""
        try:
            whole = json.dumps({"task": task, "input": value}, allow_nan=False, sort_keys=True).encode()
        except (ValueError, TypeError, RecursionError) as error:
            raise InputError("bad_request") from error
        key = base64.urlsafe_b64encode(hashlib.sha256(whole).digest()).decode().rstrip("=")
        packed = zlib.compress(whole)
        with self._lock:
            self.bytes += len(packed) - len(self._inputs.pop(key, b""))
            self._inputs[key] = packed
            while self.bytes > self.most:
                self.bytes -= len(self._inputs.popitem(last=False)[1])
        return key

    def find(self, key: str) -> bytes:
        """The input of a key, as JSON: {"task", "input"}. Raises MissingError when it is not here, or not any more."""
        with self._lock:
            packed = self._inputs.get(key)
            if packed is None:
                raise MissingError("input_gone")
            self._inputs.move_to_end(key)
        return zlib.decompress(packed)


_kept = Kept()
find = _kept.find


def keep(asked: r.PredictRequest) -> Job:
    """A job that keeps an input that its task can read, and gives {"key"}."""

    def work(_: object) -> dict[str, str]:
        if isinstance(asked.value, dict) and "example" in asked.value:  # it has a name, and may be far away
            raise InputError("bad_request")
        TASKS[asked.task].encode(asked.value)  # raises
        return {"key": _kept.keep(asked.task, asked.value)}

    return Job(work)
