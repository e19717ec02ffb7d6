"""The kinds of input a person can bring, one file each; TASKS lists them by name."""

from playground.registry import Registry

TASKS = Registry(
    "task",
    {
        "digits": "playground.tasks.digits:DIGITS",
        "strokes": "playground.tasks.strokes:STROKES",
        "names": "playground.tasks.names:NAMES",
        "reviews": "playground.tasks.reviews:REVIEWS",
        "series": "playground.tasks.series:SERIES",
        "cancer": "playground.tasks.tabular:CANCER",
        "diabetes": "playground.tasks.tabular:DIABETES",
    },
)
