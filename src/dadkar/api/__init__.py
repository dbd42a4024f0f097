"""The API: what programs may ask and do at /api/v1/, by the same verbs as the pages.

Nouns: Token, Repeat, Webhook, Delivery. Verbs: make and end a token, file, follow with a code, read cases,
commitments and referrals, do a verb, hear what happened and send it signed.
Begin at service.py (the whole service) and verbs.py (one table: verb → what it takes → the verb of `cases`);
problems.py says what is wrong, access.py who may do it, once.py makes a repeated POST harmless.
"""
