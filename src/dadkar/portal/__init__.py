"""Portal: the worker's pages; nobody signs in, and nothing needs JavaScript.

Write what happened, keep the code, come back with it: see where it stands, answer, confirm, withdraw. One
neutral address and title; the code goes by POST only and then lives in an encrypted cookie for half an
hour. No rule lives here: pages call the verbs of `cases`. Begin at views/;
following.py reads a case for its holder, answers.py holds what can be said, story.py tells what happened.
"""
