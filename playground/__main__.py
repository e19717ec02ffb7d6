"""python -m playground: start the app, as app.py does."""

import argparse
import sys
from collections.abc import Sequence

from playground import __version__
from playground.text import text


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code, when the server has been stopped."""
    parser = argparse.ArgumentParser(
        prog="python -m playground", description=text("start.about"), epilog=text("start.settings")
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.parse_args(arguments)
    from playground.ui.launch import launch  # so that --help need not wait for Gradio

    launch()
    return 0


if __name__ == "__main__":
    sys.exit(main())
