"""Addresses of the house's desk. Each verb is `…/<uuid>/<verb>/`."""

from django.urls import path

from dadkar.desk.access import house_desk
from dadkar.desk.views import audit, case, files, queue, refer, summaries, triage, voices, why

CASE_VERBS = {
    "take": triage.Take,
    "assign": triage.Assign,
    "recuse": triage.Recuse,
    "classify": triage.Classify,
    "decline": triage.Decline,
    "say": triage.Say,
    "add-files": triage.AddFiles,
    "call": triage.WriteCall,
    "contact": triage.OpenContact,
    "edit-contact": triage.EditContact,
    "bar": triage.Bar,
    "recover-code": triage.RecoverCode,
    "withdraw": triage.Withdraw,
    "settled": triage.Settled,
    "close-unconfirmed": triage.CloseUnconfirmed,
    "reopen": triage.Reopen,
    "refer": triage.Refer,
    "join": voices.Join,
    "part": voices.Part,
    "word": voices.Word,
    "word-back": voices.WordBack,
}
REFERRAL_VERBS = {
    "rewrite": refer.Rewrite,
    "propose": refer.Propose,
    "agree": refer.Agree,
    "agree-told": refer.AgreeTold,
    "correct": refer.Correct,
    "end": refer.Discard,
    "give-info": refer.GiveInfo,
    "send-back": refer.SendBack,
    "appeal": refer.Appeal,
    "agree-not-competent": refer.AgreeNotCompetent,
    "share": refer.Share,
}
COMMITMENT_VERBS = {
    "outcome": refer.RecordOutcome,
    "take-back": refer.TakeBack,
    "grant": refer.Grant,
    "refuse-extension": refer.RefuseExtension,
}


def _verbs(prefix: str, kind: str, verbs: dict) -> list:
    return [
        path(f"{prefix}/<uuid:uuid>/{verb}/", house_desk(view.as_view()), name=f"{kind}-{verb}")
        for verb, view in verbs.items()
    ]


urlpatterns = [
    path("queue/", queue.queue, name="queue"),
    path("audit/", audit.audit, name="audit"),
    path("search/", queue.search, name="search"),
    path("summaries/", summaries.summaries, name="summaries"),
    path("cases/<uuid:uuid>/", case.case, name="case"),
    path("cases/<uuid:uuid>/alike/", case.alike, name="case-alike"),
    path("cases/<uuid:uuid>/why/", why.of_case, name="case-why"),
    path("files/<uuid:uuid>/", files.case_file, name="case-file"),
    path("summaries/<uuid:uuid>/files/<uuid:file>/", files.evidence, name="summary-file"),
    *_verbs("cases", "case", CASE_VERBS),
    *_verbs("summaries", "summary", REFERRAL_VERBS),
    *_verbs("promises", "promise", COMMITMENT_VERBS),
]
