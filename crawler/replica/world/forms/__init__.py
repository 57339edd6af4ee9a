"""How each family writes addresses; a family that stands has a line here."""

from crawler.replica.world.forms.base import Form
from crawler.replica.world.forms.jcms import JcmsForm
from crawler.replica.world.forms.trs import TrsForm

FORMS: dict[str, Form] = {
    "hanweb-jcms": JcmsForm(),
    "trs-wcm": TrsForm(),
}
