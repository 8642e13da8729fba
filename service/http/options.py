"""What the document must be told of handlers that read bodies themselves or reply in several ways.

    @post("/v1/articles", opt={BODY: (ArticleIn, Many), UPLOADS: True})

What other handlers take and give is read from their types.
"""

BODY = "body"
"""Option of a handler that reads its body itself: the types of JSON that it takes."""
UPLOADS = "uploads"
"""Option of a handler that takes uploaded files as well."""
REPLIES = "replies"
"""Option of a handler with several successful replies: their types by status."""
ALSO = "also"
"""Option of a handler: statuses of problems that only it has."""
TEXT = "text"
"""Option of a handler that replies with text: its media type."""
