"""The networks that name skills: inputs, place in the list, and how they are trained."""

import numpy as np

from scripts.train_network import Example, gradient
from tailor.keywords import extract
from tailor.keywords.network import all_networks, build_network, score_tokens
from tailor.keywords.nlp import split_into_sentences
from tailor.keywords.tagger import tag_sentences, without_commas
from tailor.models import Posting
from tailor.posting import parse_posting

TEXT = """\
Backend engineer

What you need
- Strong knowledge of Python, Kafka and event sourcing
- Experience with Terraform; teamwork and good communication skills
- Familiar with Grafana dashboards
"""


def test_names_that_the_models_chose_lead_the_list() -> None:
    marked = [bool(one.spans) for one in extract(parse_posting(TEXT))]
    assert marked == sorted(marked, reverse=True)
    assert len(set(marked)) == 2


def test_soft_skills_are_listed_without_a_mark() -> None:
    found = {one.term.lower(): one for one in extract(parse_posting(TEXT))}
    assert found["kafka"].spans
    assert found["teamwork"].spans == ()


def test_scores_are_one_row_for_each_token_also_beside_empty_sentences() -> None:
    found = [
        without_commas(one)
        for one in split_into_sentences(Posting(", , ,\n\nKnow Python, C++ and Go"))
    ]
    assert not found[0].tokens
    marks = [[""] * len(one.tokens) for one in found]
    scores, moves = score_tokens(found, marks)
    assert scores.shape == (sum(map(len, marks)), 3)
    assert moves.shape == (3, 3)
    assert np.isfinite(scores).all()


def test_a_sentence_is_tagged_the_same_whatever_was_read_before() -> None:
    first = tag_sentences(split_into_sentences(Posting(TEXT)))
    tag_sentences(
        split_into_sentences(Posting("Don't use C++ or CI/CD.\n\nWe're a team of Go developers."))
    )
    assert tag_sentences(split_into_sentences(Posting(TEXT))) == first


def test_the_shipped_networks_have_the_shape_that_is_trained() -> None:
    trained = build_network()
    pair = np.zeros((4, 355), np.float32), np.zeros((4, 7), np.uint64)
    trained.initialize(X=pair)
    for model in all_networks():
        shapes = [[node.get_param(n).shape for n in node.param_names] for node in model.walk()]
        assert shapes == [
            [node.get_param(n).shape for n in node.param_names] for node in trained.walk()
        ]


def test_the_gradient_is_the_slope_of_the_loss() -> None:
    random = np.random.RandomState(3)
    one = Example((3, 1, 5), None, None, np.array([0, 1, 2, 0, 1, 2, 2, 0, 1]))
    scores, moves = random.randn(9, 3), random.randn(3, 3)
    of_scores, of_moves, loss = gradient(scores, moves, one)
    step = 1e-5
    for values, slopes in ((scores, of_scores), (moves, of_moves)):
        for at in np.ndindex(values.shape):
            values[at] += step
            raised = gradient(scores, moves, one)[2]
            values[at] -= step
            assert abs((raised - loss) / step - slopes[at]) < 1e-3
