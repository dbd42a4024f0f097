"""One writer of state.

A flow is a literal table of edges beside its `State(TextChoices)`: for each state, which verbs lead
where. The table is checked when it is imported, drawn into `docs/flows/`, and followed by `move()`,
which locks the row, checks edge and permission, writes the event and tells the outside on commit.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import columns
from dadkar.kernel.actor import Actor, require_actor
from dadkar.kernel.together import together


class FlowError(Exception):
    """A verb that cannot be done; its text is for the person who tried."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


class WrongState(FlowError):
    """The verb does not lead anywhere from where the row stands."""


class MovedMeanwhile(WrongState):
    """Somebody else moved the row between the reading of the page and the pressing of the button."""


class NotAllowed(FlowError):
    """The actor may not do this to this row."""


class Flow:
    """The edges of one aggregate.

    `edges[state][verb]` is the next state, or a set of states when the verb itself chooses.
    `permit(by, verb, row)` raises `NotAllowed`; `record(row, verb, by=…, **facts)` writes the event.
    """

    registry: dict[str, "Flow"] = {}

    def __init__(
        self,
        name: str,
        states: type[models.TextChoices],
        edges: Mapping[Any, Mapping[str, Any]],
        *,
        start: Any,
        permit: Callable[[Actor, str, Any], None],
        record: Callable[..., Any],
    ) -> None:
        self.name, self.states, self.start = name, states, states(start)
        self.edges = {
            states(source): {verb: self._targets(target) for verb, target in verbs.items()}
            for source, verbs in edges.items()
        }
        self.permit, self.record = permit, record
        self._check()
        Flow.registry[name] = self

    def _targets(self, target: Any) -> frozenset[Any]:
        many = target if isinstance(target, set | frozenset) else {target}
        return frozenset(self.states(one) for one in many)

    def _check(self) -> None:
        """Every state has a row and can be reached; raises ValueError at import otherwise."""
        missing = set(self.states) - set(self.edges)
        if missing:
            raise ValueError(f"{self.name}: no row for {sorted(missing)}")
        reached, frontier = {self.start}, [self.start]
        while frontier:
            for targets in self.edges[frontier.pop()].values():
                frontier += targets - reached
                reached |= targets
        if unreachable := set(self.states) - reached:
            raise ValueError(f"{self.name}: nothing leads to {sorted(unreachable)}")

    def verbs(self, state: Any) -> tuple[str, ...]:
        """The verbs that lead somewhere from `state`."""
        return tuple(self.edges[self.states(state)])

    def allows(self, row: Any, verb: str, by: Actor) -> bool:
        """Whether `by` could do `verb` to `row` now; pages ask this before they show a button."""
        if verb not in self.edges[self.states(row.state)]:
            return False
        try:
            self.permit(by, verb, row)
        except NotAllowed:
            return False
        return True

    @together
    def move(
        self,
        row: Any,
        verb: str,
        *,
        by: Actor,
        to: Any = None,
        values: Mapping[str, Any] | None = None,
        **facts: Any,
    ) -> Any:
        """Move `row` along `verb`, in one transaction with its event; return the event.

        `to` names the target when the verb leads to several. `values` are columns that change with the state;
        `facts` go to `record`. Raises MovedMeanwhile, WrongState or NotAllowed, and then nothing has changed.
        """
        require_actor(by)
        values, before = values or {}, self.states(row.state)
        target = self._target(before, verb, to)
        if target is None or not self._write(row, before, target, values):
            before = self._lock(row)  # the page was read before somebody else moved it, or it can't be done
            target = self._target(before, verb, to)
            if target is None:
                raise self._refusal(row, before)
            self._write(row, before, target, values)
        self.permit(by, verb, row)
        row.state = target
        for name, value in values.items():
            setattr(row, name, value)
        return self.record(row, verb, by=by, before=before.value, after=target.value, **facts)

    def _target(self, state: Any, verb: str, to: Any) -> Any:
        """Where the verb leads from a state, or None. Raises WrongState when it does not lead to `to`."""
        targets = self.edges[state].get(verb)
        if targets is None:
            return None
        target = self.states(to) if to is not None else self._only(verb, targets)
        if target not in targets:
            raise WrongState(_("This step can't lead to “%(state)s”.") % {"state": target.label})
        return target

    def _write(self, row: Any, before: Any, target: Any, values: Mapping[str, Any]) -> bool:
        """Write the new state, and lock the row with it; False when it no longer stands at `before`."""
        return columns.write(row, {"state": target, **values}, where={"state": before})

    def _lock(self, row: Any) -> Any:
        rows = type(row)._base_manager.filter(pk=row.pk)
        return self.states(rows.select_for_update().values_list("state", flat=True).get())

    def _refusal(self, row: Any, now: Any) -> WrongState:
        if self.states(row.state) != now:
            return MovedMeanwhile(self._meanwhile(now))
        return WrongState(_("This can't be done now: it stands at “%(state)s”.") % {"state": now.label})

    @together
    def move_all(self, rows: Sequence[Any], verb: str, *, by: Actor, to: Any) -> list[dict[str, Any]]:
        """Move many rows of one model along `verb` in two statements; each must have the edge.

        Returns for each row the facts of its event, which the caller writes down, all at once.
        """
        require_actor(by)
        target = self.states(to)
        found = type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows])
        now = dict(found.select_for_update().order_by("pk").values_list("pk", "state"))
        for row in rows:
            if target not in self.edges[self.states(now[row.pk])].get(verb, ()):
                raise MovedMeanwhile(self._meanwhile(self.states(now[row.pk])))
            self.permit(by, verb, row)
            row.state = target
        found.update(state=target)
        return [{"before": now[row.pk], "after": target.value} for row in rows]

    def _only(self, verb: str, targets: frozenset[Any]) -> Any:
        if len(targets) != 1:
            raise ValueError(f"{self.name}.{verb} leads to several states: say which with `to`")
        return next(iter(targets))

    def _meanwhile(self, now: Any) -> Any:
        return _(
            "Somebody else moved this while you were looking at it: it now stands at “%(state)s”. "
            "What you typed is still here."
        ) % {"state": now.label}

    def mermaid(self) -> str:
        """The flow as a Mermaid state diagram, for `docs/flows/`."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start.value}"]
        for source, verbs in self.edges.items():
            for verb, targets in verbs.items():
                lines += [f"    {source.value} --> {target.value}: {verb}" for target in sorted(targets)]
            if not verbs:
                lines.append(f"    {source.value} --> [*]")
        return "\n".join(lines)
