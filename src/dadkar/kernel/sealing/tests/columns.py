"""What a sealed column really holds, read and written past the field."""

from django.db import connection

TEXT = "سه ماه است مزد نگرفته‌ایم"


def stored(row, column="text"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {row._meta.db_table} WHERE id = %s", [row.pk])
        return cursor.fetchone()[0]


def put(row, value, column="text"):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s", [value, row.pk])
    row.refresh_from_db()
