"""Masters and postings of any size: invented, and for the same seed the same."""

from collections.abc import Iterator
from random import Random


def several(text: str) -> tuple[str, ...]:
    return tuple(" ".join(text.split()).split("; "))


TOOLS = several(
    """
    Go; Python; Java; TypeScript; Rust; Kotlin; PostgreSQL; MySQL; Redis; Kafka; RabbitMQ; Spark;
    Airflow; dbt; Snowflake; Kubernetes; Docker; Terraform; Ansible; AWS; Azure; Google Cloud;
    GitHub Actions; Jenkins; Argo CD; Prometheus; Grafana; OpenTelemetry; React; Vue; GraphQL; gRPC;
    FastAPI; Django; Spring Boot; Elasticsearch; MongoDB; Cassandra; Linux; Bash; PyTorch;
    scikit-learn; pandas; Tableau; Power BI; SQL; Figma; Jira; Vault; Istio; Nginx; Celery; Flink;
    Hadoop; C++; C#; .NET; Node.js
    """
)
DEEDS = several(
    """
    Built; Designed; Rewrote; Moved; Led the work on; Tested; Documented; Ran; Planned; Simplified;
    Measured; Automated; Secured; Took over; Reviewed; Extended; Introduced; Split up; Sped up;
    Replaced
    """
)
THINGS = several(
    """
    the billing service; the nightly load of orders; a search index for products; the sign-in pages;
    the warehouse of sensor data; the queue behind all e-mail; the forecasting model for stock; the
    payment gateway; the customer portal; the data platform; the release pipeline; the audit log;
    the pricing engine; the mobile back end; the fraud checks; the reporting database; the chat
    server; the scheduling service for clinics; the map tiles; the archive of scanned letters; the
    call centre dashboard; the internal command-line tools; the recommendation service; the claims
    workflow; the rate limiter; the image store; the invoice export; the test environment; the
    on-call handbook; the feature store; the migration of user accounts; the API for partners
    """
)
PLACES = several(
    """
    in three regions; for a team of nine; with two junior engineers; during a move of offices; for
    40 partner firms; under a fixed deadline; after an outage in spring; with the finance team; for
    the Nordic market; on call every fifth week; with product and design; for regulated customers;
    beside the daily work; from the first sketch to production; for half a million accounts
    """
)
EFFECTS = several(
    """
    cutting its run time from {a} hours to {b} minutes; which now serves {a},{c} requests a second;
    so that releases take {b} minutes instead of {a} days; saving {a} % of the yearly cost; with {a}
    % fewer pages at night; and brought the error rate below 0.{b} %; read by {a} teams every week;
    with no lost record in {b} months; and trained {b} colleagues to run it; winning back {a}
    customers; three weeks before the planned date; and retired {a} old scripts
    """
)
PARTS = ("harbour", "meadow", "north", "silver", "lantern", "copper", "willow", "granite", "amber")
KINDS = ("Software Engineer", "Data Engineer", "Platform Engineer", "Team Lead", "Developer")
SECTIONS = ("Languages", "Data", "Operations", "Practices")


def sentence(dice: Random) -> str:
    """One thing that somebody did, about 20 words."""
    first, second = dice.sample(TOOLS, 2)
    effect = dice.choice(EFFECTS).format(
        a=dice.randint(11, 99), b=dice.randint(2, 10), c=dice.randint(100, 999)
    )
    deed, thing, place = dice.choice(DEEDS), dice.choice(THINGS), dice.choice(PLACES)
    return f"{deed} {thing} {place} with {first} and {second}, {effect}"


def master(bullets: int, seed: int) -> str:
    """A master in YAML with so many bullets; every eighth has a shorter wording too."""
    dice = Random(f"master {bullets} {seed}")
    return "\n".join([*head(dice), *work(dice, bullets), *rest(dice)]) + "\n"


def head(dice: Random) -> Iterator[str]:
    yield "basics:"
    yield "  name: Ada Example"
    yield f"  label: {dice.choice(KINDS)}"
    yield "  email: ada@example.com"
    yield "  phone: 206-555-0148"
    yield "  location: {city: Seattle, region: WA, countryCode: US}"
    yield f"  summary: {sentence(dice)}."


def work(dice: Random, bullets: int) -> Iterator[str]:
    """Jobs one before the other, the newest first; in each, two pieces of work with a name."""
    jobs = min(14, 4 + bullets // 25)
    yield "work:"
    for number in range(jobs):
        mine = bullets // jobs + (number < bullets % jobs)
        end = [] if number == 0 else [f"    endDate: {2026 - 2 * number}-01"]
        yield f"  - name: {name(dice)}"
        yield f"    position: {dice.choice(KINDS)}"
        yield f"    startDate: {2024 - 2 * number}-02"
        yield from end
        yield "    highlights:"
        yield from highlights(dice, mine - 2 * (mine // 4), "      ")
        yield "    projects:"
        for _ in range(2):
            yield f"      - name: {dice.choice(THINGS).removeprefix('the ').capitalize()}"
            yield f"        keywords: [{', '.join(dice.sample(TOOLS, 4))}]"
            yield "        highlights:"
            yield from highlights(dice, mine // 4, "          ")


def highlights(dice: Random, count: int, indent: str) -> Iterator[str]:
    for _ in range(count):
        text = sentence(dice)
        if dice.random() < 1 / 8:
            yield f"{indent}- text: {text}."
            yield f'{indent}  variants: ["{text.partition(",")[0]}."]'
        else:
            yield f"{indent}- {text}."


def rest(dice: Random) -> Iterator[str]:
    yield "education:"
    for degree, year in (("MSc", 2000), ("BSc", 1998)):
        yield f"  - institution: University of {dice.choice(PARTS).capitalize()}"
        yield f"    studyType: {degree}"
        yield "    area: Computer Science"
        yield f"    startDate: {year - 3}"
        yield f"    endDate: {year}"
    yield "skills:"
    tools = dice.sample(TOOLS, 40)
    for number, section in enumerate(SECTIONS):
        yield f"  - name: {section}"
        yield f"    keywords: [{', '.join(tools[10 * number : 10 * number + 10])}]"
    yield "certificates:"
    for tool in dice.sample(TOOLS, 3):
        yield f"  - name: Certified {tool} Practitioner"
        yield f"    date: {dice.randint(2012, 2025)}"


def name(dice: Random) -> str:
    first, second = dice.sample(PARTS, 2)
    return f"{first}{second} {dice.choice(('Systems', 'Health', 'Freight', 'Energy'))}".title()


def posting(words: int, seed: int) -> str:
    """A posting of about so many words, in the parts that most have."""
    dice = Random(f"posting {words} {seed}")
    firm, kind = name(dice), dice.choice(KINDS)
    share = max(2, (words - 190) // 31)
    wishes = (f"- Some knowledge of {' or '.join(dice.sample(TOOLS, 2))}" for _ in range(3))
    parts = (
        (f"About {firm}", about(dice, firm)),
        ("What you will do", [f"- You {task(dice)}" for _ in range(share)]),
        ("Requirements", [f"- {asked(dice)}" for _ in range(share)]),
        ("Nice to have", [*wishes]),
        ("What we offer", BENEFITS),
    )
    lines = [kind, f"{firm}, Seattle", ""]
    for heading, body in parts:
        lines += [heading, *body, ""]
    return "\n".join(lines)


def about(dice: Random, firm: str) -> list[str]:
    first, second = dice.sample(THINGS, 2)
    return [
        f"{firm} has grown for 12 years and serves customers in {dice.randint(3, 30)} countries. "
        f"Our team looks after {first} and {second}, and everyone who works on them talks to the "
        "people who use them every week. We write things down, we review each other's work, and we "
        "go home at five."
    ]


def task(dice: Random) -> str:
    first, second = dice.sample(TOOLS, 2)
    verbs = ("design and run", "take part in the care of", "improve", "plan and carry out work on")
    thing, place = dice.choice(THINGS), dice.choice(PLACES)
    return f"{dice.choice(verbs)} {thing} {place}, mostly in {first} and {second}."


def asked(dice: Random) -> str:
    first, second, third = dice.sample(TOOLS, 3)
    return dice.choice(
        (
            f"At least {dice.randint(2, 8)} years of experience with {first} and {second} in "
            f"production, and a good idea of {third}.",
            f"Strong knowledge of {first}, {second} or {third}, shown by systems that you ran.",
            f"You have led projects with {first} and can explain {second} to people who never "
            "used it.",
            f"Hands-on experience in distributed systems, monitoring and {first}.",
        )
    )


BENEFITS = [
    "- A salary that we tell before the first talk, a pension plan and 30 days of holiday.",
    "- Health insurance for you and your family from the first day.",
    "",
    "We are an equal opportunity employer and welcome applicants of every background, age, faith, "
    "origin and identity. Tell us if you need anything to take part in an interview.",
]


def reworded(master: str, number: int) -> str:
    """A master whose first bullet begins with another verb, which differs by number."""
    head, mark, bullet = master.partition("      - ")
    verb = next(deed for deed in DEEDS if bullet.startswith(deed))
    others = [deed for deed in DEEDS if deed != verb]
    return head + mark + others[number % len(others)] + bullet.removeprefix(verb)
