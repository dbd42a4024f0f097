"""Counts of wrong codes are in no backup, no standby and no write-ahead log; a crash empties them."""

from django.db import migrations


def unlogged(table):
    return migrations.RunSQL(f"ALTER TABLE {table} SET UNLOGGED", f"ALTER TABLE {table} SET LOGGED")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_append_only")]

    operations = [unlogged("kernel_attemptkey"), unlogged("kernel_attempt")]
