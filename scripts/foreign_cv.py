"""The CV of one invented person in many layouts, as HTML and Typst, for scripts/foreign_pdfs.py."""

from collections.abc import Callable
from dataclasses import dataclass

NAME, PLACE = "Dana Whitlock", "Portland, OR"
MAIL, PHONE = "dana.whitlock@example.com", "206-555-0167"
SKILLS = ("SQL", "Python", "Tableau", "Excel", "Power BI", "Git")
STYLE = """@page{size:Letter;margin:.7in}body{font:10.5pt/1.35 'Liberation Sans';margin:0}
h1{font-size:22pt;margin:0}h2{font-size:12pt;text-transform:uppercase;margin:12pt 0 4pt}
ul{margin:2pt 0 6pt;padding-left:14pt}.row{display:flex;justify-content:space-between}
p{margin:2pt 0}"""
UNSEEN = "Kubernetes Terraform Spark Snowflake Airflow"


@dataclass(frozen=True, slots=True)
class Entry:
    """A job, or the degree."""

    organisation: str
    title: str
    place: str
    dates: str
    bullets: tuple[str, ...] = ()


JOBS = (
    Entry(
        "Northgate Analytics",
        "Senior Data Analyst",
        PLACE,
        "March 2021 – Present",
        (
            "Cut the weekly reporting run from six hours to forty minutes with SQL views.",
            "Led three analysts who forecast demand for 1,200 products in four regions.",
            "Built the dashboard that store managers open every morning.",
        ),
    ),
    Entry(
        "Harbor Freight Services",
        "Data Analyst",
        "Tacoma, WA",
        "June 2017 – February 2021",
        (
            "Reconciled shipping invoices worth 4.2 million dollars a year.",
            "Wrote Python scripts that replaced eleven spreadsheets.",
        ),
    ),
)
DEGREE = Entry(
    "Cascadia State University",
    "Bachelor of Science in Statistics",
    "Seattle, WA",
    "September 2013 – June 2017",
)
Shape = Callable[[Entry], str]


def row(left: str, right: str) -> str:
    return f"<div class=row>{left}<span>{right}</span></div>"


def items(texts: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>" if texts else ""


def two_rows(one: Entry) -> str:
    first = row(f"<b>{one.organisation}</b>", one.place)
    return first + row(f"<i>{one.title}</i>", one.dates) + items(one.bullets)


def at(one: Entry) -> str:
    joined = f"<b>{one.title}</b> at <b>{one.organisation}</b> <i>({one.dates})</i>"
    return f"<p>{joined}</p>{items(one.bullets)}"


def table(one: Entry) -> str:
    cells = f"<tr><td><b>{one.title}</b>, {one.organisation}<td align=right>{one.dates}"
    return f"<table width=100% cellpadding=0>{cells}</table>{items(one.bullets)}"


def bars(one: Entry) -> str:
    joined = f"<b>{one.title}</b> | {one.organisation} | {one.place} | {one.dates}"
    return f"<p>{joined}</p>{items(one.bullets)}"


def floats(one: Entry) -> str:
    date = f"<div style='position:absolute;right:0;margin-top:-9pt'>{one.dates}</div>"
    return f"{date}<p><b>{one.organisation}</b>, {one.place}<br>{one.title}</p>{items(one.bullets)}"


def body(shape: Shape = two_rows, head: str = "", skills: str = "") -> str:
    contact = head or f"<h1>{NAME}</h1><p>{PHONE} | {MAIL} | {PLACE}</p>"
    jobs = "<h2>Work Experience</h2>" + "".join(map(shape, JOBS))
    known = skills or f"<p>{', '.join(SKILLS)}</p>"
    return f"{contact}{jobs}<h2>Education</h2>{shape(DEGREE)}<h2>Skills</h2>{known}"


def page(content: str, style: str = "", language: str = "en") -> str:
    head = f"<meta charset=utf-8><title>{NAME}</title><style>{STYLE}{style}</style>"
    return f"<!doctype html><html lang={language}>{head}<body>{content}</body></html>"


def sidebar() -> str:
    side = f"<h1>{NAME}</h1><p>{PHONE}</p><p>{MAIL}</p><h2>Skills</h2>{items(SKILLS)}"
    jobs = "".join(map(two_rows, JOBS))
    main = f"<h2>Work Experience</h2>{jobs}<h2>Education</h2>{two_rows(DEGREE)}"
    return page(
        f"<div class=c><aside>{side}</aside><main>{main}</main></div>",
        ".c{display:grid;grid-template-columns:30% 1fr;gap:18pt}h1{font-size:16pt}",
    )


GERMAN = f"""<h1>{NAME}</h1><p>{PHONE} | {MAIL} | Bonn</p><h2>Berufserfahrung</h2>
{two_rows(Entry("Nordtor GmbH", "Datenanalystin", "Bonn", "März 2021 – heute", ("Prüft Zahlen.",)))}
<h2>Ausbildung</h2>{two_rows(Entry("Universität Bonn", "Diplom", "Bonn", "09/2013 – 06/2017"))}
<h2>Kenntnisse</h2><p>{", ".join(SKILLS)}</p>"""
COVERED = f"""<div style='position:relative'><p style='position:absolute;top:0'>{UNSEEN}</p>
<div style='position:absolute;top:0;width:100%;height:20pt;background:#fff'></div></div>"""
CELLS = "<table width=100%><tr><td>SQL<td>Python<td>Tableau<tr><td>Excel<td>Power BI<td>Git</table>"
ROLES = f"""<h1>{NAME}</h1><p>{PHONE} | {MAIL}</p><h2>Experience</h2>{two_rows(JOBS[0])}
{row("<i>Junior Analyst</i>", "May 2019 – February 2021")}{items(JOBS[1].bullets)}
<h2>Education</h2>{two_rows(DEGREE)}<h2>Skills</h2><p>{", ".join(SKILLS)}</p>"""
BELOW = f"<div style='position:fixed;bottom:0'>{PHONE} | {MAIL}</div>"
PAGES = {
    "chromium_rows": page(body()),
    "chromium_at": page(body(at)),
    "chromium_table": page(body(table, skills=CELLS)),
    "chromium_bars": page(body(bars)),
    "chromium_german": page(GERMAN, language="de"),
    "chromium_two_roles": page(ROLES),
    "chromium_sidebar": sidebar(),
    "chromium_dates_apart": page(body(floats), "body{position:relative}"),
    "chromium_faint": page(body() + f"<p style='opacity:.02'>{UNSEEN}</p>"),
    "chromium_covered": page(body() + COVERED),
    "chromium_spaced": page(body(), "h2{letter-spacing:.45em}"),
    "chromium_small_caps": page(body(), "h2{font-variant:small-caps;text-transform:none}"),
    "chromium_contact_below": page(body(head=f"<h1>{NAME}</h1>") + BELOW),
    "weasyprint_rows": page(body()),
}


def typst_rows() -> str:
    heads = (
        f"*{one.organisation}* #h(1fr) {one.place} \\\n_{one.title}_ #h(1fr) {one.dates}\n"
        + "".join(f"- {text}\n" for text in one.bullets)
        for one in (*JOBS, DEGREE)
    )
    first, second, degree = heads
    escaped = MAIL.replace("@", r"\@")
    contact = f"{PHONE} | {escaped} | {PLACE}"
    return f"""#set document(title: "{NAME}", author: "{NAME}")
#set page(paper: "us-letter", margin: 0.7in)
#set text(10.5pt)
#show heading.where(level: 2): it => upper(it)
= {NAME}
{contact}
== Work Experience
{first}
{second}
== Education
{degree}
== Skills
{", ".join(SKILLS)}
"""


def latex_sources() -> dict[str, str]:
    """moderncv, and an article with headings in small capitals (OT1, Type 1)."""
    return {"moderncv_classic": moderncv(), "article_small_caps": article()}


def moderncv() -> str:
    entries = [
        rf"\cventry{{{one.dates}}}{{{one.title}}}{{{one.organisation}}}{{{one.place}}}{{}}"
        + f"{{{itemized(one.bullets)}}}"
        for one in (*JOBS, DEGREE)
    ]
    return rf"""\documentclass[10pt,letterpaper]{{moderncv}}
\moderncvstyle{{classic}}\moderncvcolor{{blue}}\usepackage[scale=.8]{{geometry}}
\name{{Dana}}{{Whitlock}}\email{{{MAIL}}}\phone[mobile]{{{PHONE}}}\address{{Portland}}{{OR}}{{}}
\begin{{document}}\makecvtitle
\section{{Experience}}{entries[0]}{entries[1]}
\section{{Education}}{entries[2]}
\section{{Skills}}\cvitem{{Tools}}{{{", ".join(SKILLS)}}}
\end{{document}}
"""


def article() -> str:
    entries = [
        rf"\par\textbf{{{one.title}}}\hfill {one.dates}\par\textit{{{one.organisation}}}"
        rf"\hfill\textit{{{one.place}}}{itemized(one.bullets)}"
        for one in (*JOBS, DEGREE)
    ]
    return rf"""\documentclass[letterpaper,11pt]{{article}}
\usepackage[margin=.7in]{{geometry}}\usepackage{{titlesec}}\pagestyle{{empty}}
\titleformat{{\section}}{{\scshape\large}}{{}}{{0em}}{{}}[\titlerule]\parindent0pt
\begin{{document}}\begin{{center}}\textbf{{\Huge {NAME}}}\par {PHONE} $|$ {MAIL}\end{{center}}
\section{{Experience}}{entries[0]}{entries[1]}
\section{{Education}}{entries[2]}
\section{{Technical Skills}}\textbf{{Tools:}} {", ".join(SKILLS)}
\end{{document}}
"""


def itemized(texts: tuple[str, ...]) -> str:
    points = "".join(rf"\item {text}" for text in texts)
    return rf"\begin{{itemize}}{points}\end{{itemize}}" if texts else ""
