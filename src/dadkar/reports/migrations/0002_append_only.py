"""What has left the house can't be changed, nor what bodies said to it."""

from django.db import migrations

TABLES = ["release", "publication", "releasedcell", "reply", "counted"]


def trigger(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reports_{table} "
        "FOR EACH ROW EXECUTE FUNCTION kernel_append_only();",
        f"DROP TRIGGER append_only ON reports_{table};",
    )


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("kernel", "0002_append_only")]

    operations = [trigger(table) for table in TABLES]
