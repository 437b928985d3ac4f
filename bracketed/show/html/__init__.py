"""Pages and notebook output in HTML."""
