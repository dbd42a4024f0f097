"""Addresses of the body's desk. Each answer is `referrals/<uuid>/<answer>/`."""

from django.urls import path

from dadkar.desk.access import body_desk
from dadkar.desk.views import body, body_answers, body_drafts, deputies, why

DRAFT_VERBS = {
    "release": body_drafts.Release,
    "return": body_drafts.Return,
    "redraft": body_drafts.Redraft,
    "drop": body_drafts.Drop,
}

urlpatterns = [
    path("referrals/", body.referrals, name="body-referrals"),
    path("referrals/<uuid:uuid>/", body.referral, name="body-referral"),
    path("referrals/<uuid:uuid>/why/", why.of_referral, name="referral-why"),
    path("referrals/<uuid:uuid>/promises/<uuid:step>/why/", why.of_promise, name="referral-promise-why"),
    path("referrals/<uuid:uuid>/files/<uuid:file>/", body.shared_file, name="body-file"),
    path("referrals/<uuid:uuid>/letter.pdf", body.letter_pdf, name="body-letter"),
    *(
        path(f"referrals/<uuid:uuid>/{name}/", body_desk(view.as_view()), name=f"body-{name}")
        for name, view in body_answers.ANSWERING.items()
    ),
    path("drafts/", body_drafts.drafts, name="body-drafts"),
    *(
        path(f"drafts/<uuid:uuid>/{name}/", body_desk(view.as_view()), name=f"draft-{name}")
        for name, view in DRAFT_VERBS.items()
    ),
    path("deputies/", deputies.deputies, name="body-deputies"),
    path("deputies/<int:deputy>/end/", deputies.end, name="deputy-end"),
]
