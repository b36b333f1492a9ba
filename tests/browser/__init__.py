"""The published pages in a browser, as readers meet them."""
