"""Desk: the pages of those who sign in.

Three desks in one room: the house's (queue, case, triage, referring, filing for somebody), the body's (its
referrals and answers), and the auditor's (events, no content). Every verb is a page of its own
(`verbs.py`): GET shows its form, POST calls the same verb that jobs and the API call. No rule lives here.
"""
