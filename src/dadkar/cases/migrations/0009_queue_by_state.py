from django.db import migrations, models

FILL = """
UPDATE cases_casequeue q SET state = c.state FROM cases_case c WHERE c.id = q.case_id
"""


class Migration(migrations.Migration):

    dependencies = [("cases", "0008_voices")]

    operations = [
        migrations.RemoveIndex("case", "case_open"),  # it served the tabs that are read from the queue now
        migrations.AddField("casequeue", "state", models.CharField(default="", max_length=11), preserve_default=False),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "casequeue",
            models.Index(fields=["principal", "state", "due_at", "case"], name="queue_by_state"),
        ),
    ]
