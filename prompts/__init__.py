"""Every sentence the product says, and every text it gives to a model."""
