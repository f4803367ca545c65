"""The commands of the usual LaTeX classes and templates for CVs, and what they mean."""

DOCUMENT_COMMANDS = {f"{how}DocumentCommand" for how in ("New", "Renew", "Provide", "Declare")}
"""Commands that define others, with a letter for each argument."""

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

T, E, D, L, S = "title", "organisation", "date", "place", "score"
ROWS: dict[tuple[str, int], tuple[tuple[tuple[int, str], ...], ...]] = {
    ("resumeSubheading", 4): (((0, ""), (1, "")), ((2, ""), (3, ""))),
    ("resumeSubSubheading", 2): (((0, ""), (1, "")),),
    ("resumeProjectHeading", 2): (((0, ""), (1, "")),),
    ("resumeHeading", 4): (((0, ""), (1, "")), ((2, ""), (3, ""))),
    ("resumeQuadHeading", 4): (((0, ""), (1, "")), ((2, ""), (3, ""))),
    ("resumeTrioHeading", 3): (((0, ""), (1, ""), (2, "")),),
    ("datedsubsection", 2): (((0, ""), (1, D)),),
    ("ecvitem", 2): (((0, ""), (1, "")),),
    ("ecvbigitem", 2): (((0, ""), (1, "")),),
    ("ecvtitle", 2): (((1, T), (0, D)),),
    ("ecvtitlelevel", 3): (((1, T), (0, D)), ((2, ""),)),
    ("cventry", 5): (((0, T), (1, E), (2, L), (3, D)), ((4, ""),)),
    ("cventry", 6): (((1, T), (2, E), (3, L), (0, D)), ((4, S),), ((5, ""),)),
    ("cvevent", 4): (((0, T), (1, E), (3, L), (2, D)),),
    ("cvhonor", 4): (((0, T), (1, E), (2, L), (3, D)),),
    ("cvsubentry", 4): (((0, ""), (1, ""), (2, "")), ((3, ""),)),
    ("cvdegree", 6): (((1, T), (2, E), (3, L), (0, D)), ((4, S),), ((5, ""),)),
    ("cvachievement", 3): (((1, T),), ((2, ""),)),
    ("entry", 4): (((1, ""), (2, ""), (0, D)), ((3, ""),)),
    ("entry", 3): (((1, ""), (0, D)), ((2, ""),)),
    ("twentyitem", 4): (((1, T), (2, ""), (0, D)), ((3, ""),)),
    ("twentyitemshort", 2): (((1, ""), (0, D)),),
    ("job", 4): (((0, ""), (1, ""), (2, ""), (3, "")),),
    ("rSubsection", 4): (((0, E), (1, D)), ((2, T), (3, L))),
    ("runsubsection", 1): (((0, E),),),
    ("descript", 1): (((0, T),),),
}
"""Command and number of its arguments -> the lines that it makes: which arguments stand on each,
in columns, and what they are."""

PAIRS = {"cvitem", "cvskill", "cvline", "cvlanguage", "cvcomputer", "cvitemwithcomment", "skill"}
PAIRS |= {"cvlabel", "skillitem", "cvproficiency", "cvskillentry"}
"""Commands of a label and a text."""

DOUBLES = {"cvdoubleitem", "cvlistdoubleitem"}
"""Commands of two labels and two texts, or of two items."""

HEAD = {
    "header",
    "namesection",
    "cvname",
    "cvjobtitle",
    "cvmail",
    "cvemail",
    "cvphone",
    "cvnumberphone",
    "cvaddress",
    "cvsite",
    "cvlinkedin",
    "cvgithub",
    "jobtitle",
    "dateofbirth",
    "born",
    "nationality",
    "ecvdateofbirth",
    "ecvnationality",
    "ecvmobile",
    "ecvlinkedin",
    "ecvgithub",
    "researchgate",
    "telegram",
    "skype",
    "googlescholar",
    "mastodon",
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
    "researchgate": "https://www.researchgate.net/profile/",
    "googlescholar": "https://scholar.google.com/citations?user=",
    "telegram": "https://t.me/",
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

TITLED = {"aboutme": "Profile", "cvsummary": "Profile", "skills": "Skills", "skillstext": "Skills"}
"""Commands that print a title and below it their argument."""
WHOLE = {"header", "namesection"}
"""Commands of first name, family name, and what the person is."""
PERSONAL = {"dateofbirth": "Date of birth", "born": "Date of birth"}
PERSONAL |= {"nationality": "Nationality", "ecvdateofbirth": "Date of birth"}
PERSONAL |= {"ecvnationality": "Nationality"}
"""Commands of what no CV of today prints -> the label that says so in a text."""
SEPARATORS = {"AND", "cvsep", "sep", "separator", "acvHeaderSocialSep", "headersep", "textbullet"}
SEPARATORS |= {"cdotp", "textperiodcentered", "cvHeaderSocialSep", "infosep"}
"""Commands that print a sign between two texts."""
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
FILES |= {"printbibliography", "nobibliography"}
"""Commands that bring in another file."""

SILENT = {
    *("vspace", "setlength", "addtolength", "newcommand", "renewcommand", "providecommand"),
    *("def", "usepackage", "definecolor", "color", "colorlet", "fontsize", "titleformat"),
    *("titlespacing", "pagestyle", "thispagestyle", "setcounter", "includegraphics", "photo"),
    *("photoR", "photoL", "profilepic", "cvphoto", "photoleft", "photoright", "cvpicture", "image"),
    *("bibliographystyle", "nocite", "setlist", "setstretch", "cvcolor", "definecolors", "tikzset"),
    *(
        "settowidth",
        "setbox",
        "newsavebox",
        "sbox",
        "savebox",
        "usebox",
        "columnbreak",
        "hyphenation",
    ),
    *(
        "fancyfoot",
        "fancyhead",
        "lhead",
        "rhead",
        "chead",
        "lfoot",
        "rfoot",
        "cfoot",
        "pdfbookmark",
    ),
    *("microtypesetup", "titlerule", "needspace", "phantomsection", "addcontentsline", "hbadness"),
    *("setheaderfont", "setnamefont", "tabcolsep", "arraystretch", "newgeometry", "makerubrichead"),
    *(
        "nameandtitlecenter",
        "sectionsep",
        "sectionspace",
        "fontspec",
        "setsansfont",
        "moderncvstyle",
    ),
    *("moderncvcolor", "newcolumntype", "cvsectioncolor", "MakeLinkTarget", "enlargethispage"),
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
ENVIRONMENTS = {
    *("minipage", "multicols", "multicols*", "adjustwidth", "paracol", "wrapfigure", "textblock"),
    *(
        "textblock*",
        "spacing",
        "adjustbox",
        "column",
        "columns",
        "tcolorbox",
        "leftbar",
        "changemargin",
    ),
    *("tabbing", "list", "cvcolumns", "fullwidth", "adjustwidth*", "mdframed", "picture", "figure"),
    *("wraptable", "table", "scope", "tikzpicture", "leftcolumn", "rightcolumn", "onehalfspace"),
    *("compactenum", "rightcolumnlist", "cvtable", "supertabular", "enumerate*", "itemize*"),
}
"""Environments whose arguments are layout."""
BROKEN = {"aside", "alltt", "obeylines"}
"""Environments in which each line of the file is one on the page."""
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


UNSURE = {"entry", "header", "descript", "runsubsection", "datedsubsection", "cvachievement"}
"""Names that authors give to commands of their own, which then count."""


def is_structural(name: str, count: int) -> bool:
    """Whether a command with so many arguments makes headings, entries or items."""
    known = {*HEADINGS, *BULLETS, *PAIRS, *DOUBLES, *HEAD, *BOLD, *ITALIC, *TAGS}
    return name in known - UNSURE or ((name, count) in ROWS and name not in UNSURE)
