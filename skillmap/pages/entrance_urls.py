"""Addresses of the ways to log in beside the password, and of who helps with them."""

from django.urls import path

from skillmap.pages import number_log_ins, second_factors, single_sign_on

urlpatterns = [
    path("account/second-factor/", second_factors.second_factor, name="second_factor"),
    path(
        "account/second-factor/leave/",
        second_factors.second_factor_leave,
        name="second_factor_leave",
    ),
    path(
        "account/second-factor/edit/",
        second_factors.second_factor_edit,
        name="second_factor_edit",
    ),
    path("account/number/", number_log_ins.number_log_in, name="number_log_in"),
    path("account/provider/", single_sign_on.single_sign_on_begin, name="single_sign_on_begin"),
    path(
        "account/provider/return/",
        single_sign_on.single_sign_on_return,
        name="single_sign_on_return",
    ),
    path("people/<uuid:public_id>/log-in/", number_log_ins.person_log_in, name="person_log_in"),
    path(
        "people/<uuid:public_id>/log-in/second-factor/reset/",
        number_log_ins.second_factor_reset,
        name="second_factor_reset",
    ),
]
