"""JSON Resume to a master: what a master has no place for is told and kept. Invented people."""

import json
from pathlib import Path
from typing import Any

from tailor.loader import import_cv
from tailor.resume.source import UnplacedLine

DATA: dict[str, Any] = {
    "$schema": "https://example.com/schema.json",
    "basics": {
        "name": "Ines Vallgren",
        "image": "me.png",
        "location": {"city": "Lund", "countryCode": "SE"},
    },
    "work": [
        {
            "company": "Lumen Norr",
            "position": "Engineer",
            "startDate": "2020",
            "location": {"city": "Lund", "region": "Skane", "countryCode": "SE"},
            "highlights": ["Built a rig."],
            "foo": "bar",
            "team": {"size": 7, "names": ["Bo", None]},
            "x-mine": "own",
        }
    ],
    "projects": [{"name": "Frost", "type": "tool"}, {"name": "Ice", "type": "work/4"}],
    "extra": [{"k": "v"}],
    "meta": {"version": "v1"},
}


def test_unknown_keys_are_kept_with_their_path(tmp_path: Path) -> None:
    path = tmp_path / "cv.json"
    path.write_text(json.dumps(DATA, indent=1), encoding="utf-8")
    found = import_cv(path)
    assert found.unplaced == (
        UnplacedLine(19, "work/0/location/countryCode: SE"),
        UnplacedLine(24, "work/0/foo: bar"),
        UnplacedLine(26, "work/0/team/size: 7"),
        UnplacedLine(28, "work/0/team/names/0: Bo"),
        UnplacedLine(32, "work/0/x-mine: own"),
        UnplacedLine(47, "extra/0/k: v"),
    )
    assert found.master["work"] == [
        {
            "name": "Lumen Norr",
            "position": "Engineer",
            "startDate": "2020",
            "location": "Lund, Skane",
            "highlights": ["Built a rig."],
        }
    ]
    assert found.master["basics"]["location"] == {"city": "Lund", "countryCode": "SE"}
    assert [one["name"] for one in found.master["projects"]] == ["Frost", "Ice"]
