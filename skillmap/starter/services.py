"""Starting an empty organisation."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from employees.enums import Grant
from employees.services.grants import grant_right
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.models import Organisation, User


@transaction.atomic
def start_organisation(
    *, name: str, admin_email: str, time_zone: str = settings.SKILLMAP_TIME_ZONE
) -> User:
    """Create the organisation and its first HR admin, who sets a password by invitation.

    Raises `DomainError` for an empty name or a bad address, `ConflictError` when there is an
    organisation already: one installation serves one.
    """
    if not name.strip():
        raise DomainError(_("The organisation needs a name."), field="name")
    try:
        validate_email(admin_email.strip())
    except ValidationError:
        sentence = _("“%(email)s” is not an e-mail address.") % {"email": admin_email}
        raise DomainError(sentence, field="admin_email") from None
    if Organisation.objects.exists():
        raise ConflictError(_("This installation has an organisation already."))
    Organisation.objects.create(name=name.strip(), time_zone=time_zone)
    admin = User.objects.create_user(email=admin_email, time_zone=time_zone)
    grant_right(actor=None, user=admin, grant=Grant.HR_ADMIN)
    return admin
