"""Records: what happened, and the papers that prove it.

Nouns: Event (append-only, provable later), Attachment (a sealed file, re-made on arrival), Letter (a
numbered letter, out or in). Verbs: write an event, keep a file, number a letter. `papers/` draws PDF and
Word from plain data; `remake/` makes uploads anew in a process of its own. Nothing here knows a case.
"""
