"""PDF -> text -> findings: a page as applicant tracking systems read it."""
