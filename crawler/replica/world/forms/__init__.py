"""How each family writes addresses; a family that stands has a line here."""

from crawler.replica.world.forms.base import Form
from crawler.replica.world.forms.binzhou import BinzhouForm
from crawler.replica.world.forms.channels import ChannelsForm
from crawler.replica.world.forms.jcms import JcmsForm
from crawler.replica.world.forms.npath import NPathForm
from crawler.replica.world.forms.trs import TrsForm
from crawler.replica.world.forms.vsb import VsbForm

FORMS: dict[str, Form] = {
    "hanweb-jcms": JcmsForm(),
    "trs-wcm": TrsForm(),
    "vsb": VsbForm(),
    "n-path": NPathForm(),
    "binzhou-news-detail": BinzhouForm(),
    "channels-articles": ChannelsForm(),
}
