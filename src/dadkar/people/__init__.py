"""People: who works where, in which role, and as whom they may see.

Nouns: User, Organisation (one tree: house, branch, agency, office, workplace), County, Membership,
Role, Principal. Verbs: appoint, end, deputise. A grant is always given to a Principal: an organisation
and a class of roles, or one user. Nothing here knows a case.
"""
