"""Addresses of the whole site; pages that join several apps are listed in `pages`."""

from allauth.account import views
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from skillmap.pages.log_in import LogInView, with_passwords
from skillmap.pages.outbox import outbox_list

# Of allauth's addresses those that people need: nobody signs up or changes the address by which HR
# knows them.
account = [
    path("login/", LogInView.as_view(), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", with_passwords(views.password_change), name="account_change_password"),
    path("password/set/", with_passwords(views.password_set), name="account_set_password"),
    path("password/reset/", with_passwords(views.password_reset), name="account_reset_password"),
    path(
        "password/reset/done/",
        with_passwords(views.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        with_passwords(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        with_passwords(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("skillmap.api.urls")),  # first: programs ask most often
    path("", include("skillmap.pages.urls")),
    path("", include("training.urls")),
    path("", include("reviews.urls")),
    path("xapi/", include("skillmap.api.xapi_urls")),
    path("scim/", include("skillmap.scim.urls")),
    path("oauth/", include("skillmap.api.oauth_urls")),
    path("account/", include(account)),
]

handler400 = "skillmap.core.outage.bad_request"
handler500 = "skillmap.core.outage.server_error"

if settings.DEMO:
    urlpatterns.append(path("outbox/", outbox_list, name="outbox_list"))
