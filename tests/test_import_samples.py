"""One invented CV in the classes that people use for theirs, as LaTeX and as the PDF of it.

`moderncv` is typeset with the real class. The others are articles whose commands look like
those of Jake's résumé, of AltaCV (two columns) and of a plain article.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tailor.loader import import_cv

JOBS = (
    ("Senior Optics Engineer", "Lumen Norr AB", "Lund, Sweden", "Mar 2020 -- Present",
     ("Built a rig that sets 12 lasers an hour, three times as many as by hand",
      "Cut scrap of coated lenses from 9\\% to 2.5\\%")),
    ("Optics Engineer", "Fjord Dairy Instruments", "Oslo, Norway", "Aug 2015 -- Feb 2020",
     ("Designed a sensor that passed its test on the first attempt",
      "Saved \\pounds{}40,000 a year")),
)  # fmt: skip
DEGREES = (
    ("MSc in Photonics", "Skagen Technical University", "Skagen, Denmark", "Sep 2012 -- Jun 2014"),
    ("BSc in Physics", "Uppland College", "Uppsala, Sweden", "Sep 2009 -- Jun 2012"),
)
SKILLS = (("Programming", "C++, Python, Zemax"), ("Methods", "Interferometry, Six Sigma"))

WORK = [
    ("Senior Optics Engineer", "Lumen Norr AB", "Lund, Sweden", "2020-03", None,
     ["Built a rig that sets 12 lasers an hour, three times as many as by hand",
      "Cut scrap of coated lenses from 9% to 2.5%"]),
    ("Optics Engineer", "Fjord Dairy Instruments", "Oslo, Norway", "2015-08", "2020-02",
     ["Designed a sensor that passed its test on the first attempt", "Saved £40,000 a year"]),
]  # fmt: skip
EDUCATION = [
    ("MSc in Photonics", "Skagen Technical University", "Skagen, Denmark", "2012-09", "2014-06"),
    ("BSc in Physics", "Uppland College", "Uppsala, Sweden", "2009-09", "2012-06"),
]
KEYWORDS = {"C++", "Python", "Zemax", "Interferometry", "Six Sigma"}


def listed(texts: tuple[str, ...]) -> str:
    return "\\begin{itemize}\n" + "".join(f"\\item {one}\n" for one in texts) + "\\end{itemize}\n"


def moderncv(style: str) -> str:
    rows = [
        rf"\documentclass[11pt,a4paper,sans]{{moderncv}}\moderncvstyle{{{style}}}",
        r"\moderncvcolor{blue}\usepackage[T1]{fontenc}\usepackage[scale=0.75]{geometry}",
        r"\name{Ines}{Vallgren}\title{Optical Systems Engineer}\address{Lund}{Sweden}",
        r"\phone[mobile]{+46 8 555 0101}\email{ines@example.com}\social[linkedin]{inesv}",
        r"\begin{document}\makecvtitle",
        r"\section{Work Experience}",
        *(rf"\cventry{{{d}}}{{{t}}}{{{o}}}{{{p}}}{{}}{{{listed(b)}}}" for t, o, p, d, b in JOBS),
        r"\section{Education}",
        *(rf"\cventry{{{d}}}{{{t}}}{{{o}}}{{{p}}}{{}}{{}}" for t, o, p, d in DEGREES),
        r"\section{Skills}",
        *(rf"\cvitem{{{name}}}{{{words}}}" for name, words in SKILLS),
        r"\end{document}",
    ]
    return "\n".join(rows)


JAKE = r"""\documentclass[letterpaper,11pt]{article}
\usepackage[empty]{fullpage}\usepackage[T1]{fontenc}\usepackage{lmodern,titlesec,enumitem,tabularx}
\usepackage[hidelinks]{hyperref}\raggedright\setlength{\tabcolsep}{0in}
\titleformat{\section}{\scshape\raggedright\large}{}{0em}{}[\titlerule]
\newcommand{\resumeItem}[1]{\item\small{#1}}
\newcommand{\resumeSubheading}[4]{\item
 \begin{tabular*}{0.97\textwidth}[t]{l@{\extracolsep{\fill}}r}
 \textbf{#1} & #2 \\ \textit{\small#3} & \textit{\small #4} \\ \end{tabular*}}
\newcommand{\resumeSubHeadingListStart}{\begin{itemize}[leftmargin=0.15in, label={}]}
\newcommand{\resumeSubHeadingListEnd}{\end{itemize}}
\begin{document}
\begin{center}\textbf{\Huge \scshape Ines Vallgren} \\ Optical Systems Engineer $|$ Lund, Sweden \\
\small +46 8 555 0101 $|$ \href{mailto:ines@example.com}{\underline{ines@example.com}} $|$
\href{https://linkedin.com/in/inesv}{\underline{linkedin.com/in/inesv}}\end{center}
"""


def jake() -> str:
    start, end = r"\resumeSubHeadingListStart", r"\resumeSubHeadingListEnd"
    jobs = "".join(
        rf"\resumeSubheading{{{t}}}{{{d}}}{{{o}}}{{{p}}}"
        + "\\begin{itemize}" + "".join(rf"\resumeItem{{{one}}}" for one in b) + "\\end{itemize}\n"
        for t, o, p, d, b in JOBS
    )  # fmt: skip
    degrees = "".join(
        rf"\resumeSubheading{{{o}}}{{{p}}}{{{t}}}{{{d}}}" + "\n" for t, o, p, d in DEGREES
    )
    skills = "".join(rf"\textbf{{{name}}}{{: {words}}} \\" for name, words in SKILLS)
    return (
        JAKE
        + rf"\section{{Education}}{start} {degrees} {end}"
        + rf"\section{{Experience}}{start} {jobs} {end}"
        + rf"\section{{Skills}}\begin{{itemize}}[label={{}}]\small{{\item{{ {skills} }}}}"
        + "\\end{itemize}\\end{document}"
    )


def article() -> str:
    """Commands of the author's own with arguments, and dates at the end of the line in a group."""
    rows = [
        r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage[margin=2cm]{geometry}",
        r"\usepackage{lmodern,hyperref}\setlength{\parindent}{0pt}\pagestyle{plain}",
        r"\newcommand{\entry}[4]{{\bf #1}, #2 \hfill {\em #3} \\ #4 \par}",
        r"\begin{document}{\LARGE \textbf{Ines Vallgren}}\\ Optical Systems Engineer\\",
        r"ines@example.com, +46 8 555 0101, Lund, Sweden\\ \url{https://linkedin.com/in/inesv}",
        r"\section*{Work Experience}",
        *(rf"\entry{{{o}}}{{{p}}}{{{d}}}{{{t}}}{listed(b)}" for t, o, p, d, b in JOBS),
        r"\section*{Education}",
        *(rf"\entry{{{o}}}{{{p}}}{{{d}}}{{{t}}}" + "\n" for t, o, p, d in DEGREES),
        r"\section*{Skills}\begin{description}",
        *(rf"\item[{name}] {words}" for name, words in SKILLS),
        r"\end{description}\end{document}",
    ]
    return "\n".join(rows)


def columns() -> str:
    """A sidebar on the left; the name is in the wide column on the right."""
    skills = r"\\[4pt]".join(rf"\textbf{{{name}}}\\{words}" for name, words in SKILLS)
    jobs = "".join(
        rf"\textbf{{{t}}}\\{o} \textbar{{}} {p}\\{d}{listed(b)}" for t, o, p, d, b in JOBS
    )
    degrees = r"\\[4pt]".join(
        rf"\textbf{{{t}}}\\{o} \textbar{{}} {p}\\{d}" for t, o, p, d in DEGREES
    )
    return rf"""\documentclass{{article}}\usepackage[T1]{{fontenc}}\usepackage{{lmodern}}
\usepackage[margin=1.5cm]{{geometry}}\setlength{{\parindent}}{{0pt}}\pagestyle{{empty}}\raggedright
\begin{{document}}
\begin{{minipage}}[t]{{0.3\textwidth}}\raggedright
\textbf{{\large CONTACT}}\\[2pt] ines@example.com\\ +46 8 555 0101\\ Lund, Sweden\\
linkedin.com/in/inesv\\[8pt]
\textbf{{\large SKILLS}}\\[2pt] {skills}
\end{{minipage}}\hfill\begin{{minipage}}[t]{{0.64\textwidth}}\raggedright
{{\Huge Ines Vallgren}}\\[4pt] Optical Systems Engineer\\[8pt]
\textbf{{\large WORK EXPERIENCE}}\\[2pt] {jobs}
\textbf{{\large EDUCATION}}\\[2pt] {degrees}
\end{{minipage}}\end{{document}}"""


SAMPLES = {
    "moderncv-classic": moderncv("classic"),
    "moderncv-banking": moderncv("banking"),
    "jake": jake(),
    "article": article(),
    "columns": columns(),
}


def judged(master: dict[str, Any]) -> None:
    """Contact data, jobs with their bullets, degrees and skills are where they belong."""
    basics = master["basics"]
    assert (basics["name"], basics["label"]) == ("Ines Vallgren", "Optical Systems Engineer")
    assert (basics["email"], basics["phone"]) == ("ines@example.com", "+46 8 555 0101")
    assert basics["location"] == {"city": "Lund", "region": "Sweden"}
    assert any("linkedin.com/in/inesv" in one["url"] for one in basics["profiles"])
    keys = ("position", "name", "location", "startDate", "endDate", "highlights")
    assert [tuple(one.get(key) for key in keys) for one in master["work"]] == WORK
    keys = ("studyType", "institution", "location", "startDate", "endDate", "")
    found = [tuple(one.get(key) for key in keys[:5]) for one in master["education"]]
    assert found == EDUCATION
    assert {word for one in master["skills"] for word in one["keywords"]} == KEYWORDS


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "columns"])
def test_latex(tmp_path: Path, name: str) -> None:
    path = tmp_path / "cv.tex"
    path.write_text(SAMPLES[name], encoding="utf-8")
    found = import_cv(path)
    assert found.unplaced == ()
    judged(found.master)


def has(file: str) -> bool:
    if not shutil.which("kpsewhich") or not shutil.which("pdflatex"):
        return False
    return bool(subprocess.run(["kpsewhich", file], capture_output=True, check=False).stdout)


@pytest.mark.parametrize("name", SAMPLES)
def test_pdf(tmp_path: Path, name: str) -> None:
    needed = ["lmodern.sty", "titlesec.sty", "enumitem.sty"]
    needed += ["moderncv.cls", "fontawesome5.sty"] if name.startswith("moderncv") else []
    if missing := [file for file in needed if not has(file)]:
        pytest.skip(f"there is no pdflatex with {', '.join(missing)}")
    (tmp_path / "cv.tex").write_text(SAMPLES[name], encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "cv.tex"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=120)
    found = import_cv(tmp_path / "cv.pdf")
    assert found.unplaced == ()
    judged(found.master)
