"""Every verb of `holder_verbs.HOLDER_VERBS`, for the holder of a receipt's code."""

from dadkar.api.access import Asked
from dadkar.api.answers import holder
from dadkar.api.endpoints import router
from dadkar.api.endpoints.public import TAGS
from dadkar.api.holder_verbs import HOLDER_VERBS
from dadkar.api.once import once
from dadkar.api.schemas.holder import Stands
from dadkar.api.verb import Verb
from dadkar.cases.following import Following, reread


def _offer(verb: Verb) -> None:
    """One operation for one verb of the table."""

    @router.post(
        f"/receipt/{verb.name}",
        **holder(Stands, writes=True),
        url_name=f"receipt-{verb.name}",
        tags=TAGS,
        operation_id=f"receipt_{verb.name.replace('-', '_')}",
        summary=verb.summary,
    )
    @once
    def operation(request: Asked, said: verb.takes) -> Stands:  # type: ignore[name-defined]
        following: Following = request.auth
        verb.do(following, said, following.by)
        return Stands(phase=Following(reread(following.case)).stage)


for _verb in HOLDER_VERBS.values():
    _offer(_verb)
