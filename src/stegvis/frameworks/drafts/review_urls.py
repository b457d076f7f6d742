from django.urls import path

from stegvis.frameworks.drafts import publish_views, review_views

urlpatterns = [
    path("karriarmodeller/utkast/<uuid:draft_id>/granska/", review_views.review, name="draft_review"),
    path("karriarmodeller/utkast/<uuid:draft_id>/granska/skicka/", review_views.send, name="draft_review_send"),
    path(
        "karriarmodeller/utkast/<uuid:draft_id>/granska/ta-tillbaka/", review_views.take, name="draft_review_take_back"
    ),
    path("karriarmodeller/utkast/<uuid:draft_id>/granska/fraga/", review_views.ask, name="draft_review_ask"),
    path(
        "karriarmodeller/utkast/<uuid:draft_id>/granska/fraga/<int:reviewer_id>/ta-bort/",
        review_views.remove,
        name="draft_review_remove",
    ),
    path(
        "karriarmodeller/utkast/<uuid:draft_id>/granska/fraga/<int:reviewer_id>/bjud-in/",
        review_views.invite,
        name="draft_review_invite",
    ),
    path(
        "karriarmodeller/utkast/<uuid:draft_id>/granska/fraga/<int:reviewer_id>/skriv-igen/",
        review_views.write_again,
        name="draft_review_write_again",
    ),
    path("karriarmodeller/utkast/<uuid:draft_id>/granska/svara/", review_views.answer, name="draft_review_answer"),
    path(
        "karriarmodeller/utkast/<uuid:draft_id>/granska/kommentera/", review_views.comment, name="draft_review_comment"
    ),
    path(
        "karriarmodeller/utkast/<uuid:draft_id>/granska/kommentera/<int:comment_id>/",
        review_views.settle,
        name="draft_review_settle",
    ),
    path(
        "karriarmodeller/utkast/<uuid:draft_id>/granska/samverkan/", review_views.consult, name="draft_review_consult"
    ),
    path(
        "karriarmodeller/utkast/<uuid:draft_id>/granska/samverkan/<int:consultation_id>/",
        review_views.correct,
        name="draft_review_correct",
    ),
    path("karriarmodeller/utkast/<uuid:draft_id>/publicera/", publish_views.publish, name="draft_publish"),
]
