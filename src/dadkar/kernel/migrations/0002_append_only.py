"""What was recorded can't be changed, not even by the tables' owner without dropping a trigger.

`kernel_append_only()` serves the logs of the rooms above as well.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION kernel_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;
END
$$;
"""
TABLES = ["kernel_clockevent", "kernel_holiday", "kernel_workingtime"]


def trigger(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION kernel_append_only();",
        f"DROP TRIGGER append_only ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION kernel_append_only();"),
        *map(trigger, TABLES),
    ]
