"""Courses from Susa-navet, Skolverket's hub of education, by a file that somebody uploads. Nothing is fetched."""
