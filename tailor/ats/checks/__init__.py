"""Why each check matters, and how to fix what it finds."""

ADVICE = {
    "text": (
        "What a reader cannot read, an employer's search cannot find.",
        "Use a font with a Unicode map and no ligatures, and no hyphenation.",
    ),
    "readers": (
        "Employers use different programs to read a PDF; each must find the same words.",
        "Save the PDF anew; from LaTeX, load \\usepackage[T1]{fontenc}, lmodern and cmap.",
    ),
    "glyphs": (
        "These characters stand where letters should be, so words that hold them are lost.",
        "In LaTeX: \\input{glyphtounicode}\\pdfgentounicode=1, and ligatures off (microtype).",
    ),
    "words": (
        "Glued, spaced-out or cut words are not the words that a search looks for.",
        "Set normal word and letter spacing, no faked small capitals, and no hyphenation.",
    ),
    "fonts": (
        "Parsers take letters from the font's map and headings from its name.",
        "Use vector fonts that are embedded and have a bold face, such as Latin Modern.",
    ),
    "columns": (
        "Many parsers read straight across the page and mix the columns line by line.",
        "Put everything in one column; dates may stand at the right edge.",
    ),
    "order": (
        "Text that is read in another order ends under the wrong heading.",
        "Write the document in the order in which it is to be read; no text boxes.",
    ),
    "tears": (
        "A date that is read in the middle of a sentence breaks the sentence and loses the date.",
        "Indent the second line of a bullet by less than half a line, or not at all.",
    ),
    "icons": (
        "An icon is read as a stray character and spoils the e-mail address or number beside it.",
        "Leave icons out, or write “Phone:” and “E-mail:” in words.",
    ),
    "hidden": (
        "Text that people cannot see is taken for an attempt to deceive.",
        "Delete it; say what is true where everyone can read it.",
    ),
    "pages": (
        "Few readers turn more than two pages, except for academic work.",
        "Choose what answers the posting.",
    ),
    "size": (
        "Many upload forms refuse files of more than 2 to 5 MB.",
        "Leave pictures out, or make them smaller.",
    ),
    "metadata": (
        "Title, author, language and structure are what screen readers and file lists show.",
        "Set them in the program that makes the PDF (in LaTeX: hyperref or \\pdfinfo).",
    ),
    "encryption": (
        "Many systems refuse protected files outright.",
        "Save the PDF without any protection.",
    ),
    "active": (
        "Scripts, attachments and unusual links make mail filters drop the file.",
        "Print the document to a new PDF and send that.",
    ),
    "contact": (
        "Without a name, an e-mail address and a number nobody can answer.",
        "Write them as plain text at the top of the first page, not as a picture.",
    ),
    "headings": (
        "Parsers know where jobs, degrees and skills are by the usual headings only.",
        "Use Work Experience, Education, Skills, Projects, Publications and the like.",
    ),
    "jobs": (
        "Years of experience, employers and titles are what most searches ask for.",
        "One line for company and place, one for title and dates, then bullets (•).",
    ),
    "resume": (
        "What the form gets should be what your master says.",
        "Mend the wording or the layout at the places named.",
    ),
    "sentences": (
        "A sentence that is not in your master has no source.",
        "Add it to the master if it is true.",
    ),
}
"""By check: why it matters, and how to fix it."""
