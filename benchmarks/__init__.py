"""How fast the product is, measured against stock tools on the same notebooks and the same invented input."""
