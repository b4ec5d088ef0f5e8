"""Addresses of pages about other systems."""

from django.urls import path

from skillmap.pages import clients, record, webhooks

urlpatterns = [
    path("systems/", clients.client_list, name="client_list"),
    path("systems/<uuid:public_id>/rotate/", clients.client_rotate, name="client_rotate"),
    path("systems/<uuid:public_id>/revoke/", clients.client_revoke, name="client_revoke"),
    path("systems/changed-here/", record.override_list, name="override_list"),
    path("systems/webhooks/", webhooks.webhook_list, name="webhook_list"),
    path("systems/webhooks/<uuid:public_id>/", webhooks.webhook_detail, name="webhook_detail"),
    path(
        "systems/webhooks/<uuid:public_id>/rotate/", webhooks.webhook_rotate, name="webhook_rotate"
    ),
    path("systems/webhooks/<uuid:public_id>/test/", webhooks.webhook_test, name="webhook_test"),
    path(
        "systems/webhooks/<uuid:public_id>/replay/", webhooks.webhook_replay, name="webhook_replay"
    ),
    path(
        "systems/webhooks/<uuid:public_id>/replay/<uuid:delivery_id>/",
        webhooks.delivery_replay,
        name="delivery_replay",
    ),
    path(
        "systems/webhooks/<uuid:public_id>/remove/", webhooks.webhook_remove, name="webhook_remove"
    ),
]
