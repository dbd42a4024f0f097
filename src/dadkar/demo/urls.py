"""The demo's doors; the project's urls name them in demo and test mode alone."""

from django.urls import path

from dadkar.demo import views

urlpatterns = [
    path("", views.index, name="demo"),
    path("sign-in/", views.sign_in, name="demo_sign_in"),
]
