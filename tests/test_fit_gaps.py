"""Which jobs may not vanish from the page."""

from tailor.models import Date, Entry, Resume, Section
from tailor.optimizer.constraints import find_career_gaps, gap_windows


def resume(*jobs: Entry) -> Resume:
    return Resume("Ada Example", sections=(Section("work", "Work", "work", jobs),))


def kept(*jobs: Entry) -> list[set[str]]:
    """Sets of jobs of which one each must stay."""
    return [set(keys) for keys in gap_windows(resume(*jobs), frozenset(job.key for job in jobs))]


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


def bridged(*jobs: Entry) -> list[tuple[str, set[str]]]:
    """Old jobs, each with newer ones of which one must stand beside it."""
    found = find_career_gaps(resume(*jobs), frozenset(job.key for job in jobs))
    return [(old, set(newer)) for old, newer in found]


NOW = Entry("work/0", start=Date(2014), end=Date(2024, 12))


def test_an_old_job_needs_one_of_those_since() -> None:
    middle = Entry("work/1", start=Date(2006, 1), end=Date(2013, 12))
    old = Entry("work/2", start=Date(2000), end=Date(2005, 12))
    assert bridged(NOW, middle, old) == [
        ("work/1", {"work/0"}),
        ("work/2", {"work/0"}),
        ("work/2", {"work/1"}),
    ]


def test_of_two_jobs_at_once_one_is_enough() -> None:
    middle = Entry("work/1", start=Date(2006, 1), end=Date(2013, 12))
    beside = Entry("work/3", start=Date(2005, 1), end=Date(2013, 12))
    old = Entry("work/2", start=Date(2000), end=Date(2005, 12))
    assert ("work/2", {"work/1", "work/3"}) in bridged(NOW, middle, old, beside)


def test_thirty_five_months_need_no_bridge_and_thirty_six_do() -> None:
    old = Entry("work/2", start=Date(2000), end=Date(2008, 12))
    longer = Entry("work/1", start=Date(2009, 1), end=Date(2011, 12))
    shorter = Entry("work/1", start=Date(2009, 1), end=Date(2011, 11))
    then = Entry("work/0", start=Date(2012, 1), end=Date(2024, 12))
    sooner = Entry("work/0", start=Date(2011, 12), end=Date(2024, 12))
    assert ("work/2", {"work/1"}) in bridged(then, longer, old)
    assert ("work/2", {"work/1"}) not in bridged(sooner, shorter, old)


def test_what_the_person_did_not_work_at_is_no_hole() -> None:
    """Years without any job cannot be bridged; nothing is asked for them."""
    old = Entry("work/1", start=Date(2000), end=Date(2003, 12))
    found = bridged(NOW, old)
    assert [newer for _, newer in found] == [{"work/0"}]


def test_a_job_without_dates_needs_no_bridge() -> None:
    assert bridged(NOW, Entry("work/1")) == []
