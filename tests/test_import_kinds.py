"""Kinds of CVs that people write, each in a few lines of text. The people are invented."""

import json
from pathlib import Path
from typing import Any

import pytest

from tailor.errors import InputError
from tailor.loader import import_cv
from tailor.resume_parser import join_date_columns, join_spaced_letters
from tailor.resume_parser.blocks import Span, make_block
from tailor.resume_parser.date_ranges import find_periods
from tailor.resume_parser.vocabulary import is_organisation, is_title, section_kind

Import = Any


@pytest.fixture
def imported(tmp_path: Path) -> Import:
    """What is made of a text in a file of this name."""

    def made(text: str, name: str = "cv.md") -> dict[str, Any]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return import_cv(tmp_path / name).master

    return made


def test_settings_of_pandoc_are_no_text(imported: Import) -> None:
    master = imported(
        '::: {.head style="text-align:center"}\n# Runa Halvorsen {.name #top}\n\n'
        "[runa@example.com](mailto:runa@example.com){.email}\n:::\n\n"
        "## Experience {#work .unnumbered}\n\n"
        "#### Reviser [Sept 2006 -- Dec 2011]{.date}\n\n:   Fenwick Patents Ltd, Norwich\n\n"
        "- Read 2,500 words {of chemistry} a day\n\n## Education {: .wide}\n\n"
        "#### MA Translation [2006]{.date}\n\n:   University of Hull\n"
    )
    job, degree = master["work"][0], master["education"][0]
    assert master["basics"]["name"] == "Runa Halvorsen"
    assert master["basics"]["email"] == "runa@example.com"
    assert (job["position"], job["startDate"], job["endDate"]) == (
        *("Reviser", "2006-09"),
        "2011-12",
    )
    assert job["highlights"] == ["Read 2,500 words {of chemistry} a day"]
    assert (degree["studyType"], degree["endDate"]) == ("MA Translation", "2006")
    assert "unnumbered" not in json.dumps(master)


def test_a_greeting_and_badges_are_no_name(imported: Import) -> None:
    master = imported(
        "# Hi 👋, I'm Corin Vexley\n\n[![GitHub](https://x.example/a.svg)](https://github.com/corin)"
        " [![Mail](https://x.example/m.svg)](mailto:corin@example.com)\n\n## Work\n\n"
        "### Fathom Ltd, Developer\n2019 - 2021\n\n- Wrote a log\n"
    )
    assert master["basics"]["name"] == "Corin Vexley"
    assert master["basics"]["email"] == "corin@example.com"


def test_titles_in_plain_text_need_no_capitals(imported: Import) -> None:
    master = imported(
        "ÖZGEÇMİŞ\n\nKişisel Bilgiler\nAdı Soyadı: Derya Aksakal\nE-posta: derya@example.com\n\n"
        "İş Deneyimi\n03.2019 – Halen\tYelken Makine A.Ş., İzmir\n\t\tMakine Mühendisi\n"
        "\t\t- Kalıp tasarımı\n07.2014 – 02.2019\tBakır Döküm Ltd. Şti., Manisa\n"
        "\t\tTeknik Ressam\n\t\t- Çizim\n\nEğitim Bilgileri\n"
        "2009 – 2014\tLisans, Makine Mühendisliği, Marmara Üniversitesi\n\n"
        "Yabancı Dil\nİngilizce: iyi\n\nBilgisayar Bilgisi\nSolidWorks, Ansys\n",
        "cv.txt",
    )
    first, second = master["work"]
    assert (first["name"], first["position"]) == ("Yelken Makine A.Ş.", "Makine Mühendisi")
    assert (first["startDate"], first.get("endDate")) == ("2019-03", None)
    assert (second["startDate"], second["endDate"]) == ("2014-07", "2019-02")
    assert master["education"][0]["institution"] == "Marmara Üniversitesi"
    assert master["languages"] == [{"language": "İngilizce", "fluency": "iyi"}]
    assert master["skills"] == [{"keywords": ["SolidWorks", "Ansys"]}]


def test_items_with_labelled_lines_are_jobs(imported: Import) -> None:
    master = imported(
        "Nombre: Iván Quispe\nCorreo: ivan@example.com\n\nEXPERIENCIA LABORAL\n\n"
        "* MINERA ALTIPLANO S.A.C.\n  Cargo: Técnico electricista\n"
        "  Periodo: Del 15 de febrero de 2018 hasta la actualidad\n  Funciones:\n"
        "    - Montaje de tableros\n    - Termografía\n\n"
        "* TALLERES MISTI E.I.R.L.\n  Cargo: Electricista\n"
        "  Periodo: Del 03/05/2011 al 31/01/2018\n  Funciones:\n    - Cableado\n\n"
        "ESTUDIOS\n\nInstituto Arequipa - Electrotecnia (2006 - 2009)\n",
        "cv.txt",
    )
    assert [(one["position"], len(one["highlights"])) for one in master["work"]] == [
        ("Técnico electricista", 2),
        ("Electricista", 1),
    ]
    assert master["work"][1]["endDate"] == "2018-01-31"


def test_a_date_may_stand_above_two_headings(imported: Import) -> None:
    entry = "<div>{}</div><h5>{}</h5><h6>{}</h6><ul><li>{}</li></ul>".format
    master = imported(
        "<html><body><h1>Vasco Teles</h1><p>vasco@example.com</p><h3>Work experience</h3>"
        + entry("2015 – 2017", "Gardener", "Town of Evora", "Planted 90 trees")
        + entry("2011", "Internship", "Botanical Garden Ltd", "Weeded")
        + "</body></html>",
        "cv.html",
    )
    assert [(one["position"], one["name"]) for one in master["work"]] == [
        ("Gardener", "Town of Evora"),
        ("Internship", "Botanical Garden Ltd"),
    ]


def test_a_form_may_name_the_employer_below_the_duties(imported: Import) -> None:
    rows = (
        ("Date", "2016 – 2019"),
        ("Lavoro o posizione ricoperti", "Infermiera"),
        ("Principali attività e responsabilità", ""),
    )
    form = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows)
    below = "<tr><td>Nome e indirizzo del datore di lavoro</td><td>Ospedale Sile, Treviso</td></tr>"
    master = imported(
        "<html><body><h1>Europass Curriculum Vitae</h1><table>"
        "<tr><td>Cognome / Nome</td><td>Lucia Brugnera</td></tr></table>"
        f"<h2>Esperienza professionale</h2><table>{form}</table><ul><li>Turni</li></ul>"
        f"<table>{below}</table></body></html>",
        "cv.html",
    )
    (job,) = master["work"]
    assert (job["name"], job["position"]) == ("Ospedale Sile", "Infermiera")
    assert job["highlights"] == ["Turni"]
    assert master["basics"]["name"] == "Lucia Brugnera"


def test_lines_with_another_label_are_no_languages(imported: Import) -> None:
    master = imported(
        "# Ida Brandt\n\nida@example.com\n\n## Experience\n\n### Clerk, Acme Ltd\n2019 - 2021\n\n"
        "## Languages\n\nArabic: bilingual – Wolof: some – Spanish: basic\n\n"
        "Software: Excel, Sage\n\n"
        "No cookies are used, and nothing else.\n"
    )
    assert [one["language"] for one in master["languages"]] == ["Arabic", "Wolof", "Spanish"]
    assert master["skills"] == [{"keywords": ["Excel", "Sage"]}]


def test_degrees_under_training_and_years_that_begin_lines(imported: Import) -> None:
    master = imported(
        "# Ines Duval\n\nines@example.com\n\n## Experience\n\n### Clerk, Acme Ltd\n2012 - 2021\n\n"
        "## Training\n\n2011 Master of Accounting, University of Lyon\n\n"
        "2009 Bachelor of Arts, University of Lyon\n"
    )
    assert [(one["studyType"], one["endDate"]) for one in master["education"]] == [
        ("Master of Accounting", "2011"),
        ("Bachelor of Arts", "2009"),
    ]


def test_contact_data_beside_personal_data_are_kept(imported: Import) -> None:
    master = imported(
        "# Jan Wilk\n\nDate of birth: 11.04.1980 Address: Lipowa 5, 10-555 Olsztyn\n\n"
        "Phone: (+34) 655550196 (mobile)\n\n## Experience\n\n### Clerk, Acme Ltd\n2012 - 2021\n"
    )
    assert master["basics"]["location"]["city"] == "Olsztyn"
    assert master["basics"]["phone"] == "(+34) 655550196"
    assert "1980" not in json.dumps({**master, "meta": {}})


@pytest.mark.parametrize(
    ("typed", "title"),
    [("LI NGUE", "LINGUE"), ("CONOSCENZE I NFORMATICH E", "CONOSCENZE INFORMATICHE")],
)
def test_a_torn_title_is_whole_again(typed: str, title: str) -> None:
    block = make_block("heading", [Span(typed)], 1, 1, 1)
    assert block
    assert join_spaced_letters(block).text == title


def test_a_heading_in_capitals_that_is_no_title_stays() -> None:
    block = make_block("heading", [Span("ACME I BEAM WORKS")], 1, 1, 1)
    assert block
    assert join_spaced_letters(block).text == "ACME I BEAM WORKS"


def test_a_range_of_dates_in_two_columns_is_one() -> None:
    block = make_block("text", [Span("May 2013 –\tMarch 2019\tCook")], 1, 1)
    assert block
    assert [cell.text for cell in join_date_columns(block).cells] == [
        "May 2013 – March 2019",
        "Cook",
    ]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("od 1 września 2008 r.", "2008-09-01", ""),
        ("06–08 2013", "2013-06", "2013-08"),
        ("2013 > 2015", "2013", "2015"),
        ("sept. 2019 › aujourd’hui", "2019-09", ""),
    ],
)
def test_dates_with_a_word_for_year(text: str, start: str, end: str) -> None:
    (found,) = find_periods(text)
    assert (found.start, found.end) == (start, end)
    assert found.stop == len(text)


FRESH = {
    "name": "Barnaby Pell",
    "contact": {"email": "barnaby@example.com"},
    "employment": {
        "summary": "Eight years of it",
        "history": [{"employer": "Offa Web", "position": "Developer", "start": "2015-05"}],
    },
    "projects": [{"title": "foliocheck", "role": "creator", "keywords": "pdf"}],
    "writing": [{"title": "Margins", "publisher": {"name": "The Fold"}, "date": "2021-03"}],
    "speaking": [{"title": "HTML is enough", "event": "CymruJS", "date": "2023-04"}],
    "testimonials": [{"name": "Olwen Prosser", "quote": "He answers."}],
}


def test_every_part_of_fresh_comes_in_or_is_reported(tmp_path: Path) -> None:
    (tmp_path / "cv.json").write_text(json.dumps(FRESH))
    found = import_cv(tmp_path / "cv.json")
    master = found.master
    assert master["projects"] == [{"name": "foliocheck", "roles": ["creator"], "keywords": ["pdf"]}]
    assert master["publications"][0]["publisher"] == "The Fold"
    assert master["references"] == [{"name": "Olwen Prosser", "reference": "He answers."}]
    (section,) = master["sections"]
    assert section["title"] == "Speaking"
    assert section["entries"][0]["organisation"] == "CymruJS"
    assert [one.text for one in found.unplaced] == ["Eight years of it"]


def test_languages_of_rendercv_are_languages(imported: Import) -> None:
    master = imported(
        "cv:\n  name: Nora Azizi\n  sections:\n    Sprachen:\n"
        "    - {label: Deutsch, details: Muttersprache}\n    Kenntnisse:\n"
        "    - {label: Sprachen, details: 'Persisch (C1), Englisch (B2)'}\n"
        "    - {label: Geräte, details: 'Beatmung, EKG'}\n",
        "cv.yaml",
    )
    assert master["languages"] == [
        {"language": "Deutsch", "fluency": "Muttersprache"},
        {"language": "Persisch", "fluency": "C1"},
        {"language": "Englisch", "fluency": "B2"},
    ]
    assert [one["name"] for one in master["skills"]] == ["Geräte"]


def test_resumake_lists_its_sections_and_is_no_fault(imported: Import) -> None:
    master = imported(
        json.dumps(
            {
                "selectedTemplate": 3,
                "headings": {"work": "Service"},
                "sections": ["templates", "profile", "work"],
                "basics": {"name": "Corwin Pell"},
                "work": [{"company": "Tide Ltd", "position": "Diver", "startDate": "2012"}],
            }
        ),
        "cv.json",
    )
    assert master["work"][0]["name"] == "Tide Ltd"
    assert "sections" not in master


def test_a_kind_of_experience_is_work(imported: Import) -> None:
    master = imported(
        "# Tamsin Reyes\n\ntamsin@example.com\n\n## Flying Experience\n\n"
        "### First Officer, Humber Airways\n2019 - 2021\n\n- Flew\n\n## Skills\n\n"
        "### User Experience\n\nFigma, Sketch\n"
    )
    (job,) = master["work"]
    assert job["highlights"] == ["Flew"]
    assert "Figma" in json.dumps(master["skills"])


def test_what_is_said_of_a_project_is_its_description(imported: Import) -> None:
    master = imported(
        "# Juno Ash\n\njuno@example.com\n\n## Projects\n\n### Field Notes\n2021 - 2022\n\n"
        "A zine about fog in three issues.\n\n- Printed 300 copies.\n"
    )
    assert master["projects"] == [
        {
            "name": "Field Notes",
            "startDate": "2021",
            "endDate": "2022",
            "description": "A zine about fog in three issues.",
            "highlights": ["Printed 300 copies."],
        }
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Licensure & Certifications", "certificates"),
        ("Computer skills & gadgets", "skills"),
        ("Expérience terrain", "work"),
        ("Kurzy a oprávnění", "certificates"),
        ("Pracovné skúsenosti", "work"),
        ("Навички", "skills"),
        ("Experience Designer", ""),
        ("Sales and Marketing Manager", ""),
        ("Key Duties and Achievements", ""),
    ],
)
def test_a_title_that_is_half_known(title: str, kind: str) -> None:
    assert section_kind(title) == kind


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("W H E R E I ' V E W O R K E D", "WHERE I'VE WORKED"),
        ("W O R K E X P E R I E NC E", "WORK EXPERIENCE"),
        ("E X P É R I E N C E S P RO F E S S I O N N E L L E S", "EXPÉRIENCES PROFESSIONNELLES"),
        ("E D U C A T I O N & A W A R D S", "EDUCATION&AWARDS"),
    ],
)
def test_a_title_in_spaced_letters_may_have_signs(typed: str, title: str) -> None:
    block = make_block("text", [Span(typed)], 1, 1)
    assert block
    assert join_spaced_letters(block).text == title
    assert section_kind(title)


def test_jobs_below_a_title_of_ones_own(imported: Import) -> None:
    text = (
        "# Olof Brandt\n\n**Miller**  \nolof@example.com\n\n## The story so far\n\n"
        "### Kvarn AB — Lund\n\n**Head Miller** *(2019-03 → now)*\n\n- Ground rye.\n\n"
        "**Miller** *(2015-01 → 2019-02)*\n\n- Swept floors.\n\n## Skills\n\nRye, wheat\n"
    )
    jobs = imported(text)["work"]
    assert [(one["name"], one["position"]) for one in jobs] == [
        ("Kvarn AB", "Head Miller"),
        ("Kvarn AB", "Miller"),
    ]


def test_jobs_below_a_title_alone_in_plain_text(imported: Import) -> None:
    master = imported(
        "Curriculum Vitae\n\nNome: Elio Marani\nE-mail: elio@example.com\n\nCosa ho fatto\n\n"
        "Dal 2018 ad oggi: Cuoco presso Trattoria Vela, Bologna\n  * cucina di mare\n\n"
        "Titoli di studio\n2007 Diploma di cuoco, IPSSAR Vela, Imola\n\n"
        "Patenti e attestati\nHACCP 2022\n",
        "cv.txt",
    )
    assert [(one["name"], one["position"]) for one in master["work"]] == [
        ("Trattoria Vela", "Cuoco")
    ]
    assert master["education"][0]["institution"] == "IPSSAR Vela"
    assert master["certificates"] == [{"name": "HACCP", "date": "2022"}]


ROLES = """# Ada Brink

ada@example.com

## Employment

**Hillside Academy, Gateshead** | September 2013 to present

*Comprehensive school of 1,350*

**Head of Geography** | September 2018 to present

- Led five teachers

**Second in Department** | September 2013 to August 2018

- Mentored trainees

**Durham High School, Durham** | 2011 – 2013

Teacher

- Taught history
"""


def test_roles_below_a_line_with_the_employer_and_the_whole_time(imported: Import) -> None:
    jobs = imported(ROLES)["work"]
    assert [(one["name"], one["position"], one["startDate"]) for one in jobs] == [
        ("Hillside Academy", "Head of Geography", "2018-09"),
        ("Hillside Academy", "Second in Department", "2013-09"),
        ("Durham High School", "Teacher", "2011"),
    ]
    assert "Comprehensive school of 1,350" in json.dumps(jobs[0])


def test_places_in_brackets_are_places_if_some_of_them_are_known(imported: Import) -> None:
    text = "# Mari Elso\n\nmari@example.com\n\n## Experience\n\n"
    jobs = (("Baker", "Horno Luz", "Bilbao"), ("Cook", "Casa Aldea", "Villar Nuevo"))
    for number, (title, name, place) in enumerate(jobs):
        text += f"### 201{number} – 201{number + 1}\n{title} | {name} ({place})\n\n- Work.\n\n"
    found = [(one["name"], one["location"]) for one in imported(text)["work"]]
    assert found == [(name, place) for _, name, place in jobs]


def test_what_a_browser_prints_around_a_page_and_consent_are_no_text(imported: Import) -> None:
    master = imported(
        "Kata Lindwall\n12/1/25, 1:00 AM   Kata Lindwall CV\nTranslator\nkata@example.com\n\n"
        "EXPERIENCE\n\n2012 – 2014   Acme Ltd, Oslo\n              Clerk\n"
        "Curriculum Vitae – Kata Lindwall          page 1/2\n"
        "2009 – 2012   Bolt Ltd, Oslo\n              Porter\n\nINTERESTS\n\nchess\n\n"
        "file:///home/kata/cv.html 1/2\n"
        "I hereby declare that all of this is true.\n",
        "cv.txt",
    )
    assert master["basics"]["label"] == "Translator"
    assert [one["name"] for one in master["work"]] == ["Acme Ltd", "Bolt Ltd"]
    assert "hereby" not in json.dumps(master)
    assert "file:" not in json.dumps(master)


def test_boxes_of_latex_are_columns_and_items_of_a_form_are_bullets(imported: Import) -> None:
    degree = imported(
        "\\documentclass{article}\\begin{document}{\\Large Iara Moss}\\\\iara@example.com\n\n"
        "\\section{Education}\\makebox[3cm][l]{2013--2015}\\textbf{MSc Biology}\\\\"
        "University of Moss\n\n\\end{document}",
        "cv.tex",
    )["education"][0]
    assert (degree["startDate"], degree["institution"]) == ("2013", "University of Moss")
    master = imported(
        "\\documentclass{europecv}\\ecvname{Moss, Iara}\\begin{document}\\begin{europecv}"
        "\\ecvsection{Work experience}\\ecvitem{Dates}{2019 -- 2021}"
        "\\ecvitem{Occupation or position held}{Clerk}"
        "\\ecvitem{Main activities and responsibilities}{\\begin{ecvitemize}"
        "\\item filing of letters;\\item calls.\\end{ecvitemize}}"
        "\\ecvitem{Name and address of employer}{Acme Ltd, Oslo}\\end{europecv}\\end{document}",
        "cv.tex",
    )
    assert master["basics"]["name"] == "Iara Moss"
    assert master["work"][0]["highlights"] == ["filing of letters;", "calls."]


def test_degree_before_school_in_one_entry_of_several(imported: Import) -> None:
    text = (
        "# Jo Kobel\n\njo@example.com\n\n## Ausbildung\n\n1999 - 2002\nAusbildung zum Elektriker\n"
    )
    text += "Volt GmbH, Halle\n\n1989 - 1999\n24. Mittelschule Leipzig\nRealschulabschluss\n"
    found = [(one["institution"], one["studyType"]) for one in imported(text)["education"]]
    assert found[0] == ("Volt GmbH", "Ausbildung zum Elektriker")
    assert found[1] == ("24. Mittelschule Leipzig", "Realschulabschluss")


def test_titles_with_words_of_dates_and_titles_of_ones_own_end_a_section(imported: Import) -> None:
    master = imported(
        "RUNE OSEI-HART\nrune@example.com\n\nBIO DATA:\nSex: Male\n\n"
        "EDUCATIONAL QUALIFICATIONS WITH DATES:\nUniversity of Oke-Ado 2007 - 2013\n"
        "Bachelor of Pharmacy\n\nWORKING EXPERIENCE WITH DATES:\n"
        "Greenleaf Pharmacy, Lagos 2016 - 2018\nSuperintendent Pharmacist\n- Ran home delivery\n\n"
        "HOBBIES:\nReading\n\nREFEREES:\nOn request\n",
        "cv.txt",
    )
    assert [degree["studyType"] for degree in master["education"]] == ["Bachelor of Pharmacy"]
    assert [job["position"] for job in master["work"]] == ["Superintendent Pharmacist"]
    assert master["work"][0]["highlights"] == ["Ran home delivery"]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("VI 2009 – IV 2017", "2009-06", "2017-04"),
        ("XII.2019 – obecnie", "2019-12", ""),
        ("2010/2015", "2010", "2015"),
        ("1. 9. 2010 – 30. 6. 2013", "2010-09-01", "2013-06-30"),
        ("2013. szeptember - 2015. június", "2013-09", "2015-06"),
        ("2019– Förstelärare", "2019", ""),
        ("(2021–)", "2021", ""),
        ("Janeiro de 2017 até ao presente", "2017-01", ""),
        ("2019 -> idag", "2019", ""),
    ],
)
def test_dates_of_other_countries(text: str, start: str, end: str) -> None:
    (found,) = find_periods(text)
    assert (found.start, found.end, found.current) == (start, end, not end)


def test_a_year_before_a_dash_between_words_is_one_date() -> None:
    (found,) = find_periods("2019 – Restaurante Sabor")
    assert (found.start, found.end) == ("", "2019")
    assert not any(one.start for one in find_periods("World War II 2016, Henry V 2017"))


@pytest.mark.parametrize(
    "text",
    [
        *("Brygadzista", "Ekspedientka", "Magazziniere carrellista", "Peón de almacén"),
        *("Betriebselektriker", "Vendeuse", "Truckförare", "Obráběč kovů", "Usta Öğretici"),
        *("Costureira", "Huishoudelijke hulp", "Animatrice"),
    ],
)
def test_jobs_in_many_languages(text: str) -> None:
    assert is_title(text)
    assert not is_organisation(text)


@pytest.mark.parametrize(
    "text", ["Zimmerei Holzmann", "Sklep Żabi Skok", "Talleres Gómez", "Bakkerij Vermeij"]
)
def test_employers_in_many_languages(text: str) -> None:
    assert is_organisation(text)
    assert not is_title(text)


@pytest.mark.parametrize("text", ["Nordkraft", "London SE15", "Nairobi City", "Windkraft Nord"])
def test_other_words_are_neither(text: str) -> None:
    assert not is_title(text)
    assert not is_organisation(text)


def test_a_place_with_its_country_in_brackets_or_behind_the_title(imported: Import) -> None:
    master = imported(
        "# Ines Valdor\n\n5 Quay Terrace, Barnsley | ines@example.com\n\n## Experience\n\n"
        "**Baker**, 2019 - 2021\n\nFornax Mill, Graz (Autriche)\n\n- Baked\n\n"
        "**Cook**, 2015 - 2018\n\nFornax Mill, Cork (Irland)\n\n- Cooked\n"
    )
    assert master["basics"]["location"]["city"] == "Barnsley"
    jobs = [(one["name"], one["position"], one["location"]) for one in master["work"]]
    assert jobs == [
        ("Fornax Mill", "Baker", "Graz (Autriche)"),
        ("Fornax Mill", "Cook", "Cork (Irland)"),
    ]


def test_a_place_behind_a_title(imported: Import) -> None:
    master = imported(
        "# Ines Valdor\n\n## Experience\n\n**Saguaro Dental** 2019 - 2021\n"
        "Hygienist, Tucson, AZ\n\n- Cleaned\n"
    )
    job = master["work"][0]
    assert (job["position"], job["location"]) == ("Hygienist", "Tucson, AZ")


def test_certificates_among_degrees(imported: Import) -> None:
    master = imported(
        "# Ines Valdor\n\n## Formation\n\n**BTS Tourisme**, Lycée du Blavet\n2013 - 2015\n\n"
        "**Permis d’exploitation**\n2019\n"
    )
    assert [one["institution"] for one in master["education"]] == ["Lycée du Blavet"]
    assert [(one["name"], one["date"]) for one in master["certificates"]] == [
        ("Permis d’exploitation", "2019")
    ]


def test_degrees_with_their_schools_under_training(imported: Import) -> None:
    master = imported(
        "# Ines Valdor\n\n## Training\n\n**Certificate III in Patisserie**\nOtway TAFE\n"
        "2013 – 2015\n\n**VCE**\nColac Secondary College\n2012\n"
    )
    assert len(master["education"]) == 2


@pytest.mark.parametrize("key", ["SkillsPassport", "LearnerInfo"])
def test_json_of_europass_is_named(tmp_path: Path, key: str) -> None:
    (tmp_path / "cv.json").write_text(json.dumps({key: {"Identification": {"Name": "Ada"}}}))
    with pytest.raises(InputError, match="JSON of Europass") as caught:
        import_cv(tmp_path / "cv.json")
    assert "as a PDF" in caught.value.problems[0].hint


def test_sections_keep_the_order_of_the_document(imported: Import) -> None:
    master = imported(
        "# Corin Vexley\n\ncorin@example.com\n\n## Work\n\n### Fathom Ltd, Developer\n2019 - 2021"
        "\n\n- Wrote a log\n\n## Education\n\n### BSc Physics, University of Hull\n2015 - 2018\n\n"
        "## Certificates\n\n- First aid (2020)\n\n## Languages\n\n- English (native)\n"
    )
    names = ["basics", "work", "education", "certificates", "languages"]
    assert [name for name in master if name in names] == names


@pytest.mark.parametrize(
    "street",
    [
        "Via dei Mille 23",
        "3, impasse des Tilleuls",
        "C/ Mayor, 9, 2º B",
        "ul. Klonowa 7/14",
        "Ahornweg 4b",
        "Rua das Flores, 210, ap. 32",
        "Lange Kerkstraat 12",
    ],
)
def test_a_street_is_no_label(imported: Import, street: str) -> None:
    text = (
        f"Tilda Moorcock\n{street}\ntilda@example.com\n\nEXPERIENCE\nChef, Oak Inn, 2019 - 2021\n"
    )
    basics = imported(text, "cv.txt")["basics"]
    assert "label" not in basics
    assert basics["location"]["address"] == street


@pytest.mark.parametrize(
    "words", ["42 ans, mariée, 1 enfant", "Brasileira, solteira, 34 anos", "verheiratet", "she/her"]
)
def test_what_is_personal_is_no_label(imported: Import, words: str) -> None:
    text = f"Tilda Moorcock\n{words}\ntilda@example.com\n\nEXPERIENCE\nChef, Oak Inn, 2019 - 2021\n"
    assert "label" not in imported(text, "cv.txt")["basics"]
    label = text.replace(words, f"Head chef, {words}" if "/" in words else f"Head chef\n{words}")
    assert imported(label, "cv.txt")["basics"]["label"] == "Head chef"


def test_a_label_keeps_its_bracket(imported: Import) -> None:
    text = "Tilda Moorcock\nChef (sous)\ntilda@example.com\n\nEXPERIENCE\nChef, Inn, 2019 - 2021\n"
    assert imported(text, "cv.txt")["basics"]["label"] == "Chef (sous)"


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        ("**Bachelor of Science** | Hull University | Geology | 2008 – 2012", "Geology"),
        ("**Master** | Leeds University | Rivers and Dykes | 2012 – 2013", "Rivers and Dykes"),
    ],
)
def test_a_subject_is_no_place(line: str, subject: str, imported: Import) -> None:
    (degree,) = imported(f"# Ilse Tamminga\n\nilse@example.com\n\n## Education\n\n{line}\n")[
        "education"
    ]
    assert degree["area"] == subject
    assert "location" not in degree
