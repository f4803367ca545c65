"""What a posting asks for: names as names, demands by wording, verbatim quotes and true offsets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import EnglishDefaults

from tailor.keywords import extract
from tailor.keywords.importance import (
    importance_kind,
    is_alternative_of_several,
    wording_kind,
    years_asked,
)
from tailor.keywords.lexicon import Lexicon, build_lexicon, load_lexicon, normalize, normalize_word
from tailor.keywords.nlp import load_pipeline, split_into_sentences, split_paragraphs
from tailor.models import Keyword, Passage, Posting
from tailor.posting import parse_posting

SPACY = spacy.blank("en").tokenizer
TABLE = """\
Java\tJavaSE\t\t
JavaScript\tJS\t\t
C?\tANSI C\t\tcompiler; embedded
C++\t\t\t
C#\t\t\t
R?\t\t\tstatistics
Go?\tGolang\t\tbackend
.NET\t\t\t
Node.js\tNodeJS\tJavaScript\t
CI/CD\t\t\t
PCI-DSS\tPCI DSS\t\t
Relational database\t\t\t
Color theory\t\t\t
Organization design\t\t\t
"""

POSTING = """\
Requirements
Strong experience with Kubernetes, Terraform and C++ is required.
You must know Python or Java.
CI/CD and PCI-DSS are a plus.
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    file = tmp_path_factory.mktemp("lexicon") / "software.tsv"
    file.write_text(TABLE, encoding="utf-8")
    return build_lexicon((file,))


def names(lexicon: Lexicon, text: str) -> list[str]:
    return [mention.skill.name for mention in lexicon.mentions(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("JavaScript and Java", ["JavaScript", "Java"]),
        ("Javanese coffee", []),
        ("C++ and C# but no plain letter", ["C++", "C#"]),
        ("C and C++", ["C", "C++"]),
        ("C-level executives at R&D", []),
        ("C-level with C++", ["C++"]),
        ("we are going to go on", []),
        ("Go-to-market with Java", ["Java"]),
        ("a Go backend", ["Go"]),
        ("Go away", []),
        ("GO backend", []),
        ("Go, Java", ["Go", "Java"]),
        ("Statistics in R.", ["R"]),
        ("ASP.NET, .NET, Node.js", [".NET", ".NET", "Node.js"]),
        ("nodejs, golang", ["Node.js", "Go"]),
        ("CI/CD, PCI DSS and pci-dss", ["CI/CD", "PCI-DSS", "PCI-DSS"]),
        ("relational databases", ["Relational database"]),
        ("colour theory, organisation design", ["Color theory", "Organization design"]),
    ],
)
def test_names_are_whole_names(small: Lexicon, text: str, found: list[str]) -> None:
    assert names(small, text) == found


def test_find_by_name_or_alias(small: Lexicon) -> None:
    skill = small.find("golang")
    assert skill
    assert skill.name == "Go"
    assert small.find("Gol") is None


@settings(deadline=None)
@given(st.text(max_size=80))
def test_mentions_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    ends = [0]
    for mention in load_lexicon().mentions(text):
        assert ends[-1] <= mention.start < mention.end <= len(text)
        ends.append(mention.end)


@given(st.from_regex(r"[a-z]{3,12}", fullmatch=True))
def test_folding_is_stable(word: str) -> None:
    assert normalize_word(word.upper()) == normalize_word(word) == normalize_word(word)
    assert normalize(f"{word}-x") == (normalize_word(word), "x")


def test_the_shipped_lexicon_keeps_short_names() -> None:
    text = "Experience with C, R, Go, C++, C#, .NET and Node.js, PostgreSQL and Python"
    found = {mention.skill.name for mention in load_lexicon().mentions(text)}
    assert {"C", "R", "Go", "C++", "C#", ".NET", "Node.js"} <= found


@pytest.mark.parametrize("word", ["C++", "C#", ".NET", "Node.js", "CI/CD", "PCI-DSS"])
def test_spacy_keeps_names_as_tokens(word: str) -> None:
    (found,) = split_into_sentences(Posting(f"know {word}, too"))
    assert found.tokens[1].text == word


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Java is a plus", "nice"),
        ("ideally some Java", "nice"),
        ("Java is not required", "nice"),
        ("Java desirable", "nice"),
        ("Java is required", "must"),
        ("you must know Java", "must"),
        ("5+ years of Java", "must"),
        ("solid knowledge of Java", "must"),
        ("we use Java", ""),
    ],
)
def test_wording(words: str, said: str) -> None:
    assert wording_kind(words) == said


def test_the_clause_counts_before_the_sentence_and_wording_before_the_section() -> None:
    text = "Python is required, but Scala would be a plus. We use Java."
    for section, expected in (("context", "must"), ("nice", "nice")):
        passage = Passage(section, "", text, 0, len(text))
        first, *_ = split_into_sentences(Posting(text, passages=(passage,)))
        assert importance_kind(first, text, 0, 6) == expected
        assert importance_kind(first, text, 24, 29) == "nice"


def test_alternatives_and_years() -> None:
    text = "Java or Kotlin, and SQL. At least 3-5 years."
    for word, expected in (("Java", True), ("Kotlin", True), ("SQL", False)):
        start = text.index(word)
        assert is_alternative_of_several(text, start, start + len(word)) is expected
    assert [years_asked(text), years_asked("5+ years"), years_asked("many years")] == [3, 5, 0]


def test_wrapped_lines_are_one_block() -> None:
    text = "This sentence was wrapped by somebody at column sixty and\ngoes on here.\nNext line"
    found = list(split_paragraphs(text, Passage("context", "", text, 0, len(text))))
    assert [start for _, start in found] == [0, text.index("Next")]
    assert found[0][0] == text[: text.index("\nNext")].replace("\n", " ")


def by_term(keywords: tuple[Keyword, ...]) -> dict[str, Keyword]:
    return {keyword.term: keyword for keyword in keywords}


def test_a_posting() -> None:
    found = by_term(extract(Posting(POSTING)))
    kinds = {term: keyword.kind for term, keyword in found.items()}
    wanted = dict.fromkeys(("Kubernetes", "Terraform", "C++", "Python", "Java"), "must")
    assert kinds == wanted | dict.fromkeys(("CI/CD", "PCI-DSS"), "nice")
    assert "k8s" in {variant.lower() for variant in found["Kubernetes"].variants}
    assert found["Python"].quotes == ("You must know Python or Java.",)
    assert found["Python"].weight < found["C++"].weight
    assert found["CI/CD"].weight < found["Java"].weight


def test_boilerplate_asks_for_nothing() -> None:
    start = POSTING.index("You must")
    parts = (
        Passage("boilerplate", "", POSTING[:start], 0, start),
        Passage("must", "", POSTING[start:], start, len(POSTING)),
    )
    assert by_term(extract(Posting(POSTING, passages=parts))).keys() == {
        *("Python", "Java", "CI/CD", "PCI-DSS"),
    }


def test_offers_and_self_praise() -> None:
    said = "We build it in Python and Kubernetes, as is required in our trade."
    text = f"Access to free PostgreSQL courses.\n{said}\nYou know Java."
    found = by_term(extract(Posting(text)))
    assert {term: keyword.kind for term, keyword in found.items()} == {
        **dict.fromkeys(("Python", "Kubernetes", "Java"), "context"),
    }


def test_a_skill_in_the_title_is_asked_for() -> None:
    text = "Java Developer\n\nA team of ten."
    assert [k.term for k in extract(Posting(text, title="Java Developer")) if k.kind == "must"] == [
        "Java"
    ]


def test_what_only_the_title_names_counts_less_unless_it_is_a_product() -> None:
    text = "Java Backend Developer\n\nRequirements\n- Terraform\n"
    found = by_term(extract(parse_posting(text)))
    assert found["Backend"].weight < found["Java"].weight / 2


@pytest.mark.parametrize("text", ["", "   \n", "…", "\u200b", ", ,,\n,"])
def test_nothing_is_asked_for_by_nothing(text: str) -> None:
    assert extract(Posting(text)) == ()


def test_a_text_without_stops_takes_no_square_time() -> None:
    found = extract(Posting("Python and Java " * 1200))
    assert {keyword.term for keyword in found} == {"Python", "Java"}
    assert extract(Posting("," * 9_000 + " Python is required")) == extract(
        Posting(" " * 9_000 + " Python is required")
    )
    assert all(len(quote) < 2000 for keyword in found for quote in keyword.quotes)


def test_the_same_text_gives_the_same_keywords() -> None:
    assert extract(Posting(POSTING)) == extract(Posting(POSTING))


WORDS = st.sampled_from([*POSTING.split(), "\n", "a plus", "Go", "–", "nurse,", "(AWS)", "\t", "ﬁ"])


@settings(deadline=None, max_examples=30)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_spans_quotes_and_order_hold_for_any_text(text: str) -> None:
    found = extract(Posting(text))
    marked = [bool(k.spans) for k in found]
    assert marked == sorted(marked, reverse=True)
    others = [k.weight for k in found if not k.spans]
    assert others == sorted(others, reverse=True)
    for keyword in found:
        assert 0.5 <= keyword.weight <= 10
        assert keyword.kind in ("must", "nice", "context")
        surfaces = {" ".join(text[a:b].split()) for a, b in keyword.spans}
        assert surfaces <= {keyword.term, *keyword.variants}
        assert all(quote and quote in text for quote in keyword.quotes)


def test_what_everybody_sees_in_a_posting_is_in_its_list() -> None:
    """Names among needs and wishes, and proper names among duties, however they are worded."""
    posting = parse_posting(
        "Developer\n\nWhat you will do\n- Move the ledger from Oracle to Postgres\n\n"
        "Requirements\n- gRPC or REST\n- rebase, squash, Terraform\n\nNice to have\n- CQRS\n"
    )
    terms = {keyword.term for keyword in extract(posting)}
    assert {"Postgres", "gRPC", "REST", "Terraform", "CQRS"} <= terms


DUTIES = """\
Payroll Coordinator

About us
Harbour Mills is a family firm.

What you will do
- Process payroll for four sites every week
- Manage third-party vendors and answer pension queries
- Carry out stock checks

Requirements
- Experience of absence reporting
"""


def test_duties_and_plain_needs_are_asked_for() -> None:
    found = by_term(extract(parse_posting(DUTIES)))
    assert {"third-party vendors", "pension queries", "stock checks", "absence reporting"} <= set(
        found
    )
    assert "Payroll" in {term.title() for term in found}


def test_the_own_title_of_a_posting_and_praise_are_no_needs() -> None:
    found = {term.lower() for term in by_term(extract(parse_posting(DUTIES)))}
    assert not found & {"payroll coordinator", "coordinator", "family firm", "experience"}


def test_a_degree_is_one_need_and_its_fields_are_none() -> None:
    asked = "BA/BS degree in Economics, Statistics or a related field"
    found = by_term(extract(parse_posting(f"Analyst\n\nRequirements\n- {asked}\n- Tableau\n")))
    assert "BA/BS degree" in found
    assert not set(found) & {"BA", "BS degree", "Economics", "Statistics"}


def test_a_long_sentence_is_not_boilerplate_for_one_clause() -> None:
    posting = parse_posting(
        "Account Manager\n\nYou will identify new business within a territory and hold client "
        "appointments each week of the year with the support of a telephone team and a marketing "
        "department in the head office You will negotiate contracts with wholesalers and "
        "supermarkets To apply please send your CV to our office today\n"
    )
    kinds = {p.kind for p in posting.passages if "negotiate contracts" in p.text}
    assert "boilerplate" not in kinds
    assert "boilerplate" in {p.kind for p in posting.passages if "send your CV" in p.text}


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([*EnglishDefaults.tokenizer_exceptions, "C++", "(", "..."])))
def test_special_cases_that_are_added_late_give_the_tokens_of_spacy(words: list[str]) -> None:
    text = " ".join(words)
    (ours,) = load_pipeline().read([text])
    assert [token.text for token in ours] == [token.text for token in SPACY(text)]


def test_the_own_pipeline_gives_the_tags_and_sentences_of_the_model() -> None:
    text = "You'll design REST APIs. We've used Kafka since 2019, and don't run ETL jobs by hand!"
    (doc,) = load_pipeline().read([text])
    tags = "PRP MD VB NN NNS . PRP VBP VBN NNP IN CD , CC VBP RB VB NN NNS IN NN ."
    assert " ".join(token.tag_ for token in doc) == tags
    assert [sentence.start for sentence in doc.sents] == [0, 6]


@pytest.mark.parametrize(
    ("line", "choices"),
    [
        ("Java or Kotlin experience", {"Java": ("Kotlin",), "Kotlin": ("Java",)}),
        (
            "AWS, Azure or Google Cloud",
            {
                "AWS": ("Azure", "Google Cloud"),
                "Azure": ("AWS", "Google Cloud"),
                "Google Cloud": ("AWS", "Azure"),
            },
        ),
        ("Terraform (or Pulumi)", {"Terraform": ("Pulumi",), "Pulumi": ("Terraform",)}),
        ("Python and SQL", {"Python": (), "SQL": ()}),
        ("Docker, Kubernetes", {"Docker": (), "Kubernetes": ()}),
        (
            "Strong Scala, or strong Kotlin/Java",
            {
                "Scala": ("Kotlin", "Java"),
                "Kotlin": ("Scala", "Java"),
                "Java": ("Scala", "Kotlin"),
            },
        ),
        (
            "Asynchronous messaging (we use Kafka; RabbitMQ is fine too)",
            {
                "Asynchronous messaging": ("Kafka", "RabbitMQ"),
                "Kafka": ("Asynchronous messaging", "RabbitMQ"),
                "RabbitMQ": ("Asynchronous messaging", "Kafka"),
            },
        ),
        ("AWS (EC2, DynamoDB)", {"AWS": (), "EC2": (), "DynamoDB": ()}),
    ],
)
def test_of_some_things_any_one_will_do(line: str, choices: dict[str, tuple[str, ...]]) -> None:
    found = extract(parse_posting(f"Developer\n\nRequirements\n- {line}\n- You write clean HTML\n"))
    assert {one.term: one.choice for one in found if one.term != "HTML"} == choices


def test_what_is_also_asked_for_alone_is_no_choice() -> None:
    found = extract(parse_posting("Requirements\n- Java or Kotlin\n- Five years of Java\n- HTML\n"))
    assert {one.term: one.choice for one in found if one.term in ("Java", "Kotlin")} == {
        "Java": (),
        "Kotlin": ("Java",),
    }


def test_the_number_of_threads_changes_no_weight() -> None:
    """The last digits of a product of matrices depend on it."""
    posting = Path(__file__).parent.parent / "examples/nurse/postings/icu-registered-nurse.txt"
    code = f"import tailor; print(tailor.extract(open({str(posting)!r}).read()))"
    one, four = (
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), number),
            capture_output=True,
            check=True,
        ).stdout
        for number in ("1", "4")
    )
    assert one == four


@pytest.mark.parametrize(
    ("lines", "terms"),
    [
        (["CI/CD with GitHub Actions, Argo CD"], {"CI/CD", "GitHub Actions", "Argo CD"}),
        (["Argo CD and Helm", "Argo CD", "ArgoCD in production"], {"Argo CD", "Helm"}),
        (["Experience with cloud providers (AWS GCP etc.)", "Docker"], {"AWS", "GCP", "Docker"}),
        (["Prometheus, Grafana", "AWS, Terraform, Kubernetes", "Mentoring"], {"Mentoring"}),
    ],
    ids=["whole-name", "one-thing", "lost-commas", "soft-item"],
)
def test_names_are_whole_apart_and_all_there(lines: list[str], terms: set[str]) -> None:
    items = "\n".join(f"- {line}" for line in lines)
    posting = parse_posting(f"Platform Engineer\n\nRequirements\n{items}\n")
    listed = {keyword.term for keyword in extract(posting)}
    assert terms <= listed
    assert not listed & {"Argo", "ArgoCD", "CD", "AWS GCP", "AWS GCP etc"}


def test_a_town_with_its_state_is_no_skill() -> None:
    needs = "- Lives near Boulder, CO or Austin, TX\n- Excel, MS Office\n"
    posting = parse_posting(f"Store Manager\n\nRequirements\n{needs}")
    listed = {keyword.term.lower() for keyword in extract(posting)}
    assert not listed & {"co", "tx", "boulder", "austin"}
    assert any("ms office" in term for term in listed)
