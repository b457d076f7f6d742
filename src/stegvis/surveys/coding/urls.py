from django.urls import URLPattern, path

from stegvis.surveys.coding import book_views, compare_views, quote_views, read_views, views

QUESTION = "enkater/fritext/<int:question_id>/"
BOOK = "enkater/kodbocker/<int:book_id>/"

urlpatterns: list[URLPattern] = [
    path("enkater/omgang/<int:pk>/fritext/", views.questions, name="coding"),
    path("enkater/kodning/", views.own, name="coding_own"),
    path(QUESTION, views.question, name="coding_question"),
    path(f"{QUESTION}kodbok/", views.choose, name="coding_choose"),
    path(f"{QUESTION}kodare/", views.coder, name="coding_coder"),
    path(f"{QUESTION}kodare/<int:place>/bort/", views.remove, name="coding_remove"),
    path(f"{QUESTION}dolj/<uuid:text_id>/", views.hide, name="coding_hide"),
    path(f"{QUESTION}visa/<uuid:text_id>/", views.show, name="coding_show"),
    path(f"{QUESTION}passager.xlsx", views.passages, name="coding_passages"),
    path(f"{QUESTION}projekt.qdpx", views.project, name="coding_project"),
    path(f"{QUESTION}koda/", read_views.read, name="coding_read"),
    path(f"{QUESTION}koda/<uuid:passage_id>/bort/", read_views.unmarked, name="coding_unmark"),
    path(f"{QUESTION}fraga-ledaren/", read_views.flag, name="coding_flag"),
    path(f"{QUESTION}fraga-ledaren/<int:flag_id>/", views.flag_answer, name="coding_flag_answer"),
    path(f"{QUESTION}klar/", read_views.done, name="coding_done"),
    path(f"{QUESTION}fortsatt/", read_views.go_on, name="coding_go_on"),
    path(f"{QUESTION}jamfor/", compare_views.compare, name="coding_compare"),
    path(f"{QUESTION}jamka/", compare_views.merged, name="coding_merge"),
    path(f"{QUESTION}avgor/", compare_views.settled, name="coding_settle"),
    path(f"{QUESTION}avgor/<int:settled_id>/angra/", compare_views.undone, name="coding_unsettle"),
    path(f"{QUESTION}enig/", compare_views.agreed, name="coding_agree"),
    path(f"{QUESTION}oppna/", compare_views.reopened, name="coding_reopen"),
    path(f"{QUESTION}citat/", quote_views.quotes, name="coding_quotes"),
    path(f"{QUESTION}citat/ny/<uuid:passage_id>/", quote_views.new, name="coding_quote_new"),
    path(f"{QUESTION}citat/<int:quote_id>/beslut/", quote_views.decided, name="coding_quote_decide"),
    path(f"{QUESTION}citat/<int:quote_id>/ta-tillbaka/", quote_views.taken_back, name="coding_quote_withdraw"),
    path("enkater/kodbocker/", book_views.books, name="codebooks"),
    path("enkater/kodbocker/ny/", book_views.new, name="codebook_new"),
    path(BOOK, book_views.book, name="codebook"),
    path(f"{BOOK}namn/", book_views.rename, name="codebook_rename"),
    path(f"{BOOK}undan/", book_views.away, name="codebook_away"),
    path(f"{BOOK}fil/", book_views.bring, name="codebook_import"),
    path(f"{BOOK}fil.<slug:file_format>", book_views.file, name="codebook_file"),
    path(f"{BOOK}kod/", book_views.new_code, name="code_new"),
    path(f"{BOOK}kod/<uuid:code_id>/", book_views.code, name="code"),
    path(f"{BOOK}kod/<uuid:code_id>/flytta/", book_views.moved, name="code_move"),
    path(f"{BOOK}kod/<uuid:code_id>/avveckla/", book_views.retired, name="code_retire"),
    path(f"{BOOK}kod/<uuid:code_id>/bort/", book_views.deleted, name="code_delete"),
]
