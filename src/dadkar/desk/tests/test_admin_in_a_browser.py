"""Django's admin under our policy, in a real browser: nothing is blocked, and everybody can read it."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse

from dadkar.desk.admin import site
from dadkar.kernel import moment
from dadkar.kernel.actor import System
from dadkar.kernel.models import Holiday
from dadkar.web.tests.conftest import chromium

__all__ = ["chromium"]
ACCOUNT = ["mfa_index", "account_change_password", "usersessions_list", "demo"]


def pages() -> list[str]:
    """Every kind of page that the administrator meets."""
    found = [reverse(name) for name in ACCOUNT] + [reverse("admin:index")]
    for model in site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        row = model.objects.first()
        found += [reverse(f"{name}_change", args=[row.pk])] if row else []
    return found


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["fa", "en"])
def test_nothing_is_blocked_and_axe_is_content(
    cast: Any, topic: Any, live_server: Any, chromium: Any, language: str
) -> None:
    Holiday.declare(moment.today(), name_fa="تعطیل", by=System("test"))
    client = Client()
    client.force_login(cast.admin)
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    jar = {"django_language": language, "sessionid": client.cookies["sessionid"].value}
    context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in jar.items()])
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    wrong = {}
    for path in [*pages(), reverse("admin:people_organisation_move", args=[cast.inspection.pk])]:
        said.clear()
        response = page.goto(live_server.url + path)
        assert response.status == 200, path
        blocked = [*said]  # axe's own styles are blocked too
        violations = [
            (one["id"], [node["target"] for node in one["nodes"]][:3])
            for one in Axe().run(page).response["violations"]
        ]
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        if violations or blocked or wide:
            wrong[path] = (violations, blocked, wide)
    context.close()
    assert not wrong, "\n".join(f"{path}: {what}" for path, what in wrong.items())
