"""Traces and networks as pictures in a notebook: static HTML that needs no server, and Plotly figures."""

from playground.display.figure import figure
from playground.display.html import network_html, trace_html

__all__ = ["figure", "network_html", "trace_html"]
