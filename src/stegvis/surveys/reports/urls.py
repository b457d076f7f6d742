from django.urls import URLPattern, path

from stegvis.surveys.reports import open_views, release_views, views

REPORT = "enkater/rapporter/<int:report_id>/"
RELEASE = f"{REPORT}versioner/<int:number>/"
OPEN = "rapport/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path("enkater/rapporter/", views.reports, name="reports"),
    path("enkater/rapporter/ny/", views.begin, name="report_new"),
    path("enkater/omgang/<int:round_id>/rapporter/", views.of_round, name="round_reports"),
    path(REPORT, views.build, name="report"),
    path(f"{REPORT}gor/", views.act, name="report_act"),
    path(f"{REPORT}del/<slug:block_id>/", views.save_block, name="report_block"),
    path(f"{REPORT}siffror/", views.pick, name="report_pick"),
    path(f"{REPORT}om/", views.about, name="report_about"),
    path(f"{REPORT}bort/", views.put_away, name="report_put_away"),
    path(f"{REPORT}visa/", release_views.preview, name="report_preview"),
    path(f"{REPORT}visa/pdf/", release_views.preview_pdf, name="report_preview_pdf"),
    path(f"{REPORT}publicera/", release_views.publish, name="report_publish"),
    path(RELEASE, release_views.release, name="report_release"),
    path(f"{RELEASE}oppna/", release_views.open_release, name="report_release_open"),
    path(f"{RELEASE}dra-tillbaka/", release_views.retract, name="report_release_retract"),
    path(OPEN, open_views.newest, name="report_open"),
    path(f"{OPEN}v<int:number>/", open_views.version, name="report_version"),
    path(f"{OPEN}v<int:number>/pdf/", open_views.pdf, name="report_pdf"),
    path(f"{OPEN}v<int:number>/siffror/<slug:file_format>/", open_views.figures, name="report_figures"),
]
