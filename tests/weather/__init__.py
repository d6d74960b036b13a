"""A Twilio that holds what it is given, on a real socket, in the weather that a test or a seed makes.

It shares nothing with the product's sandbox: a proof must not rest on what it is to prove.
"""
