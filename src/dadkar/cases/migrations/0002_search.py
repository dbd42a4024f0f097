"""The search index stays out of the write-ahead log and of backups: it is rebuilt from the sealed text."""

from django.db import migrations

from dadkar.kernel.sealing.tokens import statistics, unlogged

TABLE = "cases_searchentry"


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL(unlogged(TABLE), f'ALTER TABLE "{TABLE}" SET LOGGED'),
        migrations.RunSQL(statistics(TABLE), migrations.RunSQL.noop),
    ]
