"""Addresses of the board's track and of the people of a case."""

from typing import Any

from django.urls import path

from dadkar.desk.access import house_desk
from dadkar.desk.views import board, board_verbs, parties

VERBS: dict[str, dict[str, Any]] = {
    "cases": {
        "petition": board_verbs.Prepare,
        "payment": board_verbs.Pay,
        "people/add": parties.AddPerson,
        "representative": parties.AddRepresentative,
    },
    "petitions": {
        "change": board_verbs.Rewrite,
        "papers": board_verbs.Papers,
        "consent": board_verbs.Consent,
        "consent-back": board_verbs.ConsentBack,
        "filed": board_verbs.Filed,
        "next": board_verbs.LookAgain,
        "hearing": board_verbs.SetHearing,
        "ruling": board_verbs.RecordRuling,
    },
    "hearings": {"move": board_verbs.MoveHearing, "result": board_verbs.Result},
    "rulings": {"served": board_verbs.Serve, "enforcement": board_verbs.Enforce},
    "payments": {"strike": board_verbs.StrikePayment},
    "people": {"change": parties.ChangePerson, "remove": parties.RemovePerson},
    "representatives": {"end": parties.EndRepresentative},
}

urlpatterns = [
    path("petitions/<uuid:uuid>/", board.petition, name="petition"),
    *(
        path(f"petitions/<uuid:uuid>/{view.__name__}.{ending}", view, {"ending": ending},
             name=f"petition-{view.__name__}-{ending}")
        for view in (board.draft, board.named)
        for ending in board.DRAW
    ),
    path("cases/<uuid:uuid>/people/", parties.people, name="case-people"),
    path("cases/<uuid:uuid>/people/names/", parties.open_names, name="case-people-names"),
    path("cases/<uuid:uuid>/people/many/", parties.add_many, name="case-people-many"),
    path("cases/<uuid:uuid>/people.xlsx", parties.export, name="case-people-export"),
    *(
        path(f"representatives/<uuid:uuid>/{scan}/", house_desk(parties.OpenScan.as_view(scan=scan)),
             name=f"representative-{scan}")
        for scan in parties.SCANS
    ),
    *(
        path(f"{place}/<uuid:uuid>/{verb}/", house_desk(view.as_view()),
             name=f"{'person' if place == 'people' else place[:-1]}-{verb.replace('/', '-')}")
        for place, verbs in VERBS.items()
        for verb, view in verbs.items()
    ),
]  # fmt: skip
