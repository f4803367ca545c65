# ruff: noqa: E501
"""Files of every format that tailor reads, made by the project itself."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.trust import spoil
from tailor.exporters import WRITERS
from tailor.loader import read_resume
from tailor.pipeline import Options, render

ROOT = Path(__file__).resolve().parent.parent.parent
CASE = ROOT / "examples" / "software-engineer"
EXPORT = {
    "Profile.csv": "First Name,Last Name,Headline,Summary\nOda,Example,Clerk,Counts ships\n",
    "Email Addresses.csv": "Email Address,Confirmed,Primary\noda@example.com,Yes,Yes\n",
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n"
    'Acme,Clerk,"• Counted ships\n• Wrote lists",Oslo,Jan 2020,Feb 2022\n',
    "Education.csv": "School Name,Start Date,End Date,Degree Name\nOslo,2015,2018,BSc\n",
    "Skills.csv": "Name\nRadar\nC++\n",
}
LATEX = r"""\documentclass[11pt]{article}
\begin{document}
\begin{center}\textbf{\Huge Oda Example}\\ \small 555-0100 $|$ \href{mailto:oda@example.com}{oda@example.com}\end{center}
\section{Experience}
\resumeSubheading{Clerk}{Jan 2020 -- Feb 2022}{Acme}{Oslo, Norway}
\begin{itemize}\item Counted \textbf{ships} \& boats, 50\% more\item Wrote lists\end{itemize}
\cventry{2015--2018}{BSc}{University of Oslo}{Oslo}{}{Mathematics}
\section{Skills}
\textbf{Languages:} C++, Python % and more
\end{document}
"""
MODERN = r"""\documentclass[11pt,a4paper]{moderncv}\moderncvstyle{classic}
\name{Oda}{Example}\title{Clerk}\phone[mobile]{555-0100}\email{oda@example.com}\social[github]{oda}
\newcommand{\job}[3]{\cventry{#1}{#2}{#3}{}{}{}}
\begin{document}\makecvtitle
\section{Experience}
\job{2020--now}{Clerk}{Acme}
\cventry{2018}{Aide}{Ni\~na \& Co}{Oslo}{}{\begin{itemize}\item Sorted $2^{10}$ maps\item Drew 3\%\end{itemize}}
\section{Languages}\cvitemwithcomment{Norwegian}{native}{}\cvdoubleitem{A}{C++}{B}{SQL}
\end{document}
"""
RENDERCV = """cv:
  name: Oda Example
  location: Oslo, Norway
  email: oda@example.com
  social_networks: [{network: GitHub, username: oda}]
  sections:
    summary: [Counts **ships**.]
    experience:
      - {company: Acme, position: Clerk, start_date: 2020-01, end_date: present, highlights: [Counted, Wrote]}
    publications:
      - {title: On ships, authors: [Oda Example, "**Bo Ek**"], doi: 10.1000/182, date: 2020-01}
    skills: [{label: Tools, details: "Radar, C++"}]
design: {theme: classic}
"""
YAMLRESUME = """content:
  basics: {name: Oda Example, headline: Clerk, email: oda@example.com, summary: "- Counts\\n- Writes"}
  location: {city: Oslo, country: Norway}
  profiles: [{network: LinkedIn, url: "https://linkedin.com/in/oda", username: oda}]
  work:
    - {name: Acme, position: Clerk, startDate: "Sep 1, 2016", endDate: Present, summary: "Text\\n- Made 4", keywords: [maps]}
  skills: [{name: Maps, level: Expert, keywords: [radar]}]
"""
WEB = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>CV</title></head><body>
<h1>Oda Example</h1><p>Clerk | <a href="mailto:oda@example.com">oda@example.com</a></p>
<h2>Experience</h2><div><b>Clerk</b> <span>Jan 2020 &ndash; now</span></div><i>Acme &amp; Sons</i>
<ul><li>Counted <b>ships</b><ul><li>Wrote</li></ul></li></ul><p style="display: none">hidden</p>
<h2>Education</h2><table><tr><td>2015</td><td>BSc<br>Oslo</td></tr></table>
<dl><dt>Tools</dt><dd>Radar, C++</dd></dl></body></html>
"""


@cache
def samples() -> Mapping[str, tuple[bytes, ...]]:
    """By kind: whole files. CVs have the name of their suffix, postings that behind a "posting"."""
    resume, _ = read_resume(CASE / "resume.yaml")
    document, _ = render(replace(resume, sections=resume.sections[:2]), Options())
    cvs = {suffix: (write(resume),) for suffix, write in WRITERS.items() if suffix != ".yml"}
    advert = (CASE / "postings" / "backend-payments.txt").read_bytes()
    text = advert.decode()
    posting = {
        "@type": "JobPosting",
        "@context": "https://schema.org",
        "title": "Engineer",
        "description": f"<p>{text}</p>",
        "hiringOrganization": {"name": "Acme"},
    }
    data = json.dumps(posting)
    page = f'<html><head><title>Engineer</title><script type="application/ld+json">{data}</script>'
    page += f"</head><body><h1>Engineer</h1><p>{text.replace(chr(10), '</p><p>')}</p></body></html>"
    feed = "<?xml version='1.0'?><workzag-jobs><position><id>1</id><name>Engineer</name><jobDescriptions>"
    feed += f"<jobDescription><name>Tasks</name><value>{escape(page)}</value></jobDescription>"
    feed += "</jobDescriptions></position></workzag-jobs>"
    mail = b"From: a@example.com\nSubject: Engineer\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
    return cvs | {
        ".yaml": (
            *cvs[".yaml"],
            (CASE / "resume.yaml").read_bytes(),
            RENDERCV.encode(),
            YAMLRESUME.encode(),
        ),
        ".tex": (LATEX.encode(), MODERN.encode(), document.tex.encode()),
        ".html": (WEB.encode(),),
        ".pdf": (document.pdf,),
        ".zip": (spoil.zipped({name: one.encode() for name, one in EXPORT.items()}),),
        "posting .txt": (advert,),
        "posting .html": (page.encode(),),
        "posting .json": (data.encode(),),
        "posting .xml": (feed.encode(),),
        "posting .eml": (mail + page.encode(),),
        "posting .pdf": (document.pdf,),
        "posting .docx": cvs[".docx"],
    }


def spoiled(kind: str, source: random.Random) -> bytes:
    """A sample of a kind, spoiled."""
    return spoil.spoiled(kind.split()[-1], source.choice(samples()[kind]), source)
