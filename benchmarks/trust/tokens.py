"""What is put into files to spoil them."""

from typing import Any

TOKENS = (
    *(b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\n", b"\t", b" " * 50, b"\r", b"\xc3"),
    *(b"-" * 80, b"(" * 300, b"[" * 300, b"{" * 300, b"<" * 300, b"*" * 300, b"`" * 99, b"> " * 99),
    *(b"%PDF-1.7", b"PK\x03\x04", b"<!--", b"-->", b"<script>", b"</html>", b"<![CDATA[", b"&#x0;"),
    *(b": ", b" #", b"- ", b"---\n", b"&a", b"*a", b"!!python/object:os.system", b"<<: *a", b"~"),
    *(b"null", b"true", b"1e999", b"-0", b"9" * 400, b"2021-02-30", b"\\u0000", b"\\ud800", b'"'),
    *(
        b"\\begin{x}",
        b"\\end{document}",
        b"\\def\\x{\\x}\\x",
        b"$$",
        b"\\cventry{}{}{}{}{}{}",
        b"%",
    ),
    *(
        b"endobj",
        b"stream\n",
        b"endstream",
        b"0 0 R",
        b"/Length 99999999",
        b"/Kids[1 0 R]",
        b"xref",
    ),
    *("\u202e\u200b\u0301".encode(), "٣".encode(), "²".encode(), "Ⅷ".encode(), "2020 – ".encode()),
)
VALUES: tuple[Any, ...] = (
    *(None, True, -1, 10**400, 1.5, "", "x" * 5000, [], {}, [[[]]], {"a": {}}, "\x00"),
    *(
        "2020-13",
        "present",
        "https://" + "a." * 60,
        "javascript:alert(1)",
        "a\nb",
        "- x",
        "ٱ",
        "\u2028",
    ),
)
TAGS = (
    *("<template>", "</template>", "<svg><a>", "<table><tr><td>", "</div>", "<li>", "<ul>", "<br>"),
    *('<a href="//[">', "<base href='http://[::1'>", "<meta charset=utf-7>", "<title>", "<head>"),
    *(
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE x [<!ENTITY e 'x'>]>",
        "&e;",
        "&#xD800;",
        "&#0;",
        "&nbsp;" * 50,
    ),
    *(
        "<h1 style='display:none'>",
        "<p hidden>",
        "<noscript>",
        "<math>",
        "<?php",
        "<x:y z>",
        "<" * 40,
    ),
    *(
        '<script type="application/ld+json">[1,{"@graph":[[]]}',
        "</script>",
        "<!--",
        "<iframe srcdoc=x>",
    ),
)
LATEX = (
    *(
        "{",
        "}",
        "[",
        "]",
        "$",
        "\\$",
        "&",
        "%\n",
        "\\\\",
        "\n\n",
        "#1",
        "~",
        "\\verb|x",
        "\\char`\\{",
    ),
    *(
        "\\def\\a#1{\\a{#1#1}}",
        "\\a{x}",
        "\\newcommand{\\b}[9]{#9}",
        "\\b",
        "\\input{cv}",
        "\\endinput",
    ),
    *(
        "\\begin{itemize}",
        "\\end{itemize}",
        "\\item",
        "\\begin{tabular}{ll}",
        "\\multicolumn{2}{c}{x}",
    ),
    *(
        "\\section{",
        "\\section*{}",
        "\\cventry",
        "\\cvitem{}{",
        "\\href{",
        "\\textbf",
        "\\'",
        '\\"\\i',
    ),
    *(
        "\\iffalse",
        "\\fi",
        "\\begin{comment}",
        "\\catcode`\\%=12",
        "\\begin{document}",
        "\\expandafter",
    ),
)
HEADERS = (
    *(b"Content-Type: multipart/mixed", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\n--x"),
    *(
        b"Content-Type: text/plain; charset=x-y",
        b"Content-Type: message/rfc822",
        b"Content-Type: ;;=",
    ),
    *(b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable", b"\n"),
    *(
        b"Subject: =?utf-8?b?////?=",
        b"Subject: =?x?q?=FF?=",
        b"Subject:" + b" x" * 9000,
        b" folded",
    ),
    *(
        b"Content-Disposition: attachment; filename*=utf-8''%ff.pdf",
        b"Content-Type: application/pdf",
    ),
)
