"""Demo: one invented working year of a province, made by the verbs themselves with a moved clock.

Nouns: province (its tree and people), plot (what becomes of one case), year (the plots, in order of time).
Exists in demo and test mode alone; so do the one-click sign-ins. Every name in it is invented.
"""
