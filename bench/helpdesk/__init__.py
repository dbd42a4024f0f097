"""The peer of `filing`: django-helpdesk as its documentation installs it, on the same PostgreSQL and server.

It runs in the bench's own environment. Its e-mails go nowhere and its teams are off: both spare it work.
"""
