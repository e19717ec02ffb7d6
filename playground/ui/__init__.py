"""The page and the API: the only folder that imports gradio."""

import tempfile

try:
    tempfile.gettempdir()
except FileNotFoundError:  # the disk is only read, and Gradio makes an empty folder for itself: in memory, then
    tempfile.tempdir = "/dev/shm"
