"""The half of the link check that touches the network.

`targets` says which addresses may be asked at all and how they are written, `addresses` and
`resolving` which machines; `transport` makes one request within bounds and `bodies` reads the
beginning of its answer; `journeys` follows redirects and tries again, `pace` keeps to the manners.
`classify` and `siblings` say what an answer is, `oddities` lists what particular services do.
`controls` tell an outage, `archives` look for a copy, `progress` says how far it is, and `rounds`
is the whole run.
"""
