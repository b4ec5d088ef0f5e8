"""SCIM 2.0 at `/scim/v2`: identity providers write people and read units.

The protocol is that of `scim2-server`; here are what we tell of people and units (`schemas`), the
storage behind it (`storage`, `people`, `units`) and the habits of providers (`service`). What is
imported at start is `urls` and `views` alone: the library takes a while to load.
"""
