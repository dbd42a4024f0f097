"""What Django says of passwords, in the reader's digits."""

from django.contrib.auth.password_validation import MinimumLengthValidator

from dadkar.kernel.persian import digits


class LongEnough(MinimumLengthValidator):
    """Django's, whose sentences would say “10” in a Persian page too."""

    def get_error_message(self) -> str:
        return digits(super().get_error_message())

    def get_help_text(self) -> str:
        return digits(super().get_help_text())
