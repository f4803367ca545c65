"""What LaTeX prints as it stands, and what it does not print. All people are invented."""

from pathlib import Path
from time import process_time

import pytest

from tailor.errors import LimitError
from tailor.importers.base import ImportResult
from tailor.loader import import_cv
from tailor.resume_parser.blocks import Span, make_block
from tailor.resume_parser.values import Value, find_unplaced

FRAME = r"""\documentclass{article}
%s
\begin{document}
{\Large Nora Quist}\\ nora@example.com
\section{Experience}
\textbf{Tern AB} \hfill 2019 -- 2021
\begin{itemize}
%s
\end{itemize}
\end{document}
"""


def imported(folder: Path, body: str, preamble: str = "") -> ImportResult:
    path = folder / "cv.tex"
    path.write_text(FRAME % (preamble, body), encoding="utf-8")
    return import_cv(path)


def bullets(found: ImportResult) -> list[str]:
    assert found.unplaced == ()
    [job] = found.master["work"]
    assert {key: job[key] for key in job if key != "highlights"} == {
        "name": "Tern AB",
        "startDate": "2019",
        "endDate": "2021",
    }
    return list(job["highlights"])


def told(found: ImportResult) -> list[tuple[int | None, str]]:
    return [(one.place.line if one.place else None, one.message) for one in found.problems]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("\\begin{lstlisting}[language=C]\na { b %= $c; }\n\\end{lstlisting}", "a { b %= $c; }"),
        ("\\begin{lstlisting}[caption=Sum]\na\n\\end{lstlisting}", "[caption=Sum] a"),
        ("\\begin{Verbatim}\n\\foo #1 $x\n\\end{Verbatim}", "\\foo #1 $x"),
        ("\\begin{verbatim*}\na{b}$c\\d$\n\\end{verbatim*}", "a{b}$c\\d$"),
        ("\\begin{minted}{sh}\necho $HOME # {x}\n\\end{minted}", "echo $HOME # {x}"),
        ("\\begin{verbatim}\\end{document} \\iffalse\\end{verbatim}", "\\end{document} \\iffalse"),
        (r"Ran \verb*+make x+ and \lstinline!z{%}! here", "Ran make x and z{%} here"),
        (r"\lstinline[language=C]{a{0}%} and \mintinline{c}|x%|", "a{0}% and x%"),
        (r"Read \detokenize{\app_log%} daily", r"Read \app_log% daily"),
        (r"\verb|100%| of it", "100% of it"),
        ("Kept % \\begin{verbatim} is a remark\nwhole", "Kept whole"),
        ("Kept\n\\begin{comment}\n{ \\iffalse $\n\\end{comment}\nwhole", "Kept whole"),
        (r"Cut 5\% of \url{https://example.com/a%20b}", "Cut 5% of https://example.com/a%20b"),
    ],
)  # fmt: skip
def test_code_is_printed_as_it_stands(tmp_path: Path, body: str, text: str) -> None:
    found = imported(tmp_path, rf"\item {body}")
    assert bullets(found) == [text]
    assert found.problems == ()


@pytest.mark.parametrize("command", [r"\verb", r"\textcolor", r"\color", r"\NewDocumentCommand"])
def test_a_command_without_what_it_needs(tmp_path: Path, command: str) -> None:
    found = imported(tmp_path, rf"\item Wrote {command}")
    assert bullets(found) == ["Wrote"]


@pytest.mark.parametrize(
    "preamble",
    [
        r"\DeclareRobustCommand{\sea}[1]{the #1 Sea}",
        r"\NewDocumentCommand{\sea}{m}{the #1 Sea}",
        r"\providecommand{\sea}[1]{the #1 Sea}",
    ],
)
def test_commands_of_the_author_however_defined(tmp_path: Path, preamble: str) -> None:
    found = imported(tmp_path, r"\item Sailed \sea{North} twice", preamble)
    assert bullets(found) == ["Sailed the North Sea twice"]


@pytest.mark.parametrize(
    ("preamble", "body", "shown", "hidden"),
    [
        ("", r"\iffalse one \fi two", "two", ["one"]),
        ("", r"\iffalse one \else two\fi", "two", ["one"]),
        ("", r"\iftrue one\else two\fi", "one", ["two"]),
        ("", r"\iftrue one\fi\ and two", "one and two", []),
        ("", r"a \iffalse b \iftrue c \else d \fi e \fi f", "a f", ["b c d e"]),
        ("", "a % \\iffalse\nb", "a b", []),
        (r"\newif\iflong", r"a \iflong b\else c\fi", "a c", ["b"]),
        (r"\newif\iflong \longtrue", r"a \iflong b\else c\fi", "a b", ["c"]),
        (r"\let\iflong\iffalse", r"a \iflong b\fi c", "a c", ["b"]),
        (r"\newif\ifx\newcommand{\all}[1]{\ifx #1\else b\fi}", r"\all{a}", "b", ["#1"]),
        ("", r"a \textcolor{white}{b} c", "a c", ["b"]),
        ("", r"a {\color{white} b} c", "a c", ["b"]),
        ("", r"a \color{white} b \color{black} c", "a c", ["b"]),
        (r"\definecolor{snow}{RGB}{254,254,254}", r"a \textcolor{snow}{b} c", "a c", ["b"]),
        (r"\colorlet{snow}{white}", r"a \textcolor{snow}{b} c", "a c", ["b"]),
        ("", r"a \textcolor[HTML]{FFFFFF}{b} \textcolor{red}{c}", "a c", ["b"]),
        ("", r"\colorbox{black}{\textcolor{white}{a}} b", "a b", []),
        ("", r"a {\fontsize{.1}{.1}\selectfont b} c", "a c", ["b"]),
        ("", r"a \fontsize{0.5mm}{1pt}\selectfont b \normalsize c", "a c", ["b"]),
        ("", r"a \fontsize{1}{1} b \fontsize{9}{9}\selectfont c", "a b c", []),
        ("", r"a \fontsize{1}{1} b \selectfont c", "a b", ["c"]),
        ("", r"a {\fontsize{9pt}{11pt}\selectfont b} c", "a b c", []),
        ("", r"a \scalebox{0.01}{b} \scalebox{0.9}{c}", "a c", ["b"]),
        ("", r"a \resizebox{!}{1sp}{b} \resizebox{0pt}{!}{c} d", "a d", ["b", "c"]),
        ("", r"a \resizebox{\textwidth}{!}{b} c", "a b c", []),
        ("", r"a \phantom{b} \hphantom{c}\vphantom{d} e", "a e", ["b", "c", "d"]),
        ("", r"a \tikz[opacity=0]{\node{b};\node{c};} d", "a d", ["b", "c"]),
        ("", r"a \tikz \node[opacity=.01, right] at (0,0) {b}; c", "a c", ["b"]),
        ("", r"a \tikz{\node[text=white]{b};\node{c};} d", "a c d", ["b"]),
        ("", r"\tikz[opacity=0, text opacity=1]{\node{b};} c", "b c", []),
        ("", r"\tikz{\node[fill=black,text=white]{b};} c", "b c", []),
        ("", r"a {\transparent{0} b} \texttransparent{0}{c} d", "a d", ["b", "c"]),
        ("", r"sea {\transparent{0.5}b} \texttransparent{0.5}{c} tern", "sea b c tern", []),
        ("", r"a \raisebox{-99cm}{b} \raisebox{-2pt}[0pt][0pt]{c}", "a c", ["b"]),
        ("", r"a \hspace*{-99cm} b", "a", ["b"]),
        ("", r"a \hspace*{-99cm} b \hfill c", "a c", ["b"]),
        ("", r"a \hskip-99cm b \hfill c", "a c", ["b"]),
        ("", r"a \kern -999 pt b", "a", ["b"]),
        ("", r"a \raise 40in\hbox{b}", "a", ["b"]),
        ("", r"sea \hskip 3pt b \hskip 1em plus 2em c\kern-2pt", "sea b c", []),
        ("", r"a \setbox0=\hbox{b} c \setbox1\hbox to 3pt{d}", "a c", ["b", "d"]),
        ("", r"\setbox0=\hbox{sea}\box0{} \setbox\x\hbox{tern}\copy\x", "sea tern", []),
        ("", r"a \pdftooltip{b}{c} d", "a b d", ["c"]),
    ],
)  # fmt: skip
def test_what_nobody_sees_is_left_out_and_told(
    tmp_path: Path, preamble: str, body: str, shown: str, hidden: list[str]
) -> None:
    found = imported(tmp_path, rf"\item {body}", preamble)
    assert bullets(found) == [shown]
    assert [text for _, text in told(found)] == [
        f"hidden text was left out: `{text}`" for text in hidden
    ]


def test_a_section_that_nobody_sees(tmp_path: Path) -> None:
    body = "\\item Sailed\n\\iffalse\n\\end{itemize}\n\\section{Hobbies}\nChess\n\\fi"
    found = imported(tmp_path, body)
    assert bullets(found) == ["Sailed"]
    assert set(found.master) == {"basics", "work"}
    assert told(found) == [(9, "hidden text was left out: `Hobbies Chess`")]


def test_a_condition_that_only_a_run_decides(tmp_path: Path) -> None:
    found = imported(tmp_path, "\\item Built\n\\item \\ifdim\\x one\\else two\\fi")
    assert bullets(found) == ["Built", "one two"]
    assert told(found) == [(9, "a condition cannot be evaluated, so all its branches are read")]


@pytest.mark.parametrize(
    "code",
    [
        r"\foreach \x in {1,...,5}{\star}",
        r"\whiledo{1=1}{y}",
        r"\loop y \repeat",
        r"\advance\x by 1",
    ],
)
def test_a_loop_is_no_text(tmp_path: Path, code: str) -> None:
    found = imported(tmp_path, f"\\item Built\n\\item a {code} b")
    assert bullets(found) == ["Built", "a b"]
    assert told(found) == [(9, f"code is not run and was left out: `{code}`")]


def test_a_document_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "cv.tex"
    typed = (
        r"\documentclass{moderncv}\name{Nora}{Quist}\email{nora@example.com}\begin{document}"
        r"\section{Experience}\cventry{2019--2021}{Mate}{Tern AB}{Lund}{}{}\end{document}"
    )
    path.write_text(typed, encoding="utf-8")
    job = {"name": "Tern AB", "position": "Mate", "location": "Lund"}
    assert import_cv(path).master == {
        "basics": {"name": "Nora Quist", "email": "nora@example.com"},
        "work": [{**job, "startDate": "2019", "endDate": "2021"}],
    }


@pytest.mark.parametrize(
    ("body", "line", "hint"),
    [
        (r"\a", 9, "write their text instead"),
        ("{" * 200, 9, r"each { needs its } and each \begin its \end"),
        ("x" * 300_000, None, "remove what does not belong to the CV"),
    ],
)
def test_a_limit_is_told_at_its_line(
    tmp_path: Path, body: str, line: int | None, hint: str
) -> None:
    with pytest.raises(LimitError) as caught:
        imported(tmp_path, f"\\item Built\n\\item {body}", r"\newcommand{\a}{\a\a}")
    [problem] = caught.value.problems
    assert problem.place is not None
    assert (problem.place.line, problem.hint) == (line, hint)


def test_items_with_several_arguments_are_entries_or_pairs(tmp_path: Path) -> None:
    r"""As in tccv: \item{when}{where}{what} is a job, \item{label}{text} belongs together."""
    (tmp_path / "cv.tex").write_text(
        r"""\documentclass{tccv}
\begin{document}
\part{Wiebke Sorgenfrei}
\section{Berufserfahrung}
\begin{eventlist}
\item{Feb.\ 2014 -- heute}
     {Werft Kranich GmbH, Bremen}
     {Schiffbauerin}
Baut Rettungsboote.
\end{eventlist}
\section{Sprachen}
\begin{factlist}
\item{Deutsch}{Muttersprache}
\item{Polnisch}{gut}
\end{factlist}
\end{document}
""",
        encoding="utf-8",
    )
    found = import_cv(tmp_path / "cv.tex").master
    (job,) = found["work"]
    assert (job["position"], job["startDate"]) == ("Schiffbauerin", "2014-02")
    assert "Kranich" in job["name"]
    assert [one["language"] for one in found["languages"]] == ["Deutsch", "Polnisch"]


def test_a_group_below_the_beginning_of_an_environment_is_text(tmp_path: Path) -> None:
    text = r"""\documentclass{article}
\begin{document}
\begin{minipage}[t]{0.7\textwidth}
{\Huge\bfseries dr Jagna Wit-Rolska}\\[2mm]
tel. +48 555 010 019
\end{minipage}
\section*{Doświadczenie}
\begin{itemize}
\item Bada wodę.
\end{itemize}
\end{document}
"""
    (tmp_path / "cv.tex").write_text(text, encoding="utf-8")
    assert "Jagna Wit-Rolska" in import_cv(tmp_path / "cv.tex").master["basics"]["name"]


def test_signs_and_thin_spaces_part_no_text(tmp_path: Path) -> None:
    text = r"""\documentclass{article}
\begin{document}
{\Huge Jagna Wit-Rolska}\\
jagna@example.com
\section*{Education}
\begin{itemize}
\item \textbf{M.\,A. Geology}, Volta University, 2011--2013
\end{itemize}
\section*{Skills}
Stata, {\color{red} $\varheart$} Python
\end{document}
"""
    (tmp_path / "cv.tex").write_text(text, encoding="utf-8")
    found = import_cv(tmp_path / "cv.tex").master
    assert found["education"][0]["studyType"].startswith("M. A")
    assert "varheart" not in str(found)
    assert "Python" in str(found["skills"])


def test_many_items_on_one_line_take_no_long_time() -> None:
    words = [f"w{number}" for number in range(8_000)]
    blocks = [block for word in words if (block := make_block("text", [Span(word)], 1, 1))]
    before = process_time()
    lost = find_unplaced(blocks, [Value(word, 1, 1) for word in words[1:]])
    assert [line.text for line in lost] == ["w0"]
    assert process_time() - before < 2


@pytest.mark.parametrize(
    ("preamble", "body", "name"),
    [
        ("", r"a \typeout{b}", "typeout"),
        ("", r"a \message{b}", "message"),
        (r"\fancyhead[L]{b}", "a", "fancyhead"),
        (r"\rfoot{b}", "a", "rfoot"),
    ],
)
def test_what_is_printed_elsewhere_is_reported(
    tmp_path: Path, preamble: str, body: str, name: str
) -> None:
    found = imported(tmp_path, rf"\item {body}", preamble)
    assert bullets(found) == ["a"]
    assert [text for _, text in told(found)] == [f"the text of \\{name} was left out: `b`"]


@pytest.mark.parametrize("space", [r"\vspace*{-99cm}", r"\vspace{99cm}", r"\vskip -999pt "])
def test_a_space_that_takes_text_off_the_page_is_reported(tmp_path: Path, space: str) -> None:
    found = imported(tmp_path, rf"\item Sailed {space}")
    assert [text for _, text in told(found)] == ["the text behind this space may be off the page"]


@pytest.mark.parametrize("space", [r"\vspace*{-9pt}", r"\vspace{1cm}", r"\vskip\baselineskip "])
def test_a_usual_space_is_not_reported(tmp_path: Path, space: str) -> None:
    assert told(imported(tmp_path, rf"\item Sailed {space}")) == []


@pytest.mark.parametrize("number", [r"\thepage", r"Page \thepage\ of \pageref{LastPage}"])
def test_the_number_of_the_page_is_not_reported(tmp_path: Path, number: str) -> None:
    assert told(imported(tmp_path, r"\item Sailed", rf"\fancyfoot[C]{{{number}}}")) == []


@pytest.mark.parametrize(
    "preamble",
    [
        r"\def\mine{Grey herons nest}",
        r"\edef\mine{Grey herons nest}",
        r"\newtoks\mine \mine={Grey herons nest}",
        r"\AtBeginDocument{Grey herons nest}",
        r"\newenvironment{mine}{x}{Grey herons nest}",
        r"\newcommand{\mine}[2][Grey herons nest]{#1 #2}",
    ],
)
def test_text_that_tex_keeps_for_later_is_reported(tmp_path: Path, preamble: str) -> None:
    found = imported(tmp_path, r"\item Sailed", preamble)
    assert bullets(found) == ["Sailed"]
    assert [text for _, text in told(found)] == ["this text was not read: `Grey herons nest`"]


@pytest.mark.parametrize(
    "preamble",
    [
        r"\hypersetup{pdftitle={All grey herons nest}}",
        "% grey herons nest here",
        r"\usetikzlibrary{arrows, shapes, positioning}",
        r"\setlength{\parskip}{1pt plus 2pt minus 1pt}",
    ],
)
def test_settings_are_not_reported_as_text(tmp_path: Path, preamble: str) -> None:
    assert told(imported(tmp_path, r"\item Sailed", preamble)) == []


def test_a_command_is_known_by_its_name(tmp_path: Path) -> None:
    preamble = r"\newcommand{\mine}{Grey herons nest}"
    found = imported(tmp_path, r"\item \csname mine\endcsname{} early", preamble)
    assert bullets(found) == ["Grey herons nest early"]


@pytest.mark.parametrize(
    ("preamble", "body"),
    [
        (r"\def\mine{Grey herons nest}", r"\mine"),
        (r"\gdef\mine#1#2{Grey #2 \textbf{#1}}", r"\mine{nest}{herons}"),
        ("\\def\\mine#1{% {\n Grey {herons} #1}", r"\mine{nest}"),
        (r"\def\role{Grey herons}\def\title{\role\ nest}", r"\title"),
    ],
)
def test_what_def_defines_is_read(tmp_path: Path, preamble: str, body: str) -> None:
    assert bullets(imported(tmp_path, rf"\item {body}", preamble)) == ["Grey herons nest"]


def test_contact_data_behind_the_jobs_are_of_the_head(tmp_path: Path) -> None:
    text = (
        "\\documentclass{tccv}\\begin{document}\n\\part{Wiebke Ostermoor}\n"
        "\\section{Work experience}\n\\begin{eventlist}\n\\item{2015 -- 2019}\n"
        "  {Ostermoor Deiche GmbH, Husum}\n  {Site Engineer}\n\nBuilt 4 km of dyke.\n"
        "\\end{eventlist}\n\\personal\n  [ostermoor.example.com]\n"
        "  {Am Deich 4\\newline 25813 Husum}\n  {+49 4841 555 0142}\n  {wiebke@example.com}\n"
        "\\section{Education}\n\\begin{yearlist}\n\\item{2011 -- 2014}{BSc Geology}{Uni Kiel}\n"
        "\\end{yearlist}\n\\end{document}\n"
    )
    (tmp_path / "cv.tex").write_text(text, encoding="utf-8")
    master = import_cv(tmp_path / "cv.tex").master
    basics = master["basics"]
    assert (basics["name"], basics["email"]) == ("Wiebke Ostermoor", "wiebke@example.com")
    assert (basics["phone"], basics["url"]) == ("+49 4841 555 0142", "ostermoor.example.com")
    assert "Husum" in str(basics["location"])
    assert "wiebke" not in str(master["work"])
    assert len(master["work"]) == 1
