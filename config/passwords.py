"""How passwords are kept: Argon2id with the memory that a small server can spare many clerks at once."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """OWASP's 19 MiB profile: Django's default of 100 MiB × 8 lanes takes 800 MB when eight people sign in."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
