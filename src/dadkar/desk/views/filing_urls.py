"""Addresses of filing for somebody. No code stands in any of them."""

from django.urls import path

from dadkar.desk.views import filing

urlpatterns = [
    path("file-for/", filing.file_for, name="file-for"),
    path("file-for/receipt/", filing.receipt, name="file-for-receipt"),
    path("file-for/slip.pdf", filing.slip, name="file-for-slip"),
    path("file-for/handed/", filing.handed, name="file-for-handed"),
]
