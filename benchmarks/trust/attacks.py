# ruff: noqa: E501
"""Templates that want what they must not have, and PDFs that act: invented for trying tailor out.

`@SECRET@` stands for the path of a file that nobody may read, `@FOLDER@` for its folder, and
`@OUTSIDE@` for a file that must not come into being, `@MARK@` for what the secret is.
"""

from collections.abc import Mapping

ACCESS: Mapping[str, str] = {
    "attribute": "<< resume.__class__.__mro__ >>",
    "attribute by filter": "<< resume|attr('__class__') >>",
    "attribute by map": "<< [resume]|map(attribute='__class__.__init__.__globals__')|list >>",
    "attribute by sort": "<< [resume, resume]|sort(attribute='__class__') >>",
    "attribute by group": "<< [resume]|groupby('__class__.__init__') >>",
    "attribute by sum": "<< [resume]|sum(attribute='__class__.__mro__', start=()) >>",
    "iterator": "<< [].__iter__().__next__ >>",
    "format string": "<< '{0.__class__.__init__.__globals__}'.format(resume) >>",
    "format map": "<< '{a.__class__}'.format_map({'a': resume}) >>",
    "format by filter": "<< ('{0.__class__}'|attr('format'))(resume) >>",
    "percent": "<< '%s' % resume.__init__ >>",
    "joiner": "<< joiner.__init__.__globals__ >>",
    "self": "<< self.__init__.__globals__ >>",
    "context": "<< self._TemplateReference__context >>",
    "function": "<< geometry.__globals__ >>",
    "code": "<< metadata.__code__.co_consts >>",
    "macro": "<% macro f() %><% endmacro %><< f._func.__globals__ >>",
    "macro's environment": "<% macro f() %><% endmacro %><< f._environment.loader >>",
    "generator": "<< (resume.sections|map('upper')).gi_frame.f_globals >>",
    "loop variable": "<% for i in [1] %><< loop._iterable >><< loop.__class__ >><% endfor %>",
    "caller": "<% macro f() %><< caller._func.__globals__ >><% endmacro %><% call f() %>x<% endcall %>",
    "undefined": "<< nothing.__class__.__init__ >>",
    "a module by a function": "<< geometry.__globals__['Tex'] >>",
    "changing a list": "<% set l = [1] %><< l.append(2) >><< l >>",
    "changing the table of filters": "<% macro f() %><% endmacro %><< f._environment.filters.clear() >>",
}
"""Jinja2 that reaches for what the sandbox keeps from it; without the sandbox each succeeds."""

ABSENT: Mapping[str, str] = {
    "cycler": "<< cycler('a').next() >>",
    "globals of the cycler": "<< cycler.__init__.__globals__.os.popen('id').read() >>",
    "lipsum": "<< lipsum.__globals__['os'].system('id') >>",
    "namespace": "<% set n = namespace(a=1) %><< n.__class__ >>",
    "changing a value": "<< resume.__setattr__('name', 'x') >>",
    "statement of an extension": "<% do resume %>",
    "debugging": "<% debug %>",
}
"""Jinja2 that asks for what is not there for anybody."""

JINJA: Mapping[str, str] = {
    "include, absolute": '<% include "@SECRET@" %>',
    "include, relative": '<% include "../../../../../../../..@SECRET@" %>',
    "include of the file beside": '<% include "secret.txt" %>',
    "include through a link": '<% include "link.j2" %>',
    "include of a hidden folder": '<% include ".hidden/secret.txt" %>',
    "import": '<% import "secret.txt" as s %><< s >>',
    "extends": '<% extends "../../../../..@SECRET@" %>',
    "range": "<% for i in range(10**9) %>x<% endfor %>",
    "nested ranges": "<% for a in range(99999) %><% for b in range(99999) %><% endfor %><% endfor %>",
    "printing ranges": "<% for a in range(9999) %><% for b in range(9999) %>x<% endfor %><% endfor %>",
    "long text": "<< 'x' * 10**10 >>",
    "long text by parts": "<< ('x' * 10**6) * 10**4 >>",
    "long text by filter": "<< 'x'|center(10**10) >>",
    "long text by width": "<< '%9999999999s' % 'x' >>",
    "long text by format": "<< '{:>10000000000}'.format('x') >>",
    "long list": "<< [1]|batch(10**9, 'x')|list >>",
    "large number": "<< 9**9**9**9 >>",
    "large shift": "<< 2**(2**31) >>",
    "long output": "<< ('xy z ' * 2000000)|tex >>",
    "recursion": "<% macro f() %><< f() >><% endmacro %><< f() >>",
    "recursive loop": "<% for i in [1] recursive %><< loop([1]) >><% endfor %>",
    "including itself": '<% include "mine.tex.j2" %>',
    "deep parentheses": "<< " + "(" * 5000 + "1" + ")" * 5000 + " >>",
    "deep statements": "<% if 1 %>" * 3000 + "<% endif %>" * 3000,
    "nested loops": "<% for i in [1] %>" * 90 + "<% endfor %>" * 90,
    "half a character": "<< '\\ud800' >>",
    "control characters": "<< '\\x00\\x1b' >>",
    "an assertion of Jinja2's own": "<< resume.name|truncate(1) >>",
    "a filter given nonsense": "<< resume.name|wordwrap(0) >><< [1]|slice(0)|list >>",
}
"""Jinja2 that must end in an error, or in a text without what it wanted."""

READING: Mapping[str, str] = {
    "input": r"\input{@SECRET@}",
    "input, primitive": r"\csname @@input\endcsname @SECRET@ ",
    "input by code": r"^^5cinput{@SECRET@}",
    "input, relative": r"\input{../../../../../../..@SECRET@}",
    "input of a pipe": r'\input{|"cat @SECRET@"}',
    "openin": r"\newread\r\openin\r=@SECRET@ \ifeof\r\else\read\r to\l\l\fi x",
    "verbatiminput": r"\usepackage{verbatim}\begin{document}\verbatiminput{@SECRET@}",
    "file as an object": r"\immediate\pdfobj file{@SECRET@}\pdfcatalog{/X \the\pdflastobj\space0 R}x",
    "file as a stream": r"\immediate\pdfobj stream file{@SECRET@}\pdfcatalog{/X \the\pdflastobj\space0 R}x",
    "file as a stream, by another name": r"\expandafter\immediate\csname tex_pdfobj:D\endcsname stream file{@SECRET@}"
    r"\pdfcatalog{/X \the\pdflastobj\space0 R}x",
    "file as a stream, primitive": r"\immediate\pdfprimitive\pdfobj stream file{../../../../..@SECRET@}x",
    "dump": r"\pdffiledump length 400{@SECRET@}x",
    "size and date": r"\edef\x{\pdffilesize{@SECRET@}\pdffilemoddate{@SECRET@}}\ifx\x\empty\else @MARK@\fi x",
    "digest": r"\edef\x{\pdfmdfivesum file{@SECRET@}}\ifx\x\empty\else @MARK@\fi x",
    "picture": r"\usepackage{graphicx}\begin{document}\includegraphics{@FOLDER@/picture.png}",
    "picture, primitive": r"\pdfximage{@FOLDER@/picture.png}\pdfrefximage\pdflastximage",
    "font file": r"\pdfmapline{=ec-lmr10 LMRoman10-Regular <<@SECRET@}\font\x=ec-lmr10 \x abc",
    "font map": r"\pdfmapfile{=@SECRET@}x",
    "Lua": r"\directlua{tex.print(io.open('@SECRET@'):read())}",
    "shell": r"\immediate\write18{cp @SECRET@ @OUTSIDE@}x",
    "special": r"\special{psfile=@SECRET@}\special{pdf: stream @x (@SECRET@)}x",
    "literal": r"\pdfliteral{(@SECRET@) run}x",
    "writing outside": r"\newwrite\w\immediate\openout\w=@OUTSIDE@ \immediate\write\w{x}x",
    "writing beside": r"\newwrite\w\immediate\openout\w=../escaped.tex \immediate\write\w{x}x",
    "asking": r"\errorstopmode\read16 to\x x",
    "breaking off": r"\batchmode\csname @@end\endcsname",
}
"""LaTeX that wants to read or write a file, or to run a program."""

ENDLESS: Mapping[str, str] = {
    "drawing itself": r"\pdfobj reserveobjnum \edef\n{\the\pdflastobj}"
    r"\immediate\pdfobj useobjnum \n stream attr{/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    r"/Resources<</XObject<</F \n\space0 R>>>>}{/F Do /F Do /F Do}"
    r"\edef\x{\pdfpageresources{/XObject<</F \n\space0 R>>}}\x\pdfliteral page{/F Do}x",
    "drawing a form that draws a form": r"\immediate\pdfobj stream attr{/Type/XObject/Subtype/Form"
    r"/BBox[0 0 9 9]}{0 0 1 1 re f}\edef\f{\the\pdflastobj\space0 R}\newcount\n"
    r"\loop\advance\n1 \immediate\pdfobj stream attr{/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    r"/Resources<</XObject<</F \f>>>>}{/F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do}"
    r"\edef\f{\the\pdflastobj\space0 R}\ifnum\n<12 \repeat"
    r"\edef\x{\pdfpageresources{/XObject<</F \f>>}}\x\pdfliteral page{/F Do}x",
    "macro": r"\def\x{\x}\x",
    "macro that grows": r"\def\x{\edef\y{\y\y}\x}\def\y{a}\x",
    "loop": r"\loop\iftrue\repeat",
    "pages": r"\def\x{a\vfill\eject\x}\x",
    "objects": r"\def\x{\immediate\pdfobj stream{\romannumeral 900000}\x}\x",
    "one file": r"\newwrite\w\immediate\openout\w=f.txt \def\x{\immediate\write\w{\romannumeral 1000000}\x}\x",
    "many files": r"\newcount\n\newwrite\w\def\x{\advance\n1 \immediate\openout\w=f\the\n.txt "
    r"\immediate\write\w{\romannumeral 9000000}\immediate\closeout\w\x}\x",
    "messages": r"\def\x{\message{\romannumeral 100000}\x}\x",
}
"""LaTeX that has no end, or makes a PDF that has none."""

ACTING: Mapping[str, str] = {
    "script on opening": r"\pdfcatalog{/OpenAction<</S/JavaScript/JS(app.alert(1))>>}x",
    "script by name": r"\pdfnames{/JavaScript<</Names[(a)<</S/JavaScript/JS(x)>>]>>}x",
    "script in a hidden spelling": r"\catcode`\#=12 \pdfcatalog{/Open#41ction<</#53/JavaScript/J#53(x)>>}x",
    "program": r"\pdfstartlink user{/Subtype/Link/A<</S/Launch/F(calc.exe)>>}x\pdfendlink",
    "program behind an object": r"\immediate\pdfobj{/Launch}\edef\n{\the\pdflastobj\space0 R}"
    r"\pdfstartlink user{/Subtype/Link/A<</S \n/F(calc.exe)>>}x\pdfendlink",
    "page that acts": r"\pdfpageattr{/AA<</O<</S/JavaScript/JS(x)>>>>}x",
    "file inside": r"\immediate\pdfobj stream attr{/Type/EmbeddedFile}{x}\edef\n{\the\pdflastobj\space0 R}"
    r"\pdfnames{/EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a)/EF<</F \n>>>>]>>}x",
    "file beside a page": r"\pdfannot width9pt height9pt{/Subtype/FileAttachment}x",
    "film": r"\pdfannot width9pt height9pt{/Subtype/Movie/Movie<</F(x.avi)>>}x",
    "form": r"\pdfcatalog{/AcroForm<</Fields[]>>}x",
    "form that sends": r"\pdfstartlink user{/Subtype/Link/A<</S/SubmitForm/F(http://a.example.com)>>}x\pdfendlink",
    "jump into a file": r"\pdfstartlink user{/Subtype/Link/A<</S/GoToR/F(x.pdf)/D[0/Fit]>>}x\pdfendlink",
    "link that is a script": r"\pdfstartlink user{/Subtype/Link/A<</S/URI/URI(javascript:x)>>}x\pdfendlink",
    "link to a file": r"\pdfstartlink user{/Subtype/Link/A<</S/URI/URI(file:///etc/passwd)>>}x\pdfendlink",
    "base of links": r"\pdfcatalog{/URI<</Base(file:///)>>}x",
    "data from a file": r"\immediate\pdfobj stream attr{/F(@SECRET@)}{}\pdfcatalog{/X \the\pdflastobj\space0 R}x",
    "action in the trailer": r"\pdftrailer{/X<</S/Launch/F(x)>>}x",
}
"""LaTeX whose PDF acts; the gate must say so."""
