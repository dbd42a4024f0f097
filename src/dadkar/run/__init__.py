"""Running Dadkar: what stands outside the application and starts it.

Nouns: Cluster (our own PostgreSQL), Supervisor and its children (web, worker), the two database roles.
Verbs: start, stop, set up, check that production can start.
Nothing here knows a case; the rooms below never import it.
"""
