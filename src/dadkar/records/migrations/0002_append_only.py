"""An event that was written can't be changed or deleted, not even by the tables' owner."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("kernel", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_event "
            "FOR EACH ROW EXECUTE FUNCTION kernel_append_only();",
            "DROP TRIGGER append_only ON records_event;",
        ),
    ]
