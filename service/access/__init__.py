"""Who may do what: secret keys, and the short-lived tokens that pages get for them."""
