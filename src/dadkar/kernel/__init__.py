"""The ground that knows no noun of the field.

For: Solar-Hijri dates, working days, clocks; Persian text; flow of states; scope of sight; sealing.
Nouns: Jalali, WorkCalendar, Holiday, Clock, Term, Replay, Flow, Actor, sealed key.
Verbs: parse, add_working_days, declare, start, pause, extend, replay, normalise, move, seal, open.
"""
