"""How each family writes addresses; a family that stands has a line here."""

from crawler.replica.world.forms.base import Form
from crawler.replica.world.forms.binzhou import BinzhouForm
from crawler.replica.world.forms.channel_doc import ChannelDocForm
from crawler.replica.world.forms.channels import ChannelsForm
from crawler.replica.world.forms.els import ElsForm
from crawler.replica.world.forms.jcms import JcmsForm
from crawler.replica.world.forms.jpaas import JpaasForm
from crawler.replica.world.forms.npath import NPathForm
from crawler.replica.world.forms.trs import TrsForm
from crawler.replica.world.forms.vsb import VsbForm

FORMS: dict[str, Form] = {
    "channel-doc": ChannelDocForm(),
    "els-service": ElsForm(),
    "hanweb-jcms": JcmsForm(),
    "hanweb-jpaas": JpaasForm(),
    "trs-wcm": TrsForm(),
    "vsb": VsbForm(),
    "n-path": NPathForm(),
    "binzhou-news-detail": BinzhouForm(),
    "channels-articles": ChannelsForm(),
}
