"""Remake: an upload is made anew in a process of its own and never stored as it came.

Nouns: Remade (the new file), Refused and its kinds (why there is none), limits (every bound, in one file).
Verb: `client.remake(data, filename=…)`. Pictures become JPEG, papers an image-only PDF, voices Ogg Opus in
one channel; place, hour, names, scripts and whatever was appended are left behind.

`worker.py` runs alone, with hard limits, without Django, keys or database. This file imports nothing, so
that the worker stays so.
"""
