"""The kinds of input a person can bring, one file each; TASKS lists them by name."""

from playground.registry import Registry

# The sequences of the memory lab are made up, not brought: no tab of the page and no list of the API has them.
MEMORY = {
    "recall": "playground.tasks.memory:RECALL",
    "adding": "playground.tasks.memory:ADDING",
    "copy": "playground.tasks.memory:COPY",
}
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
        "plane": "playground.tasks.tabular:PLANE",
    },
    unlisted=MEMORY,
)
