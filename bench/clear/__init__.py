"""The peer of `search_p95`: the same page over PostgreSQL's full-text search of the same text in clear.

What Dadkar will never keep is kept here, in the bench's own database, for as long as the bench runs.
"""
