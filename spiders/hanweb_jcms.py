"""The article lists of Hanweb (jcms): how its articles are named."""

from dataclasses import replace

from spiders.keys import manner

FAMILY = "hanweb-jcms"
MANNER = replace(manner(FAMILY), is_article=manner("hanweb-jpaas").is_article)
"""A host that is moving to the new generation lists articles of both: theirs are the forms that hold both."""
