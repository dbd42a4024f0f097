"""Reports: what became of promises, counted.

Nouns: Fact, Cell, Spread, Snapshot (a house's kept counts); Release, ReleasedCell, Reply, Publication
(what leaves the house). Verbs: refresh, recount, board, prepare, reply, publish. A board is read from kept
counts, whatever the number of cases; the public reads frozen releases alone, masked twice.
"""
