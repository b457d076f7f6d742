from django.urls import URLPattern, path

from stegvis.surveys.questionnaires import editor_views, views

urlpatterns: list[URLPattern] = [
    path("enkater/formular/", views.questionnaire_list, name="questionnaires"),
    path("enkater/formular/nytt/", views.questionnaire_new, name="questionnaire_new"),
    path("enkater/formular/hamta/", views.questionnaire_import, name="questionnaire_import"),
    path("enkater/formular/<int:pk>/", editor_views.questionnaire_editor, name="questionnaire"),
    path("enkater/formular/<int:pk>/del/", editor_views.questionnaire_part, name="questionnaire_part"),
    path("enkater/formular/<int:pk>/flytta/", editor_views.questionnaire_move, name="questionnaire_move"),
    path(
        "enkater/formular/<int:pk>/lagg-tillbaka/", editor_views.questionnaire_put_back, name="questionnaire_put_back"
    ),
    path("enkater/formular/<int:pk>/yaml/", editor_views.questionnaire_text, name="questionnaire_text"),
    path(
        "enkater/formular/<int:pk>/forhandsvisning/", editor_views.questionnaire_preview, name="questionnaire_preview"
    ),
    path("enkater/formular/<int:pk>/versioner/", views.questionnaire_fix, name="questionnaire_fix"),
    path("enkater/formular/<int:pk>/undan/", views.questionnaire_away, name="questionnaire_away"),
    path("enkater/formular/<int:pk>/fil/<slug:form>/", views.questionnaire_export, name="questionnaire_export"),
    path("enkater/formular/version/<int:pk>/", views.version_page, name="questionnaire_version"),
    path(
        "enkater/formular/version/<int:pk>/fil/<slug:form>/", views.version_export, name="questionnaire_version_export"
    ),
]
