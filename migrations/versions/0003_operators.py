"""Let people who run the service have a log-in of their own."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROLE, NAME = "ck_person_role_is_known", "ck_person_patient_has_no_name"
THEIRS = ("activation", "login", "recovery_code")


def upgrade() -> None:
    _hold_to(
        "role in ('patient', 'gp', 'operator')",
        "role <> 'patient' or (display_name is null and practice is null)",
    )


def downgrade() -> None:
    for table in THEIRS:
        op.execute(
            f"delete from {table} where person_id in (select id from person where role = 'operator')"  # noqa: S608  # our own words
        )
    op.execute("delete from person where role = 'operator'")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("set constraints all immediate")  # a table cannot change while they wait to be checked
    _hold_to(
        "role in ('patient', 'gp')",
        "role = 'gp' or (display_name is null and practice is null)",
    )


def _hold_to(role: str, name: str) -> None:
    with op.batch_alter_table("person") as person:
        for known, wanted in ((ROLE, role), (NAME, name)):
            person.drop_constraint(op.f(known), type_="check")
            person.create_check_constraint(op.f(known), wanted)
