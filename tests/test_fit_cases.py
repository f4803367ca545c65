"""Invented résumés, scores and heights for the tests of `fit`."""

from collections.abc import Sequence
from math import ceil
from random import Random

from tailor.layout import Measured, Part, scorable_lines
from tailor.models import Bullet, Date, Entry, Group, Hit, Resume, Score, Section

POINT = 65_536
WORDS = [
    "ran",
    "built",
    "led",
    "cut",
    "taught",
    "planned",
    "measured",
    "wrote",
    "mended",
    "sold",
    "nursed",
    "checked",
    "drew",
]
HEADS = {"header": 60, "section": 22, "entry": 27, "employer": 15, "role": 14, "group": 15}


def toy(pages: int = 700) -> "Toy":
    return Toy(pages * POINT)


class Toy:
    """Measures like a typesetter with 95 letters to a line of 12 pt and some white below."""

    def __init__(self, page: int) -> None:
        self.page = page
        self.calls = 0

    def __call__(self, parts: Sequence[Part]) -> Measured:
        self.calls += 1
        return Measured(self.page, tuple(map(tall, parts)))


def tall(part: Part) -> int:
    """The height of a part in sp, from the letters in it."""
    if part.kind in HEADS:
        return HEADS[part.kind] * POINT
    return ceil(len(words(part)) / 95) * 12 * POINT + 141_557


def words(part: Part) -> str:
    value = part.value
    if isinstance(value, Bullet):
        return value.text
    if isinstance(value, Section):
        return ", ".join(entry.title for entry in value.entries)
    if isinstance(value, Group):
        return f"{value.title} {', '.join(value.keywords)}"
    assert isinstance(value, Entry)
    summary = value.summary.text if value.summary else ""
    skills = ", ".join(bullet.text for bullet in value.bullets)
    return f"{value.title}, {value.organisation} {value.note} {summary} {skills}"


def sentence(dice: Random, longest: int = 40) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(6, longest)))


def bullet(dice: Random, key: str) -> Bullet:
    variants = tuple(sentence(dice, 25) for _ in range(dice.choice((0, 0, 0, 1, 2))))
    return Bullet(key, sentence(dice), variants)


def job(dice: Random, number: int, count: int, *, kind: str = "work") -> Entry:
    """A job of three years, the first (number 0) still going on, some of it in named groups."""
    key, start = f"{kind}/{number}", 2023 - 3 * number
    named = count // 4
    plain = tuple(bullet(dice, f"{key}/highlights/{i}") for i in range(count - named))
    groups = [Group(f"{key}/highlights", bullets=plain)]
    if named:
        inner = f"{key}/projects/0"
        told = tuple(bullet(dice, f"{inner}/highlights/{i}") for i in range(named))
        groups.append(Group(inner, f"Piece {number}", ("Ink", "Wax"), told))
    end = Date(start + 3, 1) if number else None
    summary = Bullet(f"{key}/summary", sentence(dice, 15)) if dice.random() < 0.5 else None
    return Entry(
        key, f"Post {number}", f"Firm {number}", "", Date(start, 2), end, "", "",
        summary=summary, groups=tuple(groups),
    )  # fmt: skip


def person(dice: Random, jobs: int, bullets: int) -> Resume:
    """A résumé with every shape of section; `bullets` are shared out over the jobs."""
    each = [bullets // jobs + (i < bullets % jobs) for i in range(jobs)]
    papers = tuple(
        Entry(
            f"publications/{i}", sentence(dice, 12), f"Journal {i}", "", None, Date(2015 + i % 9),
            summary=Bullet(f"publications/{i}/summary", sentence(dice, 9)) if i % 2 else None,
        )
        for i in range(8)
    )  # fmt: skip
    kits = tuple(
        Entry(
            f"skills/{i}", f"Kit {i}",
            groups=(
                Group(
                    f"skills/{i}/keywords",
                    bullets=tuple(
                        Bullet(f"skills/{i}/keywords/{j}", f"{dice.choice(WORDS)} {i}.{j}")
                        for j in range(14)
                    ),
                ),
            ),
        )
        for i in range(5)
    )  # fmt: skip
    degrees = tuple(
        Entry(
            f"education/{i}", title, f"School {i}", "", Date(2010 - 4 * i), Date(2014 - 4 * i),
            groups=(Group(f"education/{i}/courses", "", ("Clay", "Glass", "Iron")),),
        )
        for i, title in enumerate(("Master of Arts, Craft", "Bachelor of Arts, Craft"))
    )  # fmt: skip
    tongues = tuple(Entry(f"languages/{i}", name) for i, name in enumerate(("Sami", "Frisian")))
    work = tuple(job(dice, number, count) for number, count in enumerate(each))
    return Resume(
        "Ada Example",
        summary=bullet(dice, "basics/summary"),
        sections=(
            Section("work", "Experience", "work", work),
            Section("education", "Education", "education", degrees),
            Section("publications", "Publications", "publications", papers),
            Section("skills", "Skills", "skills", kits),
            Section("languages", "Languages", "languages", tongues),
        ),
    )


def judged(dice: Random, resume: Resume, terms: int) -> dict[tuple[str, int], Score]:
    """A score for every line: some keywords, answered more or less, some extras, also below 0,
    and a claim to stand first."""
    names = [f"term {i}" for i in range(terms)]
    weights = {name: round(dice.uniform(0.3, 3), 3) for name in names}
    scores = {}
    for line in scorable_lines(resume):
        hits = tuple(
            Hit(name, weights[name], dice.choice((1.0, 1.0, 0.8, 0.5)), line.text.split()[0])
            for name in sorted(set(dice.choices(names, k=dice.choice((0, 0, 1, 1, 2, 3)))))
        )
        extras = (
            ("relevance", round(dice.random() ** 2, 4)),
            ("recency", round(dice.random() / 2, 4)),
            ("figures", dice.choice((0.0, 0.0, 0.2))),
            ("wording", dice.choice((0.0, 0.0, round(-dice.random(), 4)))),
        )
        value = sum(hit.points for hit in hits) + sum(points for _, points in extras)
        wording = (line.key, line.variant)
        scores[wording] = Score(
            line.key, line.variant, value, hits, extras, round(dice.random(), 4)
        )
    return scores


def alike(dice: Random, resume: Resume, count: int) -> list[tuple[str, int, str, int, float]]:
    """Random pairs of bullets that are said to repeat each other."""
    told = [line for line in scorable_lines(resume) if line.role == "bullet"]
    found = []
    for _ in range(count if len(told) > 1 else 0):
        one, other = dice.sample(told, 2)
        if one.key != other.key:
            similarity = round(dice.uniform(0.6, 1), 3)
            found.append((one.key, one.variant, other.key, other.variant, similarity))
    return found
