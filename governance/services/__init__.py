"""What people do with the governance of a contract. It lives on after the signature; its writers write it."""
