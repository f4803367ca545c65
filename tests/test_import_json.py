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


REACTIVE_5: dict[str, Any] = {
    "basics": {
        "name": "Ines Vallgren",
        "website": {"url": "https://ines.example.com", "label": ""},
        "customFields": [{"id": "1", "icon": "car", "text": "Driving licence B", "link": ""}],
    },
    "summary": {"title": "Profile", "content": "<p>Builds rigs.</p>"},
    "sections": {
        "experience": {
            "title": "",
            "items": [
                {
                    "id": "b",
                    "company": "Lumen Norr",
                    "position": "",
                    "period": "March 2018 - Present",
                    "description": "<p>Cold stores.</p>",
                    "roles": [
                        {
                            "id": "r",
                            "position": "Lead Engineer",
                            "period": "March 2020 - Present",
                            "description": "<ul><li><p>Led nine people</p></li></ul>",
                        }
                    ],
                }
            ],
        },
        "skills": {"items": [{"name": "Planning", "proficiency": "Expert", "keywords": ["Gantt"]}]},
    },
    "customSections": [
        {
            "title": "Dives",
            "type": "experience",
            "items": [{"company": "Sea Club", "position": "Diver", "period": "2015 - 2016"}],
        },
        {"title": "More", "type": "summary", "items": [{"content": "<p>Sails.</p>"}]},
    ],
    "metadata": {"template": "onyx"},
}


def test_reactive_resume_5_comes_in_whole(tmp_path: Path) -> None:
    path = tmp_path / "cv.json"
    path.write_text(json.dumps(REACTIVE_5, indent=1), encoding="utf-8")
    found = import_cv(path)
    assert found.unplaced == ()
    assert found.master["basics"]["summary"] == "Builds rigs."
    assert found.master["basics"]["profiles"] == [{"network": "Driving licence B"}]
    (job,) = found.master["work"]
    assert (job["name"], job["summary"]) == ("Lumen Norr", "Cold stores.")
    assert job["positions"] == [
        {"position": "Lead Engineer", "startDate": "2020-03", "highlights": ["Led nine people"]}
    ]
    assert found.master["skills"] == [
        {"name": "Planning", "level": "Expert", "keywords": ["Gantt"]}
    ]
    dives, more = found.master["sections"]
    assert (dives["title"], dives["entries"][0]["organisation"]) == ("Dives", "Sea Club")
    assert more["entries"] == [{"title": "Sails."}]


def test_the_keywords_of_a_job_in_fresh_are_kept(tmp_path: Path) -> None:
    job = {"employer": "Lumen Norr", "start": "2018-03", "keywords": ["cold stores"]}
    data = {"name": "Ines Vallgren", "employment": {"history": [job]}}
    path = tmp_path / "cv.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    found = import_cv(path)
    assert found.master["work"][0]["keywords"] == ["cold stores"]
    assert found.unplaced == ()
