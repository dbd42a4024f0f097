from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cases", "0009_queue_by_state")]

    operations = [
        migrations.RenameField("right", "source", "source_fa"),
        migrations.AlterField(
            "right", "source_fa", models.CharField(max_length=160, verbose_name="source in Persian")
        ),
        migrations.AddField(
            "right",
            "source_en",
            models.CharField(default="", max_length=160, verbose_name="source in English"),
            preserve_default=False,
        ),
    ]
