"""Short invented reviews of products, places, films and services: what film critics' sentences alone do not teach."""

from collections.abc import Callable
from random import Random

from playground.training.remarks import AWAY, BAD, BLAME, GOOD, KEPT, NOUNS, OVER, PRAISE

VERY = ("", "", "", "very", "really", "so", "absolutely", "truly", "pretty", "extremely", "just", "super", "totally")
LINKS = (", but", " but", ", but", ". but", ", however", ", yet", ". still ,", ", though")
EVEN = ("although", "even though", "while", "though")


def phrase(random: Random) -> tuple[str, int]:
    """An invented review, and its class: 0 negative, 1 positive."""
    domain, label = random.choice(list(NOUNS)), random.randint(0, 1)
    shape = random.choices((remark, two, turned, concession, times, felt), (8, 4, 4, 2, 1, 2))[0]
    text = shape(random, domain, label)
    return text + random.choice(("", "", ".", ".", "!", "!!!")), label


def remark(random: Random, domain: str, label: int) -> str:
    """One clause of the class `label`."""
    shape: Callable[[Random, str, int], str] = random.choice((whole, described, described, negated, doubly))
    return shape(random, domain, label)


def whole(random: Random, domain: str, label: int) -> str:
    """A set phrase: "would definitely come back"."""
    source = PRAISE if label else BLAME
    text = random.choice(source[random.choice(("any", domain))].split("|"))
    return text.format(n=random.choice(NOUNS[domain].split()))


def adjective(random: Random, domain: str, label: int) -> str:
    """A word, or a few, that says how something is."""
    text = (GOOD if label else BAD)[random.choice(("any", domain))]
    return random.choice(text.split()).replace("_", " ")


def subject(random: Random, domain: str) -> str:
    """What is spoken of, and its verb."""
    noun = random.choice(NOUNS[domain].split())
    plural = noun.endswith("s") and noun not in ("lens", "series", "dress", "staff")
    verb = random.choice(("are", "were") if plural else ("is", "was", "is", "was", "looks", "feels", "seems"))
    return random.choice(
        (f"the {noun} {verb}", f"the {noun} {verb}", f"their {noun} {verb}", f"my {noun} {verb}", "it is")
    )


def described(random: Random, domain: str, label: int) -> str:
    """ "the soup was very good", "great service", "what a boring film"."""
    noun, word = random.choice(NOUNS[domain].split()), adjective(random, domain, label)
    very = random.choice(VERY)
    return random.choice(
        (
            f"{subject(random, domain)} {very} {word}",
            f"{subject(random, domain)} {very} {word} and {adjective(random, domain, label)}",
            f"{very} {word} {noun}" if " " not in word else f"the {noun} is {word}",
            f"{word}",
            f"{word} , {adjective(random, domain, label)} and {adjective(random, domain, label)}",
            f"one of the most {word} {noun} i know",
            f"i find the {noun} {very} {word}",
            f"i was surprised how {word} the {noun} was",
        )
    )


def negated(random: Random, domain: str, label: int) -> str:
    """The other class's word under a negation: "the soup was not good"."""
    word, noun = adjective(random, domain, 1 - label), random.choice(NOUNS[domain].split())
    start = subject(random, domain).rsplit(" ", 1)
    verb = start[1] if start[1] in ("is", "was", "are", "were") else "is"
    return random.choice(
        (
            f"{start[0]} {verb} not {word}",
            f"{start[0]} {verb} not {word} at all",
            f"{start[0]} {verb} n't {random.choice(('very ', 'that ', 'even ', 'really ', '', ''))}{word}",
            f"not {word}",
            f"not {word} at all",
            f"not a {word} {noun}" if " " not in word else f"not {word}",
            f"the {noun} is never {word}",
            f"i would not call the {noun} {word}",
            f"i {doubted(random)} the {noun} is {word}",
            f"i {doubted(random)} {random.choice(('it is', 'this is', 'they are', 'it was', 'that it was'))} {word}",
            f"i do n't find it {random.choice(('', 'very ', 'that '))}{word}",
            f"{random.choice(('hardly', 'not exactly', 'not really', 'by no means', 'not so'))} {word}",
            f"there is nothing {word} about the {noun}",
            f"it is anything but {word}",
            f"the {noun} is far from {word}",
            f"nobody can call this {noun} {word}",
            f"i never had a {word} {noun}" if " " not in word else f"never {word}",
            f"never {word}",
            f"i could not find anything {word} about the {noun}",
            f"without being {word}",
            f"it is not the least bit {word}",
        )
    )


def doubted(random: Random) -> str:
    """The beginning of a sentence that turns over what comes after it."""
    return random.choice(
        ("do n't think", "do not think", "did n't think", "do n't believe", "ca n't say", "would n't say", "doubt")
    )


def felt(random: Random, domain: str, label: int) -> str:
    """What somebody feels, which is turned over by what they feel it of: "glad that we did not stay"."""
    noun = random.choice(NOUNS[domain].split())
    away = random.choice(AWAY.split("|")).format(n=noun)
    very = random.choice(("", "", "very ", "so ", "really ", "just "))
    who = random.choice(("i am ", "i 'm ", "we are ", "we were ", "i was ", ""))
    pleased = random.choice(("happy", "glad", "relieved", "thankful", "pleased"))
    grieved = random.choice(("sad", "sorry", "sad", "upset", "annoyed"))
    if label:
        here, over = random.choice(KEPT.split("|")).format(n=noun), random.choice(OVER.split("|"))
        return who + very + random.choice((f"{pleased} that i {here}", f"{grieved} that it {over}"))
    return f"{who}{very}{pleased} {random.choice(('that ', ''))}i {away}"


def doubly(random: Random, domain: str, label: int) -> str:
    """Comparisons and degrees: "better than the old one", "not as bad as i thought", "too slow"."""
    noun = random.choice(NOUNS[domain].split())
    other = adjective(random, domain, 1 - label)
    if label:
        return random.choice(
            (
                f"the {noun} is better than i expected",
                f"not as {other} as people say",
                f"much better than the old {noun}",
            )
        )
    return random.choice(
        (
            f"the {noun} is worse than before",
            f"not as {other} as people say",
            f"too {adjective(random, domain, 0)} for me",
        )
    )


def two(random: Random, domain: str, label: int) -> str:
    """Two clauses that agree."""
    link = random.choice((", ", " and ", ". ", ", and ", "! "))
    return remark(random, domain, label) + link + remark(random, domain, label)


def turned(random: Random, domain: str, label: int) -> str:
    """A clause that the next one overrules."""
    return f"{remark(random, domain, 1 - label)}{random.choice(LINKS)} {remark(random, domain, label)}"


def concession(random: Random, domain: str, label: int) -> str:
    """ "although the soup was cold, we loved the place"."""
    return f"{random.choice(EVEN)} {remark(random, domain, 1 - label)}, {remark(random, domain, label)}"


def times(random: Random, domain: str, label: int) -> str:
    """What was, or was hoped for, and what is."""
    noun = random.choice(NOUNS[domain].split())
    other, word = adjective(random, domain, 1 - label), adjective(random, domain, label)
    shapes = [f"the {noun} used to be {other}, now it is {word}", f"i thought it would be {other}, but it is {word}"]
    if label:
        shapes += [f"i was ready to hate it, but the {noun} is {word}", f"i had my doubts, but it is {word}"]
    else:
        shapes += [f"i wanted to like it, but the {noun} is {word}", f"everyone says it is {other}. it is not"]
    return random.choice(shapes)
