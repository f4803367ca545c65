"""Which jobs may not vanish from the page."""

from tailor.fit.gaps import windows
from tailor.model import Date, Entry, Resume, Section


def resume(*jobs: Entry) -> Resume:
    return Resume("Ada Example", sections=(Section("work", "Work", "work", jobs),))


def kept(*jobs: Entry) -> list[set[str]]:
    """Sets of jobs of which one each must stay."""
    return [set(keys) for keys in windows(resume(*jobs), frozenset(job.key for job in jobs))]


def test_the_job_that_goes_on_always_stays() -> None:
    """Even one that began at the latest date of the master, which leaves no gap to see."""
    now = Entry("work/0", start=Date(2021, 8))
    then = Entry("work/1", start=Date(2015), end=Date(2021, 8))
    assert kept(now, then) == [{"work/0"}, {"work/1"}]


def test_of_two_jobs_at_once_one_may_go() -> None:
    now = Entry("work/0", start=Date(2015))
    beside = Entry("work/1", start=Date(2016), end=Date(2021, 12))
    assert kept(now, beside) == [{"work/0"}]


def test_a_job_before_the_last_ten_years_may_go() -> None:
    now = Entry("work/0", start=Date(2010), end=Date(2022, 12))
    old = Entry("work/1", start=Date(2000), end=Date(2009, 12))
    assert kept(now, old) == [{"work/0"}]


def test_a_stay_of_less_than_a_year_between_two_jobs_may_go() -> None:
    now = Entry("work/0", start=Date(2020, 1))
    short = Entry("work/1", start=Date(2019, 2), end=Date(2019, 12))
    before = Entry("work/2", start=Date(2012, 1), end=Date(2019, 1))
    assert kept(now, short, before) == [{"work/0"}, {"work/2"}]
