"""Data sets, augmentation and the training loop; nothing of the running app imports it."""

from playground.registry import Registry

TRAININGS = Registry(
    "task",
    {
        "digits": "playground.training.digits:DigitsTraining",
        "strokes": "playground.training.strokes:StrokesTraining",
        "names": "playground.training.names:NamesTraining",
        "reviews": "playground.training.reviews:ReviewsTraining",
        "series": "playground.training.series:SeriesTraining",
        "cancer": "playground.training.tabular:CancerTraining",
        "diabetes": "playground.training.tabular:DiabetesTraining",
        "recall": "playground.training.memory:RecallTraining",
        "adding": "playground.training.memory:AddingTraining",
        "copy": "playground.training.memory:CopyTraining",
    },
)
