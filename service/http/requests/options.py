"""What the document must be told of handlers that read bodies themselves or reply in several ways.

    @post("/v1/articles", opt={BODY: (ArticleIn, Many), UPLOADS: True})

What other handlers take and give is read from their types.
"""

BODY = "body"
"""Option of a handler that reads its body itself: the types of JSON that it takes."""
QUERY = "query"
"""Option of a handler that reads its query itself: the type of what it takes."""
UPLOADS = "uploads"
"""Option of a handler that takes uploaded files as well."""
REPLIES = "replies"
"""Option of a handler with several successful replies: their types by status."""
ALSO = "also"
"""Option of a handler: statuses of problems that only it has."""
MOST_BYTES = "most_bytes"
"""Option of a handler: the most bytes of JSON that it takes; 2 MiB without it."""
IS_ARTICLE = "is_article"
"""Option of a handler whose JSON is an article, and as large as one may be."""
ARTICLE_BYTES = "article_bytes"
"""Option of the application: the most bytes of JSON of an article."""
WITHOUT_ENGINE = "without_engine"
"""Option of a handler that has something to say before models and indexes are loaded."""
TEXT = "text"
"""Option of a handler that replies with text: its media types, beside the JSON of `REPLIES`."""
SCOPE = "scope"
"""Option of a handler: the scope of whoever may call it. `ASK` is open to pages with a token; any
other needs a secret key. Without it, no token is enough."""
COST = "cost"
"""Option of a handler: how much of a request it counts as; 1 without it."""
LIMITED = "limited"
"""Option of a handler whose requests are limited whoever sends them."""
