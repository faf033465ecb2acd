"""How the tables of the database compare with those that this version of the program knows."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def unapplied() -> list[str]:
    """The migrations that the database has still to be given, in order, as ``app.name``."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def unknown() -> list[str]:
    """The migrations of a newer version that the database has been given, as ``app.name``."""
    loader = MigrationExecutor(connection).loader
    apps = {app for app, _ in loader.disk_migrations}
    return [f"{app}.{name}" for app, name in loader.applied_migrations
            if app in apps and (app, name) not in loader.disk_migrations]  # fmt: skip
