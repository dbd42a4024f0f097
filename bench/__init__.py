"""`make bench`: how fast it is under load, at several sizes, each figure beside its peer or its floor.

Nouns: stage (servers and databases), seed (a year that the real verbs lived), copy, cast, load, row.
Verbs: `python -m bench`; what needs Django runs as `python -m bench.<module>` in its database's environment.
"""
