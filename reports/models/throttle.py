"""The passwords and codes that were tried, counted by ``people/throttle.py``."""

from django.db import models

LONGEST_USERNAME = 40
LONGEST_BROWSER = 32


class SignInTry(models.Model):
    """One password, or one code after it, that was tried for a name from an address; there need be no such account."""

    username = models.CharField(max_length=LONGEST_USERNAME)
    address = models.CharField(max_length=45)
    browser = models.CharField(max_length=LONGEST_BROWSER, blank=True)  # where the person has signed in before
    is_code = models.BooleanField(default=False)  # of the second factor, which is counted by itself
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["username", "at"], name="tries_of_a_username"),
            models.Index(fields=["address", "at"], name="tries_from_an_address"),
        ]
        verbose_name = verbose_name_plural = "登录尝试"

    def __str__(self) -> str:
        return f"{self.username} {self.address}"
