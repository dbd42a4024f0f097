"""The load, as locust runs it: browsers that keep cookies and send the forms they are shown.

These files run in the bench's own environment, which knows neither Django nor Dadkar.
"""
