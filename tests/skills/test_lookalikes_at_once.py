"""Looking for skills that may be one while somebody says that two are not."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from skills.enums import PairState
from skills.models import LookalikePair
from skills.services.lookalikes import find_lookalikes, keep_apart
from tests.blocked import wait_until_blocked
from tests.factories import make_skill, make_user


@pytest.mark.django_db(transaction=True)
def test_not_the_same_said_while_it_looks_is_kept():
    first, second = make_skill("Welding"), make_skill("welding")
    user = make_user()
    find_lookalikes(lambda *_signs: None)
    pairs = [(first.public_id, second.public_id)]

    def say():
        try:
            return keep_apart(actor=user, pairs=pairs, now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        said = []

        def meanwhile(*_signs):
            if not said:
                said.append(pool.submit(say))
                wait_until_blocked()

        find_lookalikes(meanwhile)
        assert said[0].result() == 1
    assert LookalikePair.objects.get().state == PairState.DISTINCT
