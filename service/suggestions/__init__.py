"""Questions to ask next: made from quotations, and shown only if the articles answer them."""
