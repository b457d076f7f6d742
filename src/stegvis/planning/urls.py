from django.urls import path

from stegvis.planning import views
from stegvis.planning.capacity.urls import urlpatterns as capacity
from stegvis.planning.forecasts.urls import urlpatterns as forecasts
from stegvis.planning.ground.urls import urlpatterns as ground
from stegvis.planning.mix.urls import urlpatterns as mix
from stegvis.planning.plans.urls import urlpatterns as plans
from stegvis.planning.registers.urls import urlpatterns as registers

app_name = "planning"

urlpatterns = [
    path("planering/", views.home, name="home"),
    *capacity,
    *forecasts,
    *ground,
    *mix,
    *plans,
    *registers,
]
