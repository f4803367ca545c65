"""Resume + scores + heights -> the best page and its proof. Pure: no files, no TeX."""
