"""Numbers as people paste them: any list, or a column of any table, in the marks of any country."""

from playground.tasks.reading.gaps import Gap
from playground.tasks.reading.lines import Skipped
from playground.tasks.reading.reading import LARGEST, MAX_TEXT, Column, Other, Reading, read_numbers

__all__ = ["LARGEST", "MAX_TEXT", "Column", "Gap", "Other", "Reading", "Skipped", "read_numbers"]
