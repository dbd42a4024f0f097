"""The source of a right in English, too. The column of the Persian one stays as it is called."""

from django.db import migrations, models

SHIPPED = {
    "قانون بیمهٔ بیکاری ۱۳۶۹، مادهٔ ۶ بند ب": "Unemployment Insurance Law 1369, article 6(b)",
    "قانون کار ۱۳۶۹، مادهٔ ۱۵۹": "Labour Law 1369, article 159",
    "قانون دیوان عدالت اداری، مادهٔ ۱۶ (سه ماه)": "Administrative Justice Court Law, article 16 (three months)",
}


def fill(apps, schema_editor):
    for source_fa, source_en in SHIPPED.items():
        apps.get_model("cases", "Right").objects.filter(source_fa=source_fa).update(source_en=source_en)


class Migration(migrations.Migration):

    dependencies = [("cases", "0009_queue_by_state")]

    operations = [
        migrations.AlterField(
            "right",
            "source",
            models.CharField(db_column="source", max_length=160, verbose_name="source in Persian"),
        ),
        migrations.RenameField("right", "source", "source_fa"),
        migrations.AddField(
            "right",
            "source_en",
            models.CharField(blank=True, db_default="", max_length=160, verbose_name="source in English"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
