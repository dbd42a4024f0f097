"""Makes a large database in minutes: copies of the seed's stories, written with COPY.

A copy has ids, uuids, keys, envelopes, a receipt, letter numbers and leafs of its own, and a narrative of its
own; all else is what the real verbs wrote for its original. `story` reads, `template` prepares, `writing`
writes, `tables` takes indexes off and puts them back, `checks` looks whether it is sound.
"""
