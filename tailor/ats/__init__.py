"""PDF -> text -> findings: a page as applicant tracking systems read it."""

from tailor.ats.check import check, failed

__all__ = ["check", "failed"]
