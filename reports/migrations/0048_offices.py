"""Which of the three administrators somebody is; and no administrator ever has a role in an organ.

SQLite forgets the triggers when a later migration rebuilds ``reports_user`` or ``reports_membership``: such a migration
must end with ``forwards`` of this one.
"""

from django.db import migrations, models

ROLE, MADE = "reports_membership_of_no_administrator", "reports_user_administers_without_a_role"
SAID = "an administrator has no role"
ADMINISTERS = "EXISTS (SELECT 1 FROM reports_user WHERE id = NEW.user_id AND is_administrator)"
HAS_A_ROLE = "EXISTS (SELECT 1 FROM reports_membership WHERE user_id = NEW.id)"


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        raised = f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        for change in ("INSERT", "UPDATE"):
            schema_editor.execute(
                f"CREATE TRIGGER {ROLE}_{change.lower()} BEFORE {change} ON reports_membership "
                f"WHEN {ADMINISTERS} {raised}"
            )
        schema_editor.execute(
            f"CREATE TRIGGER {MADE} BEFORE UPDATE OF is_administrator ON reports_user "
            f"WHEN NEW.is_administrator AND NOT OLD.is_administrator AND {HAS_A_ROLE} {raised}"
        )
        return
    for name, condition in ((ROLE, ADMINISTERS), (MADE, HAS_A_ROLE)):
        schema_editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'check_violation'; END IF; "
            "RETURN NEW; END $$"
        )
    schema_editor.execute(
        f"CREATE TRIGGER {ROLE} BEFORE INSERT OR UPDATE ON reports_membership "
        f"FOR EACH ROW EXECUTE FUNCTION {ROLE}()"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {MADE} BEFORE UPDATE OF is_administrator ON reports_user FOR EACH ROW "
        f"WHEN (NEW.is_administrator AND NOT OLD.is_administrator) EXECUTE FUNCTION {MADE}()"
    )


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in (f"{ROLE}_insert", f"{ROLE}_update", MADE):
            schema_editor.execute(f"DROP TRIGGER {name}")
        return
    schema_editor.execute(f"DROP TRIGGER {ROLE} ON reports_membership")
    schema_editor.execute(f"DROP TRIGGER {MADE} ON reports_user")
    for name in (ROLE, MADE):
        schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0047_second_factor"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="office",
            field=models.CharField(
                blank=True,
                choices=[("system", "系统管理员"), ("security", "安全管理员"), ("audit", "审计管理员")],
                default="",
                max_length=10,
                verbose_name="三员",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("office", ""), ("is_administrator", True), _connector="OR"),
                name="an_office_is_an_administrators",
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
