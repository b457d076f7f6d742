"""Taking part: who came, what it gave them, what they took home and thought of it."""
