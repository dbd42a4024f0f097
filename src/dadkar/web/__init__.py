"""Web: what every page is made of; it knows no noun of the field.

Nouns: shell (base, worker, desk, paper), component, token, field, the mark.
Verbs: extend a shell, draw a component, render a form, answer an error in plain words.
Begin at templatetags/components.py (every component in one line); see them all live at /style/ in demo and
test modes. CSS: one file a component in css/, in the layers that css/index.css declares; a room adds its own
css/*.css in `@layer pages`; bundle.py joins them to the single web/dadkar.css. Logical properties only,
colours only from tokens.css, no inline style or script. A form is `{{ form }}` inside `<form>`.
"""
