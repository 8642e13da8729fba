"""The OpenAPI document, written from the types of the handlers."""
