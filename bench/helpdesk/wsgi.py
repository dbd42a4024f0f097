"""The peer's application; `python -m bench.helpdesk.wsgi` makes its tables and its one public queue."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.helpdesk.settings")

if __name__ == "__main__":
    import django
    from django.core.management import call_command

    django.setup()
    from helpdesk.models import Queue

    call_command("migrate", interactive=False, verbosity=0)
    Queue.objects.get_or_create(
        slug="problems", defaults={"title": "Problems", "allow_public_submission": True, "email_address": ""}
    )
else:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
