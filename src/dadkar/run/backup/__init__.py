"""`dadkar backup` and `dadkar restore`: a night's copy of database and files, and the way back from it.

The keyring is never in it. A backup names the keys it needs by their fingerprints, and without them opens
nothing. What was erased since is erased again when it is restored.
"""
