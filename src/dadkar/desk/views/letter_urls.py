"""Addresses of the house's letters."""

from django.urls import path

from dadkar.desk.views import letter_answers, letter_write, letters

urlpatterns = [
    path("letters/", letters.index, name="letters"),
    path("letters/new/", letter_write.write, name="letter-new"),
    path("letters/answers/<uuid:uuid>/", letter_answers.kinds, name="letter-answer"),
    path("letters/answers/<uuid:uuid>/<slug:name>/", letter_answers.answer, name="letter-answer-kind"),
    path("letters/<uuid:uuid>/", letters.letter, name="letter"),
    path("letters/<uuid:uuid>/letter.pdf", letters.letter_pdf, name="letter-pdf"),
    path("letters/<uuid:uuid>/letter.docx", letters.letter_docx, name="letter-docx"),
    path("letters/<uuid:uuid>/scan/", letters.scan, name="letter-scan"),
]
