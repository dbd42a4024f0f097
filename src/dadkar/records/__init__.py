"""Records: what happened, the papers that prove it, and who was told that there is news.

Nouns: Event (append-only, provable later), Attachment (a sealed file, re-made on arrival), Letter (a
numbered letter, out or in), Notice, Feed. Verbs: write an event, keep a file, number a letter, queue and send
a notice. `papers/` draws PDF and Word from plain data; `remake/` makes uploads anew in a process of its own;
`gateways/` are the ways out. Nothing here knows a case.
"""
