from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Who types "Nadia" finds Nádia."""

    dependencies = [("employees", "0003_absences_and_delegations")]

    operations = [UnaccentExtension()]
