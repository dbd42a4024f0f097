"""How this installation fares: for the person who looks after it, and for their machines.

Nouns: health (lives, is ready), measures (Prometheus), the log's lines, the doctor's checks and findings.
Verbs: probe, count, log, examine, rescue jobs whose worker died.
Nothing here holds or shows content, a code, an address or a name.
"""
