"""What tailor is compared with: TF-IDF, BM25, and a keyword extractor in the manner of YAKE."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

WORD = re.compile(r"[a-z0-9][a-z0-9+#.]*[a-z0-9+#]|[a-z]")
TOKEN = re.compile(r"[\w+#][\w+#.’'/-]*[\w+#]|\w|[^\w\s]")


def stems(text: str) -> list[str]:
    """Words without stop words, cut to a crude stem."""
    kept = (w for w in WORD.findall(text.lower()) if w not in ENGLISH_STOP_WORDS)
    return [re.sub(r"(?<=\w{4})(?:ations?|ments?|ings?|ions?|ed|ers?|s|e)$", "", w) for w in kept]


def tfidf(posting: str, lines: Sequence[str], *_: object) -> list[float]:
    """Cosine of TF-IDF vectors, document frequencies from the pool itself."""
    table = TfidfVectorizer(analyzer=stems, sublinear_tf=True).fit_transform([posting, *lines])
    return [float(x) for x in (table[1:] @ table[0].T).toarray().ravel()]


def bm25(posting: str, lines: Sequence[str], *_: object) -> list[float]:
    """Okapi BM25 (Robertson and Walker 1994), k1 = 1.2, b = 0.75, query terms by log frequency."""
    query, pool = Counter(stems(posting)), [Counter(stems(line)) for line in lines]
    df = Counter(word for line in pool for word in line)
    length = [sum(line.values()) for line in pool]
    usual = sum(length) / len(pool) or 1.0

    def value(i: int) -> float:
        total = 0.0
        for word, count in pool[i].items():
            if word in query:
                rare = math.log(1 + (len(pool) - df[word] + 0.5) / (df[word] + 0.5))
                part = count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length[i] / usual))
                total += rare * (1 + math.log(query[word])) * part
        return total

    return [value(i) for i in range(len(pool))]


def candidates(text: str) -> dict[tuple[str, ...], list[tuple[int, int]]]:
    """Runs of one to three words that neither begin nor end with a stop word, and their places."""
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for line in re.finditer(r"[^\n]+", text):
        tokens = list(TOKEN.finditer(line.group()))
        for i in range(len(tokens)):
            for j in range(i + 1, min(i + 4, len(tokens) + 1)):
                run = tuple(t.group().lower() for t in tokens[i:j])
                ends = {run[0], run[-1]}
                if all(w[0].isalnum() for w in run) and not ends & ENGLISH_STOP_WORDS:
                    a, b = tokens[i].start(), tokens[j - 1].end()
                    places[run].append((line.start() + a, line.start() + b))
    return places


def frequent(text: str) -> list[tuple[str, list[tuple[int, int]]]]:
    """n-grams by frequency and length: TF-IDF where only one document is known."""
    found = candidates(text)
    order = sorted(found, key=lambda run: (-len(found[run]) * math.log(1 + len(run)), run))
    return [(" ".join(run), found[run]) for run in order[:20]]


def yake(text: str) -> list[tuple[str, list[tuple[int, int]]]]:
    """Keywords after Campos et al. 2020 (YAKE), from the paper: words that are capitalised, early,
    frequent, in many sentences and in few different contexts make good candidates."""
    words: dict[str, list[tuple[int, str]]] = defaultdict(list)
    left: dict[str, list[str]] = defaultdict(list)
    right: dict[str, list[str]] = defaultdict(list)
    sentences = [s for s in re.split(r"(?<=[.!?])\s+|\n+", text) if s.strip()]
    for number, sentence in enumerate(sentences):
        row = [t.group() for t in TOKEN.finditer(sentence)]
        for i, word in enumerate(row):
            if word[0].isalnum():
                words[word.lower()].append((number, word if i else word.lower()))
                left[word.lower()] += [row[i - 1].lower()] if i else []
                right[word.lower()] += [row[i + 1].lower()] if i + 1 < len(row) else []
    counts = [len(seen) for w, seen in words.items() if w not in ENGLISH_STOP_WORDS] or [1]
    usual = sum(counts) / len(counts)
    spread = (sum((c - usual) ** 2 for c in counts) / len(counts)) ** 0.5
    most = max(map(len, words.values()), default=1)

    def weigh(word: str) -> float:
        seen = words[word]
        upper = sum(form[0].isupper() for _, form in seen)
        case = upper / (1 + math.log(len(seen)))
        place = math.log(3 + sorted(number for number, _ in seen)[len(seen) // 2])
        often = len(seen) / (usual + spread)
        variety = sum(len(set(side)) / len(side) for side in (left[word], right[word]) if side)
        related = 1 + variety * len(seen) / most
        wide = len({number for number, _ in seen}) / len(sentences)
        return float(place * related / (case + (often + wide) / related))

    found = candidates(text)
    scores = {}
    for run, places in found.items():
        parts = [weigh(w) for w in run if w in words]
        scores[run] = math.prod(parts) / (len(places) * (1 + sum(parts)))
    return [
        (" ".join(run), found[run]) for run in sorted(scores, key=lambda r: (scores[r], r))[:20]
    ]
