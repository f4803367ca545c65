"""Pages that are where a posting should be: sign-in forms, robot checks, empty shells."""

import re

from tailor.errors import Problem
from tailor.files import lazy_pattern

SAVE = (
    "open it in a browser, then save the page and give that file, or copy the text and use "
    "--job clipboard"
)
PATIENCE = "wait a while; or " + SAVE

GUARDS = lazy_pattern(
    r"checking (?:if the site connection is secure|your browser)|verify(?:ing)? (?:that )?you are "
    r"(?:a )?human|are you a (?:robot|human)|not a robot|just a moment\.\.\.|attention required"
    r"|unusual (?:traffic|activity)|complete the (?:security check|captcha)|\bcaptcha\b"
    r"|ddos protection|pardon our interruption|access (?:to this page has been |is )?denied"
    r"|request (?:was )?blocked|security check|bot detection|cf-chl|_incapsula_|perimeterx",
    re.IGNORECASE,
)
SIGN_IN = lazy_pattern(
    r"\b(?:sign|log) ?in (?:to|or|with|and)\b|\bjoin (?:now|linkedin) to (?:see|view)|authwall"
    r"|forgot (?:your )?password|create an account|you must be (?:signed|logged) in|session (?:has "
    r"been |has )?expired|members only|anmelden, um|bitte (?:melden|loggen) sie sich|connectez-vous"
    r"|inicia(?:r)? sesión",
    re.IGNORECASE,
)
SCRIPTED = lazy_pattern(
    r"(?:enable|requires?|turn on|activate) (?:\w+ ){0,2}javascript|javascript (?:is |must be |"
    r"seems to be )?(?:disabled|required|enabled|turned off)|without javascript"
    r"|javascript aktivieren|activer javascript|^loading\W*$",
    re.IGNORECASE | re.MULTILINE,
)
GONE = lazy_pattern(
    r"(?:job|position|posting|vacancy|role|opening|advert|page)(?: you(?: are|'re|’re) looking "
    r"for)?"
    r"[\w ]{0,30} (?:no longer (?:available|active|open|accepting|exists?)|(?:has|have) (?:been )?"
    r"(?:filled|expired|closed|removed)|is closed|was not found|could ?n[o'’]t be found)"
    r"|no longer accepting applications|stelle ist (?:nicht mehr|bereits)|offre (?:n['’]est plus|a"
    r" expiré)|oferta (?:ya no|ha caducado)|page not found",
    re.IGNORECASE,
)
FEW = 60
"""Words; a page with more says something of its own, whatever else it says."""

ENOUGH = 8
"""Words of a posting below which a page with programs is an empty shell."""

STATUS = {
    401: ("wants you to sign in", SAVE),
    403: ("does not give this page to programs", SAVE),
    404: ("has no such page (404); the posting may have been taken down", ""),
    407: ("can only be reached through a proxy", SAVE),
    410: ("has taken this posting down (410)", ""),
    429: ("has had too many requests (429)", PATIENCE),
    451: ("may not show this page here (451)", SAVE),
    503: ("cannot answer now (503)", PATIENCE),
    999: ("does not give this page to programs (999)", SAVE),
}


def detect_blocked_page(text: str, title: str = "", *, programs: bool = False) -> Problem | None:
    """What is there instead of a posting; None if the text may well be one.

    Args:
        text: what the page shows.
        title: the page's own title, and what it shows where no programs run.
        programs: whether the page contains programs that could show more.
    """
    words = len(text.split())
    if words > FEW:
        return None
    page = f"{title}\n{text}"
    if GONE.search(page):
        return Problem("the page says that this posting is no longer open")
    if GUARDS.search(page):
        return Problem("this is a check for robots, not the posting", hint=SAVE)
    if SIGN_IN.search(page):
        return Problem("this page asks to sign in; it does not show the posting", hint=SAVE)
    if SCRIPTED.search(page) or (programs and words < ENOUGH):
        message = "this page shows the posting only when its programs (JavaScript) run"
        return Problem(message, hint=SAVE)
    return None


def http_problem(status: int, host: str, text: str) -> Problem | None:
    """Why a server's answer is not a page, None if it is one."""
    if status < 300:
        return None
    if status in (403, 429, 503) and GUARDS.search(text):
        return Problem(f"{host} checks for robots ({status})", hint=SAVE)
    what, hint = STATUS.get(status, (f"answered with an error ({status})", SAVE))
    return Problem(f"{host} {what}", hint=hint)
