"""Commitments: who owes what to whom by when, closed only with two keys.

Nouns: Commitment, Claim, Confirmation, Extension, Escalation, Told. Verbs: promise, extend, claim,
confirm, acknowledge, dispute, take back, leave unconfirmed, withdraw, escalate. The one who owes can only
claim; the one it is owed to confirms or disputes. What is owed to whom is a uuid: no case is known.
`ladder.py` says who is told on which day; `climbing.py` finds them in a whole table.
"""
