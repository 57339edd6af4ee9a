"""Which handlers speak for a host: a line for every family, asked in this order until one knows the path."""

from crawler.replica.portal.binzhou import Binzhou
from crawler.replica.portal.channel_doc import ChannelDoc
from crawler.replica.portal.channels import Channels
from crawler.replica.portal.els import Els
from crawler.replica.portal.family import Family
from crawler.replica.portal.hanweb import Hanweb
from crawler.replica.portal.jcms import Jcms
from crawler.replica.portal.jpaas import Jpaas
from crawler.replica.portal.npath import NPath
from crawler.replica.portal.trs import Trs
from crawler.replica.portal.vsb import Vsb
from crawler.replica.world import Host

SPEAKERS: dict[str, tuple[type[Family], ...]] = {
    "channel-doc": (ChannelDoc,),
    "els-service": (Els,),
    "hanweb-jpaas": (Jpaas, Hanweb),
    "hanweb-xxgk": (Hanweb,),
    "hanweb-jcms": (Jcms, Hanweb),
    "trs-wcm": (Trs,),
    "vsb": (Vsb,),
    "n-path": (NPath,),
    "binzhou-news-detail": (Binzhou,),
    "channels-articles": (Channels,),
}


def speakers(host: Host) -> list[type[Family]]:
    """The handlers of what the host speaks, each once, those of its own family first."""
    found = [handler for family in (host.family, *host.also) for handler in SPEAKERS.get(family, ())]
    return list(dict.fromkeys(found))
