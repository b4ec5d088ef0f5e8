"""Addresses of pages that hand data out or take them away."""

from django.urls import path

from skillmap.pages import exports, person_data

urlpatterns = [
    path("settings/data/", person_data.my_data, name="my_data"),
    path("settings/data/file/", person_data.my_data_file, name="my_data_file"),
    path("people/<uuid:public_id>/data/", person_data.person_data, name="person_data"),
    path("people/<uuid:public_id>/erase/", person_data.person_erase, name="person_erase"),
    path("library/<str:kind>/file/", exports.library_file, name="library_file"),
    path("export/", exports.export_everything, name="export_everything"),
    path("export/<uuid:public_id>/", exports.export_file, name="export_file"),
]
