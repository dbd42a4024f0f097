"""What is written into a statement is ours, never what somebody typed."""

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType

from dadkar.kernel.written import Written

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["pk", "model"])
def test_it_finds_what_a_parameter_finds(field: str) -> None:
    for row in ContentType.objects.all():
        value = getattr(row, field)
        found = ContentType.objects.filter(**{field: Written(value)})
        assert list(found) == list(ContentType.objects.filter(**{field: value}))
        assert found.query.sql_with_params()[1] == ()


@pytest.mark.parametrize("typed", ["x' OR 1=1", "یاسوج", "", "a b", "a\n"])
def test_a_text_that_is_no_code_is_refused(typed: Any) -> None:
    with pytest.raises(ValueError, match="no code"):
        ContentType.objects.filter(model=Written(typed)).exists()
