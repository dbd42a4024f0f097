"""The branch that sees three cases in a hundred, and only old ones: the hardest place for a list."""

from bench.copies.story import Story
from bench.copies.writing import Plan
from dadkar.people.models import County, Membership, Organisation, Principal, Role, RoleClass, User

USERNAME = "oldhand"
COUNTY = "margown"  # which has no branch in the demo: nothing new comes to this desk
SHARE = 0.03
OLD = 0.1  # of all stories, the first to be filed


def make() -> None:
    """Found the branch, with one case worker, a year ago."""
    house = Organisation.objects.get(kind=Organisation.Kind.HOUSE)
    branch = Organisation.objects.create(
        house=house,
        parent=house,
        kind="branch",
        county=County.objects.get(code=COUNTY),
        fa="شعبهٔ بایگانی",
        en="Old branch",
        since=house.since,
    )
    user = User.objects.create(username=USERNAME, full_name="بهمن دیرینه", position="کارشناس پیگیری")
    user.set_unusable_password()
    user.save()
    Membership.objects.create(user=user, organisation=branch, role=Role.CASE_WORKER, since=house.since)


def swaps(stories: list[Story], order: Plan, copies: int) -> dict[int, dict[bytes, bytes]]:
    """For old stories, until they make three in a hundred of the copies: its desk in place of theirs."""
    user = User.objects.get(username=USERNAME)
    branch = user.current_memberships[0].organisation
    turns: dict[int, int] = {}
    for one, _serial in order:
        turns[one] = turns.get(one, 0) + 1
    found: dict[int, dict[bytes, bytes]] = {}
    taken = 0
    old = stories[: max(1, int(OLD * len(stories)))]
    for place, story in sorted(enumerate(old), key=lambda one: not one[1].case.is_open):  # something to do
        if taken >= SHARE * copies:
            break
        if story.case.desk_id != story.case.house_id:
            found[place] = _instead(story, branch, user)
            taken += turns.get(place, 0)
    return found


def _instead(story: Story, branch: Organisation, user: User) -> dict[bytes, bytes]:
    case = story.case
    [old] = Principal.objects.of_class(RoleClass.DESK, case.desk_id)
    [new] = Principal.objects.of_class(RoleClass.DESK, branch.pk)
    officers = User.objects.filter(memberships__organisation=case.desk_id)
    found = {
        f"people.Organisation:{case.desk_id}": branch.pk,
        f"people.Principal:{old}": new,
        **{f"people.User:{officer.pk}": user.pk for officer in officers},
        **{str(officer.uuid): user.uuid for officer in officers},
    }
    return {key.encode(): str(value).encode() for key, value in found.items()}
