"""System checks that keep the doors shut."""

from typing import Any

from django.apps import apps
from django.core import checks

from dadkar.kernel.scope import PartModel, ScopedModel


@checks.register("scope")
def every_path_is_guarded(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """A model with a foreign key to a scoped root is scoped, a part, or one of its grants."""
    doors = set()
    for model in apps.get_models():
        if issubclass(model, ScopedModel):
            doors |= {model.scope().audience, model.scope().bar}
    guarded = (ScopedModel, PartModel)
    return [
        checks.Error(
            f"{model._meta.label} points at {field.related_model._meta.label} but is not guarded",
            hint="Make it a ScopedModel or a PartModel (dadkar.kernel.scope).",
            obj=model,
            id="dadkar.E001",
        )
        for model in apps.get_models()
        if not issubclass(model, guarded) and model not in doors and not getattr(model, "open_read", "")
        for field in model._meta.fields
        if field.is_relation
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, guarded)
    ]
