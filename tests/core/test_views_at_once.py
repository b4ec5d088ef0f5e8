"""Two windows in which somebody chooses which view opens first."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from skillmap.core.models import SavedView
from skillmap.core.services import keep_view, make_default_view
from tests.blocked import wait_until_blocked
from tests.factories import make_user


@pytest.mark.django_db(transaction=True)
def test_the_later_of_two_defaults_stands_and_nothing_breaks():
    user = make_user()
    kept = {"user": user, "page": "pages:person_list", "is_default": False}
    first, second = (keep_view(name=name, query=f"q={name}", **kept) for name in ("a", "b"))

    def choose():
        try:
            make_default_view(second, wanted=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            make_default_view(first, wanted=True)
            later = pool.submit(choose)
            wait_until_blocked()
        later.result()
    assert SavedView.objects.get(is_default=True) == second
