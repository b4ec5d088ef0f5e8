"""Text as it is searched: small letters without accents, by an index."""

from django.db.models import CharField, TextField, Transform


@CharField.register_lookup
class Plain(Transform):
    """`name__plain__contains="jose"` finds José, and JOSÉ finds him too.

    `plain_text` is ours: the database's own `unaccent` may not stand in an index, because a
    dictionary could be changed below it.
    """

    lookup_name = "plain"
    function = "plain_text"
    output_field = TextField()
    bilateral = True
