"""Sign-in and one's own account: of django-allauth's pages those that are used here.

There is no sign-up, and nothing that needs a mail server: a forgotten password is the administrator's to
replace by a one-time one.
"""

from allauth.account import views as account
from django.urls import include, path

from dadkar.people.views import sessions

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", sessions.mine, name="usersessions_list"),
]
