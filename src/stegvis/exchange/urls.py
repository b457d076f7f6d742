from stegvis.exchange.applying.urls import urlpatterns as applying
from stegvis.exchange.balance.urls import urlpatterns as balance
from stegvis.exchange.demand.urls import urlpatterns as demand
from stegvis.exchange.finding.urls import urlpatterns as finding
from stegvis.exchange.offers.urls import urlpatterns as offers
from stegvis.exchange.pathways.urls import urlpatterns as pathways
from stegvis.exchange.rounds.urls import urlpatterns as rounds
from stegvis.exchange.taking_part.urls import urlpatterns as taking_part

app_name = "exchange"

urlpatterns = [
    *applying,
    *balance,
    *demand,
    *finding,
    *offers,
    *pathways,
    *rounds,
    *taking_part,
]
