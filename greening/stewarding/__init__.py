"""Tools of data stewards, who keep the expectation suites: nothing here decides what is in a product or page."""
