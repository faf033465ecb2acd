"""Django's management commands of the application."""
