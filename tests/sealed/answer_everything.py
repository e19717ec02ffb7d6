"""Run in a sandbox: start the app, ask it everything, and print as JSON what came and what the sandbox allows.

It reads [[name, base64 of a request as it travels], ...] as JSON.
"""

import base64
import fcntl
import gzip
import http.client
import json
import os
import re
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

ELSEWHERE = ("192.0.2.1", 80)  # an address that documents use (RFC 5737)
SETS_FLAGS, UP = 0x8914, 0x41  # SIOCSIFFLAGS; IFF_UP and IFF_RUNNING (linux/sockios.h, linux/if.h)


def main() -> None:
    """Everything, once."""
    requests = json.load(sys.stdin)
    allowed = {"network": _network(), "files": _files(), "rights": os.geteuid() == 0}
    from playground.ui.launch import launch

    blocks = launch(prevent_thread_lock=True)
    address = ("127.0.0.1", blocks.server_port)
    page = _page(address)
    answers = {name: _asked(address, base64.b64decode(content)) for name, content in requests}
    told = {"allowed": allowed, "page": page, "answers": answers, "imported": sorted(sys.modules)}
    print("\n" + json.dumps(told), flush=True)
    os._exit(0)  # what still trains ends with this process


def _network() -> str:
    """What comes of asking somebody else. Where there is nothing but a loopback device that is down, it is set up."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, suppress(PermissionError):  # it may not be ours
        fcntl.ioctl(one, SETS_FLAGS, struct.pack("16sH14x", b"lo", UP))
    try:
        socket.create_connection(ELSEWHERE, timeout=1).close()
    except TimeoutError:
        return "silent"
    except OSError as error:
        return os.strerror(error.errno or 0)
    return "reached"


def _files() -> list[str]:
    """The folders in which a file can be made."""
    found = []
    for folder in (Path.cwd(), Path.home(), Path("/tmp"), Path("/var/tmp"), Path(sys.prefix), Path(__file__).parent):
        with suppress(OSError):
            file = folder / f"made-{os.getpid()}"
            file.touch()
            file.unlink()
            found.append(str(folder))
    return found


def _asked(address: tuple[str, int], content: bytes) -> list[Any]:
    """[status, the last of what came as text]."""
    with socket.create_connection(address, timeout=120) as connection:
        connection.sendall(content)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        body = answer.read()
        if answer.headers["Content-Encoding"] == "gzip":
            body = gzip.decompress(body)
        return [answer.status, body[-3_000:].decode(errors="replace")]


def _page(address: tuple[str, int]) -> dict[str, int]:
    """The page, and the status of each file that it names."""
    host = "{}:{}".format(*address)
    get = "GET {} HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"
    connection = http.client.HTTPConnection(*address, timeout=120)
    connection.request("GET", "/")
    html = connection.getresponse().read().decode()
    links = set(re.findall(r'(?:src|href)="([^"#]+)"', html)) - {"/"}
    return {
        link: _asked(address, get.format("/" + link.removeprefix("./").lstrip("/")).encode())[0]
        for link in links
        if "://" not in link and not link.startswith("data:")
    }


main()
