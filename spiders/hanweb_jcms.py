"""The article lists of Hanweb (jcms): how its articles are named."""

from spiders.keys import manner

FAMILY = "hanweb-jcms"
MANNER = manner(FAMILY)
