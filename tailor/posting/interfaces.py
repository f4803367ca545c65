"""Where job boards give the data of a posting whose own page is made by programs."""

import re

INTERFACES = tuple(
    (re.compile(pattern), address)
    for pattern, address in (
        (
            r"https://(?:job-)?boards\.greenhouse\.io/([\w-]+)/jobs/(\d+).*",
            r"https://boards-api.greenhouse.io/v1/boards/\1/jobs/\2",
        ),
        (
            r"https://jobs\.lever\.co/([\w.-]+)/([0-9a-f-]{36}).*",
            r"https://api.lever.co/v0/postings/\1/\2?mode=json",
        ),
        (
            r"https://jobs\.ashbyhq\.com/([\w.%-]+)/([0-9a-f-]{36}).*",
            r"https://api.ashbyhq.com/posting-api/job-board/\1#\2",
        ),
        (
            r"https://([\w-]+)\.(wd\d+)\.myworkdayjobs\.com/(?:[a-z]{2}-[A-Z]{2}/)?([\w-]+)"
            r"(/job/[^?#]+).*",
            r"https://\1.\2.myworkdayjobs.com/wday/cxs/\1/\3\4",
        ),
        (
            r"https://(?:jobs|careers)\.smartrecruiters\.com/([\w-]+)/(\d+).*",
            r"https://api.smartrecruiters.com/v1/companies/\1/postings/\2",
        ),
        (
            r"https://([\w-]+)\.recruitee\.com/o/([\w-]+).*",
            r"https://\1.recruitee.com/api/offers/\2",
        ),
        (
            r"https://([\w-]+)\.jobs\.personio\.(de|com)/job/(\d+).*",
            r"https://\1.jobs.personio.\2/xml#\3",
        ),
    )
)


def interface(url: str) -> str:
    """Where a board gives a posting's page as data; "" if that is not known.

    For a list of postings, the part after # names the one that is meant.
    """
    for pattern, address in INTERFACES:
        if match := pattern.fullmatch(url):
            return match.expand(address)
    return ""
