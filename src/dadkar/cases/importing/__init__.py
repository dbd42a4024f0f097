"""Bringing in the lists that offices already have, as Excel or CSV.

Nouns: Sheet and Row (what a file holds), Matching (which column is what), Reading (a row as a case, or its
faults). Verbs, in their order: `files.read`, `headings.suggest`, `checking.Checker.read`, and on a batch
`drafts.take_in`, `drafts.match`, `running.approve`, `running.bring_in`, `slips.pages`.

What was in a file is sealed from the moment it has been read until it is erased.
"""
