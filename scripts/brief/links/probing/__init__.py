"""The half of the link check that touches the network.

`targets` says which addresses may be asked at all, `addresses` which machines; `transport` makes
one request within bounds, `journeys` follows its redirects, `pace` keeps to the manners;
`classify` and `siblings` say what an answer is, `archives` looks for a copy, and `rounds` is the
whole run.
"""
