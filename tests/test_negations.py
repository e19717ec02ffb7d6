"""Sentences whose words alone say the opposite, ratings and faces: what was brought, and more of each kind.

Those of MORE are not among the invented phrases of the training; they were written before the networks were trained.
"""

import pytest

from playground import inspect
from playground.tasks.reviews import REVIEWS

BROUGHT = {
    "F088": ("I'm very happy that I'm not working with you", "negative"),
    "F089": ("I don't think it is good", "negative"),
    "F090": ("no complaints", "positive"),
    "F091": ("Not bad", "positive"),
    "F092": ("9,5/10", "positive"),
    "F092 with a point": ("9.5/10", "positive"),
    "9/10": ("9/10", "positive"),
    "3 out of 10": ("3 out of 10", "negative"),
    "F094": ("★☆☆☆☆", "negative"),
    "five stars": ("★★★★★", "positive"),
}
MORE = [
    ("I don't think this place is any good.", "negative"),
    ("I do not believe they are honest", "negative"),
    ("We didn't enjoy our stay", "negative"),
    ("It's not what I would call clean", "negative"),
    ("not impressed", "negative"),
    ("Nothing special about this movie", "negative"),
    ("I can't recommend them to anyone", "negative"),
    ("It isn't worth the money", "negative"),
    ("Not funny at all", "negative"),
    ("The room was neither clean nor quiet", "negative"),
    ("I wouldn't say the acting is great", "negative"),
    ("Glad that I don't live next to them", "negative"),
    ("So relieved we are not flying with this airline again", "negative"),
    ("I am happy it's finally over", "negative"),
    ("I want my two hours back", "negative"),
    ("I have never been so disappointed", "negative"),
    ("They don't care about their customers", "negative"),
    ("There is no reason to see this film", "negative"),
    ("hardly a masterpiece", "negative"),
    ("far from perfect", "negative"),
    ("2/10", "negative"),
    ("1,5/10", "negative"),
    ("★★☆☆☆", "negative"),
    ("zero stars", "negative"),
    ("The soup was cold :(", "negative"),
    ("zero issues", "positive"),
    ("Nothing to complain about", "positive"),
    ("no problems at all", "positive"),
    ("not bad at all, actually", "positive"),
    ("It isn't bad", "positive"),
    ("I don't think it's bad", "positive"),
    ("You won't be disappointed", "positive"),
    ("I can't stop smiling", "positive"),
    ("Never had a bad experience here", "positive"),
    ("I don't regret buying it", "positive"),
    ("I couldn't find a single fault", "positive"),
    ("never boring", "positive"),
    ("not a dull moment", "positive"),
    ("There is nothing I don't like about it", "positive"),
    ("I couldn't be more pleased", "positive"),
    ("It never lets me down", "positive"),
    ("without any problems", "positive"),
    ("8,5/10", "positive"),
    ("10/10 would buy again", "positive"),
    ("★★★★☆", "positive"),
    ("4.5 stars", "positive"),
    ("Nice people :)", "positive"),
    ("The cake <3", "positive"),
]


def answer(network: str, text: str) -> str | float:
    """What a network says of a text."""
    return inspect("reviews", {"text": text}, network).prediction


@pytest.mark.parametrize("network", list(REVIEWS.networks))
@pytest.mark.parametrize(("text", "wanted"), BROUGHT.values(), ids=BROUGHT)
def test_what_people_brought_is_read(network: str, text: str, wanted: str) -> None:
    assert answer(network, text) == wanted


@pytest.mark.parametrize("network", list(REVIEWS.networks))
def test_more_of_each_kind_is_read(network: str) -> None:
    wrong = [text for text, wanted in MORE if answer(network, text) != wanted]
    assert len(wrong) <= 0.15 * len(MORE), wrong
