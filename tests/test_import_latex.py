"""LaTeX CVs of the usual families to a master. All people are invented."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pylatexenc import latexwalker

from tailor.errors import InputError, LimitError, TailorError
from tailor.importers.line_builder import formula_reader, formula_text
from tailor.loader import import_cv, parse_resume
from tailor.pipeline import Options, render

JAKE = r"""
\documentclass[letterpaper,11pt]{article}
\usepackage{latexsym}
\newcommand{\resumeItem}[1]{\item\small{{#1 \vspace{-2pt}}}}
\newcommand{\resumeSubheading}[4]{\vspace{-2pt}\item
    \begin{tabular*}{0.97\textwidth}[t]{l@{\extracolsep{\fill}}r}
      \textbf{#1} & #2 \\ \textit{\small#3} & \textit{\small #4} \\ \end{tabular*}\vspace{-7pt}}
\newcommand{\resumeSubHeadingListStart}{\begin{itemize}[leftmargin=0.15in, label={}]}
\newcommand{\resumeSubHeadingListEnd}{\end{itemize}}
\newcommand{\city}{Boston, MA}
\begin{document}
\begin{center}
    \textbf{\Huge \scshape Ravi Menon} \\ \vspace{1pt}
    \small 555-010-0123 $|$ \href{mailto:ravi@example.com}{\underline{ravi@example.com}} $|$
    \href{https://linkedin.com/in/ravim}{\underline{linkedin.com/in/ravim}} $|$
    \href{https://github.com/ravim}{\underline{github.com/ravim}}
\end{center}
%-----------EDUCATION-----------
\section{Education}
  \resumeSubHeadingListStart
    \resumeSubheading
      {Eastern State University}{Boston, MA}
      {Bachelor of Arts in Computer Science, Minor in Art}{Aug. 2018 -- May 2021}
    \resumeSubheading
      {Bayside College}{\city}
      {Associate's in Liberal Arts}{Aug. 2014 -- May 2018}
  \resumeSubHeadingListEnd
\section{Experience}
  \resumeSubHeadingListStart
    \resumeSubheading
      {Undergraduate Research Assistant}{June 2020 -- Present}
      {Eastern A\&M University}{College Station, TX}
      \resumeItemListStart
        \resumeItem{Developed a REST API with 50\% less \emph{code}}
        \resumeItem{Explored caf\'e data}
      \resumeItemListEnd
    \resumeSubheading
      {IT Support Specialist}{Sep. 2018 -- Present}
      {Coast Bank}{Georgetown, TX}
      \resumeItemListStart
        \resumeItem{Talked to people}
    \resumeItemListEnd
  \resumeSubHeadingListEnd
\section{Projects}
    \resumeSubHeadingListStart
      \resumeProjectHeading
          {\textbf{Gitsight} $|$ \emph{Python, Flask, React}}{June 2020 -- Present}
          \resumeItemListStart
            \resumeItem{Built a site}
          \resumeItemListEnd
    \resumeSubHeadingListEnd
\section{Technical Skills}
 \begin{itemize}[leftmargin=0.15in, label={}]
    \small{\item{
     \textbf{Languages}{: Java, Python, C/C++} \\
     \textbf{Frameworks}{: React, Node.js}
    }}
 \end{itemize}
\end{document}
"""

JAKE_READ: dict[str, Any] = {
    "basics": {
        "name": "Ravi Menon",
        "phone": "555-010-0123",
        "email": "ravi@example.com",
        "profiles": [
            {"url": "linkedin.com/in/ravim", "network": "LinkedIn"},
            {"url": "github.com/ravim", "network": "GitHub"},
        ],
    },
    "education": [
        {
            "institution": "Eastern State University",
            "location": "Boston, MA",
            "studyType": "Bachelor of Arts in Computer Science, Minor in Art",
            "startDate": "2018-08",
            "endDate": "2021-05",
        },
        {
            "institution": "Bayside College",
            "location": "Boston, MA",
            "studyType": "Associate's in Liberal Arts",
            "startDate": "2014-08",
            "endDate": "2018-05",
        },
    ],
    "work": [
        {
            "name": "Eastern A&M University",
            "position": "Undergraduate Research Assistant",
            "location": "College Station, TX",
            "startDate": "2020-06",
            "highlights": ["Developed a REST API with 50% less code", "Explored café data"],
        },
        {
            "name": "Coast Bank",
            "position": "IT Support Specialist",
            "location": "Georgetown, TX",
            "startDate": "2018-09",
            "highlights": ["Talked to people"],
        },
    ],
    "projects": [
        {
            "name": "Gitsight",
            "keywords": ["Python", "Flask", "React"],
            "startDate": "2020-06",
            "highlights": ["Built a site"],
        }
    ],
    "skills": [
        {"name": "Languages", "keywords": ["Java", "Python", "C/C++"]},
        {"name": "Frameworks", "keywords": ["React", "Node.js"]},
    ],
}

AWESOME = r"""
\documentclass[11pt, a4paper]{awesome-cv}
\geometry{left=1.4cm}
\name{Marta}{Quist}
\position{Bridge Inspector{\enskip\cdotp\enskip}Diver}
\address{9 Pier Road, Durban, South Africa}
\mobile{(+27) 10-555-0111}
\email{marta@example.com}
\homepage{www.mq.example.com}
\github{marta-q}
\linkedin{martaq}
\begin{document}
\makecvheader
\cvsection{Summary}
\begin{cvparagraph}
Inspects bridges at low tide. She works calmly.
\end{cvparagraph}
\cvsection{Work Experience}
\begin{cventries}
  \cventry
    {Chief Inspector \& Diver} % Job title
    {Span Works Inc.} % Organization
    {Durban, S.Africa} % Location
    {Mar. 2021 - Present} % Date(s)
    {
      \begin{cvitems}
        \item {Looked below the water line of 40 bridges.}
        \item {Cut diving time by 30\% w/ sonar.}
      \end{cvitems}
    }
  \cventry
    {Researcher}{Rope Labs}{Knysna, S.Africa}{Jan. 2017 - Feb. 2021}
    {\begin{cvitems}\item {Measured things.}\end{cvitems}}
\end{cventries}
\cvsection{Honors \& Awards}
\begin{cvhonors}
  \cvhonor{2nd Place}{Bridge Days}{Durban}{2018}
\end{cvhonors}
\cvsection{Skills}
\begin{cvskills}
  \cvskill{Diving}{Sonar, Rope, Radio}
  \cvskill{Languages}{Zulu, English}
\end{cvskills}
\end{document}
"""

AWESOME_READ: dict[str, Any] = {
    "basics": {
        "name": "Marta Quist",
        "phone": "(+27) 10-555-0111",
        "email": "marta@example.com",
        "url": "www.mq.example.com",
        "profiles": [
            {"network": "GitHub", "url": "https://github.com/marta-q"},
            {"network": "LinkedIn", "url": "https://www.linkedin.com/in/martaq"},
        ],
        "location": {"region": "South Africa", "city": "Durban", "address": "9 Pier Road"},
        "label": "Bridge Inspector, Diver",
        "summary": "Inspects bridges at low tide. She works calmly.",
    },
    "work": [
        {
            "name": "Span Works Inc.",
            "position": "Chief Inspector & Diver",
            "location": "Durban, S.Africa",
            "startDate": "2021-03",
            "highlights": [
                "Looked below the water line of 40 bridges.",
                "Cut diving time by 30% w/ sonar.",
            ],
        },
        {
            "name": "Rope Labs",
            "position": "Researcher",
            "location": "Knysna, S.Africa",
            "startDate": "2017-01",
            "endDate": "2021-02",
            "highlights": ["Measured things."],
        },
    ],
    "awards": [
        {"date": "2018", "title": "2nd Place", "awarder": "Bridge Days", "summary": "Durban"}
    ],
    "languages": [{"language": "Zulu"}, {"language": "English"}],
    "skills": [{"name": "Diving", "keywords": ["Sonar", "Rope", "Radio"]}],
}

MODERN = r"""
\documentclass[11pt,a4paper,sans]{moderncv}
\moderncvstyle{casual}
\moderncvcolor{blue}
\name{John}{Merrow}
\title{Hydrologist}
\address{12 Weir Street}{00100 Delft}{Netherlands}
\phone[mobile]{+31~555~010~0133}
\email{john@example.com}
\homepage{www.merrow.example.com}
\social[github]{jmerrow}
\quote{Water finds a way}
\begin{document}
\makecvtitle
\section{Education}
\cventry{2010--2014}{MSc Hydrology}{Delft University}{Delft}{\textit{8.5/10}}{Thesis on weirs.}
\section{Experience}
\subsection{Vocational}
\cventry{2016--Present}{Flood Engineer}{Water Board}{Delft}{}{General duties.\newline{}%
Detailed achievements:%
\begin{itemize}%
\item Kept 3 towns dry;
\item Modelled weirs.
\end{itemize}}
\cventry{2014--2016}{Junior Engineer}{Dyke Works BV}{Gouda}{}{Measured dykes in the rain.}
\section{Languages}
\cvitemwithcomment{English}{Fluent}{}
\cvitemwithcomment{Dutch}{Native}{}
\section{Computer skills}
\cvdoubleitem{models}{SWMM, HEC-RAS}{code}{Python, R}
\section{Interests}
\cvitem{rowing}{on canals}
\end{document}
"""

MODERN_READ: dict[str, Any] = {
    "basics": {
        "name": "John Merrow",
        "phone": "+31 555 010 0133",
        "email": "john@example.com",
        "url": "www.merrow.example.com",
        "profiles": [{"network": "GitHub", "url": "https://github.com/jmerrow"}],
        "location": {
            "postalCode": "00100",
            "region": "Netherlands",
            "city": "Delft",
            "address": "12 Weir Street",
        },
        "label": "Hydrologist",
        "summary": "Water finds a way",
    },
    "education": [
        {
            "studyType": "MSc Hydrology",
            "institution": "Delft University",
            "score": "8.5/10",
            "location": "Delft",
            "startDate": "2010",
            "endDate": "2014",
            "highlights": ["Thesis on weirs."],
        }
    ],
    "work": [
        {
            "name": "Water Board",
            "position": "Flood Engineer",
            "location": "Delft",
            "startDate": "2016",
            "summary": "General duties.",
            "highlights": ["Kept 3 towns dry;", "Modelled weirs."],
        },
        {
            "name": "Dyke Works BV",
            "position": "Junior Engineer",
            "location": "Gouda",
            "startDate": "2014",
            "endDate": "2016",
            "highlights": ["Measured dykes in the rain."],
        },
    ],
    "languages": [
        {"language": "English", "fluency": "Fluent"},
        {"language": "Dutch", "fluency": "Native"},
    ],
    "skills": [
        {"name": "models", "keywords": ["SWMM", "HEC-RAS"]},
        {"name": "code", "keywords": ["Python", "R"]},
    ],
    "interests": [{"name": "rowing", "keywords": ["on canals"]}],
}

PLAIN = r"""
\documentclass{article}
\begin{document}
\begin{center}
{\LARGE \textbf{Greta Olsen}}\\
greta@example.com \textbullet{} +45 555 0144 \textbullet\ Aarhus, Denmark
\end{center}
\section*{Experience}
\textbf{Nordic Freight} \hfill Aarhus, Denmark\\
\textit{Dispatcher} \hfill March 2019 -- Present
\begin{itemize}
  \item Planned 40 lorries a day.
  \item Saved 3\,\% of fuel -- every year
\end{itemize}
\textbf{Harbour Cafe} \hfill 2016 -- 2019\\
\emph{Cook}
\begin{itemize}
  \item Cooked fish.
\end{itemize}
\section*{Education}
\textbf{Aarhus University}, BSc Logistics \hfill 2013--2016
\section*{Skills}
\begin{tabular}{ll}
Systems: & SAP, Excel \\
Languages: & Danish, English
\end{tabular}
\end{document}
"""

PLAIN_READ: dict[str, Any] = {
    "basics": {
        "name": "Greta Olsen",
        "email": "greta@example.com",
        "phone": "+45 555 0144",
        "location": {"region": "Denmark", "city": "Aarhus"},
    },
    "work": [
        {
            "name": "Nordic Freight",
            "position": "Dispatcher",
            "location": "Aarhus, Denmark",
            "startDate": "2019-03",
            "highlights": ["Planned 40 lorries a day.", "Saved 3 % of fuel – every year"],
        },
        {
            "name": "Harbour Cafe",
            "position": "Cook",
            "startDate": "2016",
            "endDate": "2019",
            "highlights": ["Cooked fish."],
        },
    ],
    "education": [
        {
            "institution": "Aarhus University",
            "studyType": "BSc Logistics",
            "startDate": "2013",
            "endDate": "2016",
        }
    ],
    "languages": [{"language": "Danish"}, {"language": "English"}],
    "skills": [{"name": "Systems", "keywords": ["SAP", "Excel"]}],
}


@pytest.mark.parametrize(
    ("text", "master"),
    [(JAKE, JAKE_READ), (AWESOME, AWESOME_READ), (MODERN, MODERN_READ), (PLAIN, PLAIN_READ)],
    ids=["jake", "awesome-cv", "moderncv", "article"],
)
def test_a_family_is_read(tmp_path: Path, text: str, master: dict[str, Any]) -> None:
    path = tmp_path / "cv.tex"
    path.write_text(text.lstrip("\n"), encoding="utf-8")
    found = import_cv(path)
    # A master has no title for a part of a section: it is reported.
    subtitles = re.findall(r"\\subsection{(\w+)}", text) if text is MODERN else []
    assert [line.text for line in found.unplaced] == subtitles
    assert found.master == master


BODY = (
    r"\documentclass{article}\begin{document}{\Large Jo Marlow}\\ jo@example.com %s\end{document}"
)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("{" * 5000, LimitError),
        (r"\newcommand{\a}{\b\b}\newcommand{\b}{\a\a}\a", LimitError),
        (r"\begin{itemize}" * 500, LimitError),
        ("x" * 400_000, LimitError),
    ],
)
def test_it_is_never_run(tmp_path: Path, body: str, error: type[TailorError]) -> None:
    path = tmp_path / "cv.tex"
    path.write_text(BODY % body, encoding="utf-8")
    with pytest.raises(error):
        import_cv(path)


@pytest.mark.parametrize("name", ["/etc/passwd", "other", "../above", "linked", "folder/linked"])
def test_files_outside_of_the_folder_are_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "above.tex").write_text("Secret", encoding="utf-8")
    folder = tmp_path / "cv"
    (folder / "folder").mkdir(parents=True)
    (folder / "linked.tex").symlink_to(tmp_path / "above.tex")
    (folder / "folder" / "linked.tex").symlink_to(tmp_path / "above.tex")
    path = folder / "cv.tex"
    path.write_text(BODY % rf"\input{{{name}}}", encoding="utf-8")
    found = import_cv(path)
    assert "Secret" not in str(found.master)
    assert any("is not read" in one.message and name in one.message for one in found.problems)


@pytest.mark.parametrize("how", ["input", "include", "subfile"])
def test_files_in_the_folder_are_read(tmp_path: Path, how: str) -> None:
    job = r"\section{Experience}\textbf{Acme Ltd}\hfill 2019--2021\\ \textit{Weaver}"
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "jobs.tex").write_text(job, encoding="utf-8")
    path = tmp_path / "cv.tex"
    path.write_text(BODY % rf"\{how}{{parts/jobs}}", encoding="utf-8")
    found = import_cv(path)
    assert found.unplaced == ()
    assert [one["name"] for one in found.master["work"]] == ["Acme Ltd"]


@pytest.mark.parametrize("names", [("cv",), ("cv.tex",), ("./cv",), ("jobs", "more", "jobs")])
def test_files_that_read_themselves_are_refused(tmp_path: Path, names: tuple[str, ...]) -> None:
    for name, other in pairwise(("cv", *names)):
        (tmp_path / f"{name}.tex").write_text(BODY % rf"A \input{{{other}}}", encoding="utf-8")
    with pytest.raises(InputError, match="includes itself"):
        import_cv(tmp_path / "cv.tex")


@pytest.mark.parametrize("files", [2, 5])
def test_a_file_may_be_read_twice_but_not_from_itself(tmp_path: Path, files: int) -> None:
    (tmp_path / "mark.tex").write_text("Oslo", encoding="utf-8")
    body = r"\section{Experience} " + r"\input{mark} " * files
    (tmp_path / "cv.tex").write_text(BODY % body, encoding="utf-8")
    assert str(import_cv(tmp_path / "cv.tex").master).count("Oslo") == files


def test_a_list_of_publications_that_is_not_read_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "cv.tex"
    path.write_text(BODY % r"\section{Publications}\bibliography{mine}", encoding="utf-8")
    assert any("publications mine" in one.message for one in import_cv(path).problems)


@pytest.mark.parametrize("text", ["", r"\documentclass{article}", "Jo Marlow", "\\", "{{{"])
def test_no_document_is_an_input_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cv.tex"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        import_cv(path)


def test_verbatim_text_is_text(tmp_path: Path) -> None:
    path = tmp_path / "cv.tex"
    job = r"\section{Experience}\textbf{Acme Ltd}\hfill 2019--2021"
    body = job + r"\begin{itemize}\item Ran \verb|\input{x}|\end{itemize}"
    path.write_text(BODY % body, encoding="utf-8")
    assert import_cv(path).master["work"] == [
        {
            "name": "Acme Ltd",
            "startDate": "2019",
            "endDate": "2021",
            "highlights": [r"Ran \input{x}"],
        }
    ]


def test_a_town_without_its_country_behind_an_employer_is_no_title(tmp_path: Path) -> None:
    path = tmp_path / "cv.tex"
    path.write_text(
        r"""\documentclass{article}\begin{document}
\begin{center}\textbf{Tove Halvors}\\ tove@example.com\end{center}
\section*{Experience}
\textbf{Fjord Dairy}\hfill Oslo\\ \textit{Junior Engineer}\hfill 2015 -- 2019
\begin{itemize}\item Wrote the cleaning schedule for 9 tanks\end{itemize}
\end{document}
"""
    )
    (job,) = import_cv(path).master["work"]
    assert (job["name"], job["position"], job["location"]) == (
        "Fjord Dairy",
        "Junior Engineer",
        "Oslo",
    )


@pytest.mark.parametrize("template", ["academic", "classic", "compact", "modern", "plain"])
def test_a_page_that_tailor_made(tmp_path: Path, template: str) -> None:
    typed = """
basics: {name: Ines Vallgren, label: Optics Engineer, email: ines@example.com}
work:
  - name: Lumen Norr AB
    position: Engineer
    location: Lund, Sweden
    startDate: 2018-05
    endDate: 2021-08
    highlights: ["Cut cost by 30% & wrote it up_"]
    projects: [{name: Frost, keywords: [C++, Qt], highlights: [Logged frost in 12 towns.]}]
skills: [{name: Lab, keywords: [Lasers, C#]}]
"""
    document, _ = render(parse_resume(typed, "resume.yaml", "yaml")[0], Options(template=template))
    path = tmp_path / "cv.tex"
    path.write_text(document.tex, encoding="utf-8")
    found = import_cv(path)
    assert found.unplaced == ()
    assert found.master == {
        "basics": {
            "name": "Ines Vallgren",
            "label": "Optics Engineer",
            "email": "ines@example.com",
        },
        "work": [
            {
                "name": "Lumen Norr AB",
                "position": "Engineer",
                "location": "Lund, Sweden",
                "startDate": "2018-05",
                "endDate": "2021-08",
                "highlights": ["Cut cost by 30% & wrote it up_"],
                "projects": [
                    {
                        "name": "Frost",
                        "keywords": ["C++", "Qt"],
                        "highlights": ["Logged frost in 12 towns."],
                    }
                ],
            }
        ],
        "skills": [{"name": "Lab", "keywords": ["Lasers", "C#"]}],
    }


def test_a_part_of_a_document_is_read(tmp_path: Path) -> None:
    path = tmp_path / "jobs.tex"
    path.write_text("\\section{Experience}\n\\textbf{Acme Ltd}\\hfill 2019--2021", encoding="utf-8")
    assert [one["name"] for one in import_cv(path).master["work"]] == ["Acme Ltd"]


def test_the_commands_of_latex_are_listed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of 20,000 commands took half a millisecond for each, to list them again."""
    calls, original = list[int](), latexwalker.get_default_latex_context_db

    def list_commands() -> Any:
        calls.append(1)
        return original()

    monkeypatch.setattr(latexwalker, "get_default_latex_context_db", list_commands)
    formula_reader.cache_clear()
    assert [formula_text(rf"\alpha_{number}") for number in range(3)] == ["α_0", "α_1", "α_2"]
    assert len(calls) == 1
