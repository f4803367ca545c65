"""The commands of the usual LaTeX classes and templates for CVs, and what they mean."""

HEADINGS = {
    "section": 1,
    "cvsection": 1,
    "ecvsection": 1,
    "sectionTitle": 1,
    "resumesection": 1,
    "chapter": 1,
    "subsection": 2,
    "cvsubsection": 2,
    "subsubsection": 3,
}
"""Command -> level of the heading that it makes."""

BULLETS = {"resumeItem", "resumeSubItem", "resumeItemNH", "cvlistitem", "resumeitem"}
"""Commands whose arguments are an item of a list."""

ROWS: dict[tuple[str, int], tuple[tuple[int, ...], ...]] = {
    ("resumeSubheading", 4): ((0, 1), (2, 3)),
    ("resumeSubSubheading", 2): ((0, 1),),
    ("resumeProjectHeading", 2): ((0, 1),),
    ("resumeHeading", 4): ((0, 1), (2, 3)),
    ("ecvitem", 2): ((0, 1),),
    ("ecvbigitem", 2): ((0, 1),),
    ("cventry", 5): ((0, 1, 2, 3), (4,)),
    ("cventry", 6): ((1, 2, 3, 0), (4,), (5,)),
    ("cvevent", 4): ((0, 1, 3, 2),),
    ("cvhonor", 4): ((0, 1, 2, 3),),
    ("cvsubentry", 4): ((0, 1, 2), (3,)),
    ("cvdegree", 6): ((1, 2, 3, 0), (4,), (5,)),
    ("job", 4): ((0, 1, 2, 3),),
    ("rSubsection", 4): ((0, 1), (2, 3)),
}
"""Command and number of its arguments -> which of them stand on each line, in columns."""

PAIRS = {"cvitem", "cvskill", "cvline", "cvlanguage", "cvcomputer", "cvitemwithcomment", "skill"}
"""Commands of a label and a text."""

DOUBLES = {"cvdoubleitem", "cvlistdoubleitem"}
"""Commands of two labels and two texts, or of two items."""

HEAD = {
    "name",
    "author",
    "firstname",
    "familyname",
    "lastname",
    "title",
    "position",
    "tagline",
    "address",
    "phone",
    "mobile",
    "email",
    "homepage",
    "website",
    "github",
    "gitlab",
    "linkedin",
    "twitter",
    "stackoverflow",
    "orcid",
    "social",
    "extrainfo",
    "location",
    "mailaddress",
    "ecvname",
    "ecvaddress",
    "ecvtelephone",
    "ecvemail",
    "ecvhomepage",
    "whatsapp",
    "xing",
    "kaggle",
    "medium",
    "bitbucket",
    "quote",
}
"""Commands that set contact data, in the preamble too."""

HOSTS = {
    "github": "https://github.com/",
    "gitlab": "https://gitlab.com/",
    "linkedin": "https://www.linkedin.com/in/",
    "twitter": "https://twitter.com/",
    "x": "https://x.com/",
    "xing": "https://www.xing.com/profile/",
    "kaggle": "https://www.kaggle.com/",
    "medium": "https://medium.com/@",
    "bitbucket": "https://bitbucket.org/",
    "orcid": "https://orcid.org/",
    "stackoverflow": "https://stackoverflow.com/users/",
}
"""Command or network -> where its accounts are."""

PLACES = {"address": "Address", "ecvaddress": "Address", "location": "Location"}
"""Commands that say where someone lives -> the label that says so in a text."""

BOLD = {"textbf", "bfseries", "bf", "textmd"} - {"textmd"}
ITALIC = {"textit", "emph", "itshape", "it", "em", "textsl", "slshape"}
DECLARED = {"bfseries", "bf", "itshape", "it", "em", "slshape"}
"""Commands of style that act up to the end of their group."""

BREAKS = {"\\", "newline", "par", "linebreak", "tabularnewline", "cr", "smallskip", "medskip"}
BREAKS |= {"bigskip", "newpage", "pagebreak", "hrule", "hline", "maketitle"}
TABS = {"hfill", "dotfill", "hrulefill", "tab", "hspace", "hskip", "fill"}
ALONE = DECLARED | BREAKS | (TABS - {"hspace", "hskip", "hrule"})
ALONE |= {
    "raggedright",
    "raggedleft",
    "centering",
    "noindent",
    "indent",
    "selectfont",
    "normalfont",
}
ALONE |= {"large", "Large", "LARGE", "huge", "Huge", "normalsize", "small", "footnotesize", "tiny"}
ALONE |= {"scshape", "sffamily", "ttfamily", "rmfamily", "upshape", "mdseries", "normalfont"}
"""Commands without arguments: a group behind them is text."""
FILES = {"input", "include", "import", "subfile", "subimport", "includeonly", "lstinputlisting"}
FILES |= {"verbatiminput", "InputIfFileExists", "bibliography", "addbibresource", "cvpubs"}
"""Commands that bring in another file."""

SILENT = {
    *("vspace", "setlength", "addtolength", "newcommand", "renewcommand", "providecommand"),
    *("def", "usepackage", "definecolor", "color", "colorlet", "fontsize", "titleformat"),
    *("titlespacing", "pagestyle", "thispagestyle", "setcounter", "includegraphics", "photo"),
    *("rule", "label", "vskip", "pagenumbering", "hypersetup", "geometry", "RequirePackage"),
    *("DeclareMathOperator", "newenvironment", "newlength", "linespread", "renewenvironment"),
    *("makecvheader", "makecvfooter", "makecvtitle", "makeatletter", "makeatother", "fancyhf"),
    *("urlstyle", "input@path", "raggedright", "centering", "noindent", "setmainfont"),
    *(
        "cvheadersep",
        "columnratio",
        "setcolumnwidth",
        "acvHeaderSocialSep",
        "colorizelinks",
        "selectlanguage",
        "write",
        "let",
    ),
}
"""Commands that print nothing, whatever their arguments are."""

FIRST_SILENT = {"textcolor", "colorbox", "raisebox", "parbox", "makebox", "resizebox", "fcolorbox"}
FIRST_SILENT |= {"multicolumn", "scalebox", "rotatebox", "foreignlanguage", "begin@", "cvtag@"}
"""Commands of which only the last argument is printed."""

LISTS = {"itemize", "enumerate", "description", "cvitems", "compactitem", "tightemize", "list"}
TABLES = {"tabular", "tabular*", "tabularx", "longtable", "tabulary", "array", "cvskills"}

TAGS = {"cvtag", "tag", "skilltag", "badge", "chip"}
"""Commands that print one skill each, in a frame."""

SYMBOLS = {
    **{"pounds": "£", "euro": "€", "EUR": "€", "copyright": "©", "S": "§", "P": "¶"},
    **{"textless": "<", "textgreater": ">", "textbar": "|", "slash": "/", "checkmark": "✓"},
    **{"degree": "°", "celsius": "°C", "permil": "‰", "og": "« ", "fg": " »"},
    **{"glqq": "„", "grqq": "“", "flqq": "«", "frqq": "»", "glq": "‚", "grq": "‘"},
    **{"LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "TeX": "TeX", "XeTeX": "XeTeX", "XeLaTeX": "XeLaTeX"},
    **{"LuaTeX": "LuaTeX", "LuaLaTeX": "LuaLaTeX", "pdfLaTeX": "pdfLaTeX", "BibTeX": "BibTeX"},
}
"""Commands that print a sign or a name and that the parser does not know."""


def structure(name: str, count: int) -> bool:
    """Whether a command with so many arguments makes headings, entries or items."""
    known = {*HEADINGS, *BULLETS, *PAIRS, *DOUBLES, *HEAD, *BOLD, *ITALIC, *TAGS}
    return name in known or (name, count) in ROWS
