from django.urls import path

from stegvis.organisations.views import invitations, roles, units

app_name = "organisations"
urlpatterns = [
    path("organisation/roller/", roles.roles, name="roles"),
    path("organisation/roller/ny/", roles.give_role, name="give_role"),
    path("organisation/roller/<int:grant_id>/avsluta/", roles.end_role, name="end_role"),
    path(
        "organisation/inbjudningar/<int:invitation_id>/aterkalla/",
        roles.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(
        "organisation/inbjudningar/<int:invitation_id>/skicka/",
        roles.send_invitation_again,
        name="send_invitation_again",
    ),
    path("organisation/enheter/", units.units, name="units"),
    path("organisation/<int:organisation_id>/enheter/ny/", units.add_unit, name="add_unit"),
    path("organisation/enheter/<int:unit_id>/", units.change_unit, name="change_unit"),
    path("organisation/enheter/<int:unit_id>/stang/", units.close_unit, name="close_unit"),
    path("organisation/samverkan/", units.collaborations, name="collaborations"),
    path("inbjudan/<str:token>/", invitations.invitation, name="invitation"),
]
