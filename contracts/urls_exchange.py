from django.urls import path

from .views import exchange, pdf

urlpatterns = [
    path("importer/", exchange.deposit, name="import"),
    path("importer/<uuid:pk>/", exchange.preview, name="import_preview"),
    path("importer/<uuid:pk>/confirmer/", exchange.confirm, name="import_confirm"),
    path("<str:reference>/export/", exchange.export, name="export"),
    path("<str:reference>/pdf/", pdf.make, name="pdf"),
    path("<str:reference>/apercu/", pdf.preview, name="preview"),
]
