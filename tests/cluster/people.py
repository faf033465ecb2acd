"""The people and reports of the runs: fewer than the demonstration's, and nothing has to be drawn for them."""

PASSWORD = "yanshi-2026"
BUNDLED = 150  # published reports that a bundle is made of
SETTING_UP = f"""
from reports.lifecycle.opening import fill, open_report
from reports.models import Membership, Organ, Role, User
from reports.official.interchange import parse
from reports.official.report_data import Kind
from tests.conftest import SEED, YEAR
from tests.county.reports import organ
from tests.deciding import perform

def person(username, organ, role):
    user = User.objects.create_user(username, "{PASSWORD}", full_name=username)
    Membership.objects.create(user=user, organ=organ, role=role)
    return user

office = organ("lushan", "鲁山县人民政府办公室", Kind.OFFICE, None)
person("lushan-supervisor", office, Role.SUPERVISOR)
told = dict(office="党政办公室", address="背孜街1号", postcode="467300", telephone="0375-5050001")
told |= dict(short_name="背孜乡", self_reference="我乡")
for slug, name in (("tumen", "背孜乡人民政府"), ("xiatang", "下汤镇人民政府")):
    township = Organ.objects.create(slug=slug, name=name, kind=Kind.TOWNSHIP, superior=office, **told)
    clerk = person(slug + "-clerk", township, Role.CLERK)
    person(slug + "-leader", township, Role.LEADER)
    report = open_report(township, YEAR, clerk)
    fill(report.pk, clerk, parse(SEED.read_bytes()))
    if slug == "tumen":
        perform("submit", report.pk, clerk)
"""
PACKING = f"""
from reports.models import Membership, Role, User
from reports.official.report_data import Kind
from tests.county.published import publish
from tests.county.reports import organ

packing = organ("packing", "某县人民政府办公室", Kind.OFFICE, None)
packer = User.objects.create_user("packer", "!", full_name="某某")
Membership.objects.create(user=packer, organ=packing, role=Role.SUPERVISOR)
for number in range({BUNDLED}):
    publish(organ("o" + str(number), "某乡" + str(number), Kind.TOWNSHIP, packing), packer)
"""
