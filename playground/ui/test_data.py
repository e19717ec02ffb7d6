"""The packed test data of a task for the page, as one frame (wire.py)."""

import gzip
import hashlib
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from playground.errors import InputError
from playground.tasks import TASKS
from playground.tasks.evaluation_set import PIXELS, SETS, evaluation_set
from playground.ui.answers import refused


def test_data(request: Request) -> Response:
    """The route: in the head of the frame truth and inputs, of digits their pixels as an array; 422 {"message"}."""
    try:
        content, tag = _zipped(request.path_params["task"])
    except InputError as error:
        return refused(error)
    headers = {"Cache-Control": "no-cache", "ETag": tag, "Vary": "Accept-Encoding"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        content = gzip.decompress(content)
    return Response(content, media_type="application/octet-stream", headers=headers)


@lru_cache(maxsize=len(SETS))
def _zipped(task: str) -> tuple[bytes, str]:
    """The frame as gzip, 0.6 MB of all tasks together, and a name that changes with it."""
    import torch

    from playground.ui.wire import pack

    data = evaluation_set(task)
    head = {"labels": TASKS[task].labels, "truth": data.truth, "every": data.every, "of": data.of}
    count = len(data.inputs)
    if data.pixels:
        pixels = torch.frombuffer(bytearray(data.pixels), dtype=torch.uint8).view(count, PIXELS, PIXELS)
        frame = pack(head, [("pixels", "byte", pixels.float() / 255)], count)
    else:
        frame = pack(head | {"inputs": data.inputs}, count=count)
    return gzip.compress(frame, mtime=0), f'W/"{hashlib.sha256(frame).hexdigest()[:32]}"'
