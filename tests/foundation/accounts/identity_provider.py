"""A small OpenID Connect provider that runs in a process of its own: allauth's, on SQLite.

Run as ``python -m tests.foundation.accounts.identity_provider PORT FOLDER REDIRECT_URI``; prints ``ready`` when it
answers. Each person of ``PEOPLE`` may log in there with the password ``PASSWORD``.
"""

from __future__ import annotations

import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

CLIENT_ID, CLIENT_SECRET, PASSWORD = "stegvis", "a secret of the tests", "pass at the provider"
# Address → whether the provider has verified it.
PEOPLE = {
    "anna@example.se": True,
    "bosse@example.se": False,
    "nina@example.se": True,
    "stranger@example.se": True,
    "cecilia@elsewhere.se": True,
}


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """The test's own output is enough."""


def configure(folder: str) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.configure(
        SECRET_KEY="of the tests " * 5,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="tests.foundation.accounts.identity_provider_urls",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/provider.sqlite3"}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        ACCOUNT_LOGIN_METHODS={"email"},
        ACCOUNT_SIGNUP_FIELDS=["email*", "password1*"],
        ACCOUNT_EMAIL_VERIFICATION="none",
        ACCOUNT_RATE_LIMITS=False,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        IDP_OIDC_PRIVATE_KEY=key.decode(),
    )


def fill(redirect_uri: str) -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import User

    for email, is_verified in PEOPLE.items():
        name = email.partition("@")[0]
        user = User.objects.create_user(name, email, PASSWORD, first_name=name.capitalize(), last_name="Exempel")
        EmailAddress.objects.create(user=user, email=email, verified=is_verified, primary=True)
    client = Client(id=CLIENT_ID, name="Stegvis", secret=make_password(CLIENT_SECRET), skip_consent=True)
    client.scopes = "openid\nprofile\nemail"
    client.set_redirect_uris([redirect_uri])
    client.save()


def main(port: int, folder: str, redirect_uri: str) -> None:
    configure(folder)
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    fill(redirect_uri)
    with make_server("127.0.0.1", port, get_wsgi_application(), handler_class=Quiet) as server:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
