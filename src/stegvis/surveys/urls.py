from stegvis.surveys.answering.urls import urlpatterns as answering
from stegvis.surveys.bank.urls import urlpatterns as bank
from stegvis.surveys.coding.urls import urlpatterns as coding
from stegvis.surveys.fielding.urls import urlpatterns as fielding
from stegvis.surveys.interviews.urls import urlpatterns as interviews
from stegvis.surveys.questionnaires.urls import urlpatterns as questionnaires
from stegvis.surveys.reports.urls import urlpatterns as reports
from stegvis.surveys.reviewing.urls import urlpatterns as reviewing
from stegvis.surveys.telling.urls import urlpatterns as telling

app_name = "surveys"

urlpatterns = [
    *answering,
    *bank,
    *coding,
    *fielding,
    *interviews,
    *questionnaires,
    *reports,
    *reviewing,
    *telling,
]
