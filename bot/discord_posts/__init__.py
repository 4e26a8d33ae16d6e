"""What Truss posts in Discord: cards, announcements and notices, and how Discord refuses them."""
